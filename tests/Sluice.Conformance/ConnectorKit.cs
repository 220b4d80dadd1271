using Sluice.Connectors.Sinks;
using Sluice.Types;
using Xunit;

namespace Sluice.Conformance;

/// <summary>The facts that every connector which can be written and read back is held to. Derive it; a fixture and nothing else.</summary>
public abstract class ConnectorKit
{
    /// <summary>Hostile names for tables and columns.</summary>
    private static readonly string[] s_hostileNames =
    [
        "plain", "Select", "order", "with space", "weird \"name\"", "it's", "a.b", "ünï", "数据表", "😀", "semi;colon", "back`tick", "dash-ed", "per%cent", "$dollar", "under_score", "comma,name", "x\\y",
    ];

    /// <summary>The types of the kit by their text, one case each.</summary>
    public static TheoryData<string> Types() => [.. KitTypes.All.Select(t => t.Type.ToString())];

    /// <summary>
    /// Types that come back as another one, by their text, with the type that comes back: what the format or system cannot tell apart. The values
    /// must still be the same: a number the same number, a moment the same moment, a text the same text.
    /// </summary>
    protected virtual IReadOnlyDictionary<string, string> TypesReadAs => new Dictionary<string, string>();

    /// <summary>Types that planning refuses by name, with the reason: the only ones that may be.</summary>
    protected virtual IReadOnlyDictionary<string, string> RefusedTypes => new Dictionary<string, string>();

    /// <summary>Hostile names that planning or naming refuses, with the reason (a file system's own rules).</summary>
    protected virtual IReadOnlyDictionary<string, string> RefusedNames => new Dictionary<string, string>();

    /// <summary>Bytes of the huge row's text.</summary>
    protected virtual int HugeRowBytes => 4 << 20;

    /// <summary>Columns of the wide table.</summary>
    protected virtual int WideColumns => 1_600;

    /// <summary>A value that the sink refuses when it comes; null says that it can refuse none: what it was planned for, it takes.</summary>
    protected abstract KitBadValue? BadValue { get; }

    /// <summary>A fresh, empty place.</summary>
    protected abstract ValueTask<KitPlace> NewPlaceAsync();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_type_comes_back_with_its_boundary_values_and_NULL_or_is_refused_by_name(string type)
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        (LogicalType logical, object[] values) = KitTypes.Find(type);
        KitTable written = KitTable.OfType(logical, values);
        if (RefusedTypes.ContainsKey(type))
        {
            SluiceException refusal = await Assert.ThrowsAsync<SluiceException>(() => run.PlanWriteAsync("t", written.Schema));
            Assert.Contains("value", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(Fault.Job, refusal.Code.Fault);
            return;
        }

        await run.WriteAsync("t", written);
        KitTable read = (await run.ReadAsync("t"))!;

        Assert.Empty(run.DirtyRows.Rows);
        Assert.Equal(TypesReadAs.GetValueOrDefault(type, type), read.Schema.Columns[1].Type.Nullable().ToString());
        Assert.Equal(written.Fingerprint(), read.Fingerprint());
    }

    [Fact]
    public async Task An_empty_table_is_there_with_its_schema()
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        KitTable empty = KitTable.Plain(0);

        await run.WriteAsync("t", empty);
        KitTable? read = await run.ReadAsync("t");

