using Apache.Arrow;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Files.Files;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Formats.Csv;
using Sluice.Formats.JsonLines;
using Sluice.Types;
using Sluice.UnitTests.Formats;
using Xunit;

namespace Sluice.UnitTests.Connectors.Files.Files;

/// <summary>A folder of its own and the connector over it.</summary>
internal sealed class FilesKit : IDisposable
{
    private int _runs;

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-files-").FullName;

    public FilesConnector Connector { get; } = new(new CsvFormat(), new JsonLinesFormat());

    public List<DirtyRow> Dirty { get; } = [];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string At(string path) => Path.Combine(Folder, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public string Read(string path) => File.ReadAllText(At(path));

    /// <summary>Every file in the folder, hidden ones too.</summary>
    public string[] All() => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal)];

    public IConnection Open(string address) => Connector.Open(new ConnectionSpec { Address = address, DisplayAddress = address, BaseDirectory = Folder });

    public async Task<TableDescription> DescribeAsync(string address, SourceSpec? spec = null)
    {
        await using IConnection connection = Open(address);
        _ = connection.OpenSource(spec ?? new SourceSpec());
        TableName name = Assert.Single(await connection.Catalog.ListAsync(default));
        return (await connection.Catalog.DescribeAsync(name, default))!;
    }

    /// <summary>Reads a table with two readers that take turns.</summary>
    public async Task<IReadOnlyList<object?[]>> ReadAllAsync(string address, SourceSpec? spec = null, string[]? columns = null)
    {
        using var pool = new BufferPool();
        await using IConnection connection = Open(address);
        ISource source = connection.OpenSource(spec ?? new SourceSpec())!;
        TableDescription table = (await connection.Catalog.DescribeAsync((await connection.Catalog.ListAsync(default))[0], default))!;
        TableScan scan = await source.PlanAsync(
            new ScanRequest { Table = table, Columns = columns is null ? [.. table.Schema.Columns.Select(c => c.Name)] : [.. columns], Parallelism = 2 }, default);
        var context = new RunContext { RunId = "read", Pool = pool, Parallelism = 2 };
        var dirty = new DirtyList();
        await using ISourceRun run = await source.OpenRunAsync([scan], context, default);
        List<object?[]> rows = [];
        ISplitReader[] readers = [run.CreateReader(dirty), run.CreateReader(dirty)];
        for (int turn = 0; await run.NextSplitAsync(default) is { } split; turn++)
        {
            ISplitReader reader = readers[turn % 2];
            await reader.OpenAsync(split, default);
            for (StreamElement element; (element = await reader.ReadAsync(default)) is not SplitDone;)
            {
                using (element)
                    rows.AddRange(FormatKit.RowsOf(scan.Schema, ((Rows)element).Batch));
            }
        }

        foreach (ISplitReader reader in readers)
            await reader.DisposeAsync();
        Dirty.AddRange(dirty.Rows);
        return rows;
    }

    public async Task<SinkTable> PlanAsync(string address, TableSchema schema, WriteMode write = WriteMode.Append, string[]? partitions = null, SinkSpec? spec = null, string name = "t")
    {
        ISink sink = Open(address).OpenSink(spec ?? new SinkSpec())!;
        return await sink.PlanAsync(new SinkRequest { Name = new TableName(null, name), Schema = schema, Write = write, PartitionColumns = [.. partitions ?? []], Parallelism = 2 }, default);
    }

    /// <summary>Begins a write; the test commits, abandons or kills it.</summary>
    public async Task<OpenWrite> BeginAsync(
        string address, TableSchema schema, WriteMode write = WriteMode.Append, string[]? partitions = null, SinkSpec? spec = null, string? runId = null)
    {
        var pool = new BufferPool();
        ISink sink = Open(address).OpenSink(spec ?? new SinkSpec())!;
        SinkTable table = await sink.PlanAsync(
            new SinkRequest { Name = new TableName(null, "t"), Schema = schema, Write = write, PartitionColumns = [.. partitions ?? []], Parallelism = 2 }, default);
        var context = new RunContext { RunId = runId ?? $"run{++_runs}", Pool = pool, Parallelism = 2 };
        ISinkRun run = await sink.OpenRunAsync([table], context, default);
        await run.BeginAsync(default);
        return new OpenWrite(run, table, pool);
    }

    /// <summary>Writes rows with two workers and commits them, twice: the second time must change nothing.</summary>
    public async Task<IReadOnlyList<Committable>> WriteAllAsync(
        string address, TableSchema schema, object?[][] rows, WriteMode write = WriteMode.Append, string[]? partitions = null, SinkSpec? spec = null)
    {
        await using OpenWrite open = await BeginAsync(address, schema, write, partitions, spec);
        IReadOnlyList<Committable> prepared = await open.PrepareAsync(rows);
        await open.Run.CommitAsync(prepared, default);
        await open.Run.CommitAsync(prepared, default);
        await open.Run.FinishAsync(default);
        return prepared;
    }

    public static SourceSpec Spec(params (string Name, object Value)[] options) => new() { Options = FormatKit.Options(options) };
}

/// <summary>A write that is going on.</summary>
internal sealed class OpenWrite(ISinkRun run, SinkTable table, BufferPool pool) : IAsyncDisposable
{
    public ISinkRun Run => run;

    public SinkTable Table => table;

    /// <summary>Writes rows with two workers, half each, and prepares them.</summary>
    public async Task<IReadOnlyList<Committable>> PrepareAsync(object?[][] rows)
    {
        List<Committable> prepared = [];
        foreach (object?[][] half in rows.Length == 0 ? [] : rows.Chunk((rows.Length + 1) / 2))
        {
            await using ISinkWriter writer = run.CreateWriter(new DirtyList());
            using RecordBatch batch = FormatKit.Batch(table.Schema, half, pool);
            await writer.WriteAsync(table, new Rows(table.Name, batch), default);
            prepared.AddRange(await writer.PrepareAsync(1, default));
        }

        return prepared;
    }

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        Assert.Equal(0, pool.RentedBytes);
        pool.Dispose();
    }
}
