using Sluice.Connectors.Sinks;
using Sluice.Types;
using Sluice.UnitTests.Formats;
using Xunit;

namespace Sluice.UnitTests.Connectors.Files.Files;

public sealed class FilesSinkTests : IDisposable
{
    private static readonly TableSchema s_schema = FormatKit.Schema(("id", LogicalType.Int), ("k", LogicalType.String));
    private static readonly SinkSpec s_csv = new() { Format = "csv" };
    private readonly FilesKit _kit = new();

    public void Dispose() => _kit.Dispose();

    private static object?[][] Rows(int from, int count) => [.. Enumerable.Range(from, count).Select(i => new object?[] { i, i % 3 == 0 ? null : $"k{i % 3}" })];

    private async Task<int[]> IdsAsync(string address) => [.. (await _kit.ReadAllAsync(address)).Select(r => (int)(long)r[0]!).Order()];

    [Fact]
    public async Task Two_workers_write_one_file_that_appears_with_the_commit()
    {
        await using (OpenWrite open = await _kit.BeginAsync("out/t.csv", s_schema))
        {
            IReadOnlyList<Committable> prepared = await open.PrepareAsync(Rows(1, 4));
            Assert.False(File.Exists(_kit.At("out/t.csv")));
            Assert.Equal(4, prepared.Sum(c => c.RowCount));
            Assert.Equal("id,k\n1,k1\n2,k2\n3,\n4,k1\n".Length, prepared.Sum(c => c.Bytes));

            await open.Run.CommitAsync(prepared, default);
            await open.Run.FinishAsync(default);
        }

        Assert.Equal(["out/t.csv"], _kit.All());
        Assert.Equal("id,k\n1,k1\n2,k2\n3,\n4,k1\n", _kit.Read("out/t.csv"));
    }

    [Fact]
    public async Task A_folder_gets_a_part_file_of_each_worker_and_append_adds_more()
    {
        await _kit.WriteAllAsync("out", s_schema, Rows(1, 4), spec: s_csv);
        await _kit.WriteAllAsync("out", s_schema, Rows(5, 2), spec: s_csv);

        Assert.Equal(["out/part-run1-00001.csv", "out/part-run1-00002.csv", "out/part-run2-00001.csv", "out/part-run2-00002.csv"], _kit.All());
        int[] expected = [1, 2, 3, 4, 5, 6];
        Assert.Equal(expected, await IdsAsync("out"));
    }

    [Fact]
    public async Task Replace_puts_new_files_in_the_place_of_all_old_ones()
    {
        await _kit.WriteAllAsync("out", s_schema, Rows(1, 4), spec: s_csv);
        await _kit.WriteAllAsync("out", s_schema, Rows(7, 2), WriteMode.Replace, spec: s_csv);
        await _kit.WriteAllAsync("t.csv", s_schema, Rows(1, 2));
        await _kit.WriteAllAsync("t.csv", s_schema, Rows(3, 2), WriteMode.Replace);

        Assert.Equal(["out/part-run2-00001.csv", "out/part-run2-00002.csv", "t.csv"], _kit.All());
        int[] folder = [7, 8];
        int[] file = [3, 4];
        Assert.Equal(folder, await IdsAsync("out"));
        Assert.Equal(file, await IdsAsync("t.csv"));
    }

    [Fact]
    public async Task Replace_does_not_delete_what_is_no_table()
    {
        _kit.Write("out/notes.txt", "mine");

        SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => _kit.WriteAllAsync("out", s_schema, Rows(1, 1), WriteMode.Replace, spec: s_csv));