        Assert.NotNull(read);
        Assert.Equal(["id", "name"], read.Schema.Columns.Select(c => c.Name));
        Assert.Empty(read.Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_500)]
    public async Task Rows_come_back_once_each(int count)
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        KitTable written = KitTable.Plain(count);

        (_, IReadOnlyList<Committable> prepared) = await run.WriteAsync("t", written);
        KitTable read = (await run.ReadAsync("t"))!;

        Assert.Equal(count, prepared.Sum(p => p.RowCount));
        Assert.Equal(written.Fingerprint(), read.Fingerprint());
    }

    [Fact]
    public async Task Several_writers_and_readers_give_the_same_rows()
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        KitTable written = KitTable.Plain(20_000);

        await run.WriteAsync("t", written, writers: 4);
        KitTable read = (await run.ReadAsync("t", readers: 4))!;

        Assert.Equal(written.Fingerprint(), read.Fingerprint());
    }

    [Fact]
    public async Task A_huge_row_comes_back()
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        KitTable plain = KitTable.Plain(3);
        KitTable written = plain with { Rows = [plain.Rows[0], [1L, new string('数', HugeRowBytes / 3)], plain.Rows[2]] };

        await run.WriteAsync("t", written);
        KitTable read = (await run.ReadAsync("t"))!;

        Assert.True(written.Fingerprint().SequenceEqual(read.Fingerprint()), "the huge row is not the same");
    }

    [Fact]
    public async Task A_wide_table_comes_back()
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        var schema = new TableSchema([.. Enumerable.Range(0, WideColumns).Select(i => new Column($"c{i}", LogicalType.BigInt))]);
        var written = new KitTable(schema, [.. Enumerable.Range(0, 5).Select(r => Enumerable.Range(0, WideColumns).Select(c => (c + r) % 9 == 0 ? (object?)null : (long)(c * r)).ToArray())]);

        await run.WriteAsync("t", written);
        KitTable read = (await run.ReadAsync("t"))!;

        Assert.Equal(written.Fingerprint(), read.Fingerprint());
    }

    [Fact]
    public async Task Hostile_names_of_columns_and_tables_are_kept()
    {
        await using KitPlace place = await NewPlaceAsync();
        var schema = new TableSchema([new Column("id", LogicalType.BigInt.NotNull()), .. s_hostileNames.Where(n => !RefusedNames.ContainsKey("column " + n)).Select(n => new Column(n, LogicalType.String))]);
        foreach (string name in s_hostileNames.Where(n => !RefusedNames.ContainsKey("table " + n)))
        {
            await using var run = new KitRun(place);
            var written = new KitTable(schema, [[1L, .. schema.Columns.Skip(1).Select(c => (object?)c.Name)]]);

            await run.WriteAsync(name, written);
            KitTable read = (await run.ReadAsync(name))!;

            Assert.Equal(schema.Columns.Select(c => c.Name), read.Schema.Columns.Select(c => c.Name));
            Assert.Equal(written.Fingerprint(), read.Fingerprint());
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_500)]
    [InlineData(1_999)]
    [InlineData(1_000, 1_001, 1_500, 1_998, 1_999)]
    public async Task A_bad_row_at_the_first_a_middle_and_the_last_position_of_a_batch_costs_only_itself(params int[] bad)
    {
        if (BadValue is not { } value)
            return;
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        KitTable written = value.Rows(2_500, bad);

        (_, IReadOnlyList<Committable> prepared) = await run.WriteAsync("t", written, batchRows: 1_000);
        KitTable read = (await run.ReadAsync("t"))!;

        KitTable good = written with { Rows = [.. written.Rows.Where((_, i) => !bad.Contains(i))] };
        Assert.Equal(good.Fingerprint(), read.Fingerprint());
        Assert.Equal(good.Rows.Count, prepared.Sum(p => p.RowCount));
        Assert.Equal(bad.Length, run.DirtyRows.Rows.Count);
        Assert.All(run.DirtyRows.Rows, row => Assert.Equal(("write", "value", false), (row.Stage, row.Column, string.IsNullOrEmpty(row.Reason))));
    }

    [Fact]
    public async Task A_batch_is_bounded_in_bytes_and_rows()
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        KitTable plain = KitTable.Plain(2_000);
        KitTable written = plain with { Rows = [.. plain.Rows.Select(r => new object?[] { r[0], new string('x', 2_000) })] };
        await run.WriteAsync("t", written);
        var sizes = new List<(int Rows, long Bytes)>();

        await run.ReadAsync("t", batchRows: 300, batchBytes: 100_000, onRows: r => sizes.Add((r.Batch.Length, r.Batch.Length * 2_000L)));

        Assert.All(sizes, s => Assert.InRange(s.Rows, 1, 300));
        Assert.All(sizes, s => Assert.True(s.Bytes <= 2 * 100_000 + 2_000, $"a batch of {s.Bytes} bytes where 100,000 were asked for"));
    }
}