        Assert.Equal(
            "files.foreign_files: out/notes.txt is not a csv file, and write: replace would delete it\n  at out\n  fix: choose another folder, or remove the file", error.Message);
        Assert.Equal("mine", _kit.Read("out/notes.txt"));
    }

    [Fact]
    public async Task Appending_to_one_file_that_is_there_is_refused_before_anything_is_written()
    {
        _kit.Write("t.csv", "id,k\n");

        SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => _kit.PlanAsync("t.csv", s_schema));

        Assert.Equal("files.exists: the file t.csv is there already\n  at t.csv\n  fix: say write: replace to put the new rows in its place, or choose another path", error.Message);
    }

    [Fact]
    public async Task An_empty_table_is_a_file_with_its_header()
    {
        await _kit.WriteAllAsync("t.csv", s_schema, []);
        await _kit.WriteAllAsync("out", s_schema, [], spec: s_csv);
        await _kit.WriteAllAsync("out", s_schema, [], WriteMode.Replace, spec: s_csv);

        Assert.Equal("id,k\n", _kit.Read("t.csv"));
        Assert.Equal("id,k\n", _kit.Read("out/part-run3-00001.csv"));
        Assert.Equal(["out/part-run3-00001.csv", "t.csv"], _kit.All());
    }

    [Fact]
    public async Task Abandoning_leaves_nothing()
    {
        foreach ((string address, WriteMode write) in new[] { ("t.csv", WriteMode.Append), ("out", WriteMode.Append), ("out", WriteMode.Replace) })
        {
            await using OpenWrite open = await _kit.BeginAsync(address, s_schema, write, spec: s_csv);
            IReadOnlyList<Committable> prepared = await open.PrepareAsync(Rows(1, 4));
            await open.Run.AbortAsync(prepared, default);
            await open.Run.AbandonAsync(default);
            await open.Run.AbandonAsync(default);
        }

        Assert.Empty(_kit.All());
    }

    [Fact]
    public async Task Cleans_up_after_a_dead_run_but_not_after_a_live_one()
    {
        // A dead run: its files and its lock file are there, and nobody holds the lock.
        _kit.Write("out/.sluice-dead~part-dead-00001.csv", "id,k\n1,\n");
        _kit.Write("out/.sluice-dead~out.lock", "");
        _kit.Write(".sluice-gone~out/part-gone-00001.csv", "id,k\n1,\n");
        _kit.Write(".sluice-gone~out.lock", "");
        _kit.Write(".sluice-other~elsewhere.csv.lock", "");
        await using OpenWrite live = await _kit.BeginAsync("out", s_schema, spec: s_csv, runId: "live");
        IReadOnlyList<Committable> prepared = await live.PrepareAsync(Rows(1, 2));

        await _kit.WriteAllAsync("out", s_schema, Rows(3, 2), spec: s_csv);
        await live.Run.CommitAsync(prepared, default);
        await live.Run.FinishAsync(default);
        await live.DisposeAsync();

        Assert.Equal(
            [".sluice-other~elsewhere.csv.lock", "out/part-live-00001.csv", "out/part-live-00002.csv", "out/part-run1-00001.csv", "out/part-run1-00002.csv"], _kit.All());
    }

    [Fact]
    public async Task Writes_partitions_into_folders_and_reads_them_back()
    {
        TableSchema schema = FormatKit.Schema(("id", LogicalType.BigInt), ("d", LogicalType.Date), ("k", LogicalType.String));
        object?[][] rows = [[1L, 0, "a/b"], [2L, 0, null], [3L, 1, "%=\"x"], [4L, null, "a/b"], [5L, 0, "a/b"]];

        IReadOnlyList<Committable> prepared = await _kit.WriteAllAsync("out", schema, rows, partitions: ["d", "k"], spec: s_csv);

        Assert.Equal(5, prepared.Sum(c => c.RowCount));
        Assert.Equal(
            [
                "out/d=1970-01-01/k=__HIVE_DEFAULT_PARTITION__/part-run1-00002.csv", "out/d=1970-01-01/k=a%2Fb/part-run1-00001.csv", "out/d=1970-01-01/k=a%2Fb/part-run1-00005.csv",
                "out/d=1970-01-02/k=%25%3D%22x/part-run1-00003.csv", "out/d=__HIVE_DEFAULT_PARTITION__/k=a%2Fb/part-run1-00004.csv",
            ],
            _kit.All());
        Assert.Equal("id\n1\n", _kit.Read("out/d=1970-01-01/k=a%2Fb/part-run1-00001.csv"));
        Assert.Equal(rows.OrderBy(r => r[0]), (await _kit.ReadAllAsync("out")).OrderBy(r => r[0]));
    }

    [Fact]
    public async Task Many_partitions_are_written_with_few_files_open()
    {
        TableSchema schema = FormatKit.Schema(("id", LogicalType.BigInt), ("k", LogicalType.BigInt));
        object?[][] rows = [.. Enumerable.Range(0, 2_000).Select(i => new object?[] { (long)i, (long)(i % 300) })];

        await _kit.WriteAllAsync("out", schema, rows, partitions: ["k"], spec: s_csv);

        Assert.Equal(rows, (await _kit.ReadAllAsync("out")).OrderBy(r => r[0]));
    }

    [Fact]
    public async Task Overwrites_only_the_partitions_that_get_rows()
    {
        await _kit.WriteAllAsync("out", s_schema, [[1, "a"], [2, "b"]], partitions: ["k"], spec: s_csv);
        await _kit.WriteAllAsync("out", s_schema, [[3, "b"], [4, "c"]], WriteMode.OverwritePartitions, ["k"], s_csv);

        Assert.Equal([[1L, "a"], [3L, "b"], [4L, "c"]], (await _kit.ReadAllAsync("out")).OrderBy(r => r[0]));
    }

    [Fact]
    public async Task One_path_holds_one_table_unless_it_names_them()
    {
        ISink sink = _kit.Open("out.csv").OpenSink(new SinkSpec())!;
        ISink many = _kit.Open("out/{table}.csv").OpenSink(new SinkSpec())!;
        async Task<string> PlanAsync(ISink into, string name)
        {
            SinkTable table = await into.PlanAsync(new SinkRequest { Name = new(null, name), Schema = s_schema }, default);
            return Assert.Single(table.Ddl);
        }

        Assert.Equal("create file out.csv", await PlanAsync(sink, "a"));
        Assert.Equal("create file out.csv", await PlanAsync(sink, "a"));
        SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => PlanAsync(sink, "b"));
        Assert.Equal(
            "files.one_table_only: out.csv holds one table, and both a and b would go into it\n  at out.csv\n  fix: put {table} into the path, for example ./{table}.csv", error.Message);
        Assert.Equal("create file out/a.csv", await PlanAsync(many, "a"));
        Assert.Equal("create file out/b.csv", await PlanAsync(many, "b"));
    }

    [Fact]
    public async Task Refuses_modes_that_files_do_not_know()
    {
        SluiceException upsert = await Assert.ThrowsAsync<SluiceException>(() => _kit.PlanAsync("t.csv", s_schema, WriteMode.Upsert));
        SluiceException partitions = await Assert.ThrowsAsync<SluiceException>(() => _kit.PlanAsync("t.csv", s_schema, partitions: ["k"]));

        Assert.Equal("files.write_mode: files cannot be written by upsert\n  at t.csv\n  fix: use write: append, replace or overwrite_partitions", upsert.Message);
        Assert.Equal("files.wrong_partition: one file cannot be partitioned\n  at t.csv\n  fix: give a folder: a path without an extension", partitions.Message);
    }
}
