using System.Collections.Immutable;
using System.Text;
using Sluice.Connectors.Files;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Parquet;

public sealed class ParquetRoundTripTests
{
    private static readonly (LogicalType Type, object[] Values)[] s_boundaries =
    [
        (LogicalType.Boolean, [true, false]),
        (LogicalType.TinyInt, [sbyte.MinValue, (sbyte)-1, (sbyte)0, sbyte.MaxValue]),
        (LogicalType.SmallInt, [short.MinValue, (short)0, short.MaxValue]),
        (LogicalType.Int, [int.MinValue, -1, 0, 1, int.MaxValue]),
        (LogicalType.BigInt, [long.MinValue, -1L, 0L, 1L, long.MaxValue]),
        (LogicalType.Float, [float.MinValue, -0f, 0f, float.Epsilon, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity]),
        (LogicalType.Double, [double.MinValue, -0d, 0d, double.Epsilon, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity]),
        (LogicalType.Decimal(9, 2), [(Int128)(-999_999_999), (Int128)0, (Int128)999_999_999]),
        (LogicalType.Decimal(1, 1), [(Int128)(-9), (Int128)9]),
        (LogicalType.Decimal(18, 0), [(Int128)(-999_999_999_999_999_999), (Int128)1, (Int128)999_999_999_999_999_999]),
        (LogicalType.Decimal(19, 4), [Int128.Parse("-9999999999999999999", null), (Int128)(-1), Int128.Parse("9999999999999999999", null)]),
        (LogicalType.Decimal(38, 38), [-Int128.Parse(new string('9', 38), null), (Int128)0, Int128.Parse(new string('9', 38), null)]),
        (LogicalType.Char(3), ["a  ", "   ", "中文😀"]),
        (LogicalType.VarChar(10), ["", "x", "0123456789"]),
        (LogicalType.String, ["", " ", "NULL", "line\nbreak\0zero", "ünï 中 😀", new string('x', 1 << 20)]),
        (LogicalType.Binary(2), [new byte[] { 0, 255 }]),
        (LogicalType.VarBinary(5), [Array.Empty<byte>(), new byte[] { 1, 2, 3, 4, 5 }]),
        (LogicalType.Bytes, [Array.Empty<byte>(), new byte[] { 0 }, Enumerable.Range(0, 1 << 20).Select(i => (byte)i).ToArray()]),
        (LogicalType.Date, [-719_162, -1, 0, 2_932_896, int.MinValue, int.MaxValue]),
        (LogicalType.Time(0), [0L, 86_399_000_000L]),
        (LogicalType.Time(6), [0L, 86_399_999_999L]),
        (LogicalType.Time(9), [0L, 86_399_999_999_999L]),
        (LogicalType.Timestamp(0), [Timestamp.FromMicros(-62_135_596_800_000_000), Timestamp.FromMicros(0), Timestamp.FromMicros(253_402_300_799_000_000)]),
        (LogicalType.Timestamp(6), [Timestamp.FromMicros(long.MinValue), Timestamp.FromMicros(-1), Timestamp.FromMicros(long.MaxValue)]),
        (LogicalType.Timestamp(9), [new Timestamp(-9_223_372_037, 145_224_192), new Timestamp(-1, 999_999_999), new Timestamp(9_223_372_036, 854_775_807)]),
        (LogicalType.TimestampLtz(3), [Timestamp.FromMicros(-1_000), Timestamp.FromMicros(1_700_000_000_123_000)]),
        (LogicalType.TimestampLtz(7), [new Timestamp(0, 100), new Timestamp(1_700_000_000, 999_999_900)]),
        (LogicalType.IntervalMonths, [int.MinValue, -1, int.MaxValue]),
        (LogicalType.IntervalMillis, [long.MinValue, 0L, long.MaxValue]),
        (LogicalType.Array(LogicalType.Int), [Array.Empty<object?>(), new object?[] { 1, null, 3 }, new object?[] { null }]),
        (LogicalType.Array(LogicalType.Array(LogicalType.String.NotNull())),
            [Array.Empty<object?>(), new object?[] { null, Array.Empty<object?>(), new object?[] { "", "b" } }]),
        (LogicalType.Row([new RowField("a", LogicalType.Decimal(5, 2)), new RowField("b.c", LogicalType.Array(LogicalType.Date))]),
            [new object?[] { null, null }, new object?[] { (Int128)12345, new object?[] { 1, 2 } }]),
        (LogicalType.Map(LogicalType.String, LogicalType.Row([new RowField("x", LogicalType.Timestamp(9))])),
            [
                Array.Empty<KeyValuePair<object, object?>>(),
                new KeyValuePair<object, object?>[] { new("k", new object?[] { new Timestamp(1, 2) }), new("", null) },
            ]),
    ];

    [Theory]
    [InlineData("snappy")]
    [InlineData("zstd")]
    [InlineData("none")]
    public async Task Every_type_comes_back_with_its_boundary_values_and_nulls(string compression)
    {
        using var harness = new ParquetHarness { Options = ImmutableDictionary<string, object>.Empty.Add("compression", compression) };
        TableSchema schema = new([.. s_boundaries.Select((b, i) => new Column($"c{i}", b.Type))]);
        int most = s_boundaries.Max(b => b.Values.Length);
        List<object?[]> rows = [];
        for (int i = 0; i <= most; i++)
            rows.Add([.. s_boundaries.Select(b => i < b.Values.Length ? b.Values[i] : null)]);

        (MemoryFile file, FileSummary summary) = await harness.WriteAsync(schema, rows);

        FormatSchema described = await harness.DescribeAsync(file);
        Assert.Equal(schema.Columns, described.Schema.Columns);
        Assert.Equal(rows.Count, described.EstimatedRows);
        Assert.Equal(new FileSummary(rows.Count, file.Length), summary);
        Equal(rows, await harness.ReadAsync(file, schema));
        Assert.Empty(harness.DirtyRows);
    }

    [Fact]
    public async Task A_row_group_without_a_value_comes_back_before_one_with_values_and_alone()
    {
        using var harness = new ParquetHarness();
        TableSchema schema = new([.. s_boundaries.Select((b, i) => new Column($"c{i}", b.Type))]);
        List<object?[]> nulls = [.. Enumerable.Range(0, 1000).Select(_ => new object?[s_boundaries.Length])];
        List<object?[]> rows = [.. Enumerable.Range(0, 25_000).Select(_ => new object?[s_boundaries.Length]), [.. s_boundaries.Select(b => (object?)b.Values[0])]];

        (MemoryFile alone, _) = await harness.WriteAsync(schema, nulls);
        (MemoryFile before, _) = await harness.WriteAsync(schema, rows);

        Equal(nulls, await harness.ReadAsync(alone, schema));
        Equal(rows, await harness.ReadAsync(before, schema));
    }

    [Fact]
    public async Task Every_type_comes_back_when_it_is_not_null()
    {
        using var harness = new ParquetHarness();
        foreach ((LogicalType type, object[] values) in s_boundaries)
        {
            TableSchema schema = ParquetHarness.Schema(("c", type.NotNull()));
            List<object?[]> rows = [.. values.Select(v => new object?[] { v })];

            (MemoryFile file, _) = await harness.WriteAsync(schema, rows);

            Assert.Equal(schema.Columns, (await harness.DescribeAsync(file)).Schema.Columns);
            Equal(rows, await harness.ReadAsync(file, schema));
        }
    }

    [Fact]
    public async Task Many_rows_of_many_shapes_come_back_through_pages_dictionaries_and_row_groups()
    {
        using var harness = new ParquetHarness { MemoryBytes = 1 << 20, BatchRows = 3001 };
        TableSchema schema = ParquetHarness.Schema(
            ("unique", LogicalType.BigInt),
            ("few", LogicalType.String),
            ("runs", LogicalType.Int),
            ("far", LogicalType.BigInt),
            ("texts", LogicalType.String),
            ("sparse", LogicalType.Double),
            ("list", LogicalType.Array(LogicalType.Int)));
        var random = new Random(7);
        List<object?[]> rows = [];
        for (int i = 0; i < 100_000; i++)
        {
            rows.Add(
            [
                i % 17 == 0 ? null : (long)i,
                i % 5 == 0 ? null : "value " + random.Next(40),
                i / 1000,
                random.Next(300) * 1_000_000_007L,
                new string((char)('a' + random.Next(26)), random.Next(30)) + i,
                i % 100 == 0 ? random.NextDouble() : null,
                Enumerable.Range(0, random.Next(4)).Select(n => (object?)(n == 2 ? null : n + i)).ToArray(),
            ]);
        }

        (MemoryFile file, _) = await harness.WriteAsync(schema, rows);

        List<FilePart> parts = await harness.SplitAsync(file);
        Assert.Equal(0, parts[0].Start);
        Equal(rows, await harness.ReadAsync(file, schema));
        Equal(rows, await harness.ReadAsync(file, schema, only: new FilePart(0, long.MaxValue, 0)));
    }

    [Fact]
    public async Task Hundreds_of_columns_come_back()
    {
        using var harness = new ParquetHarness { MemoryBytes = 8 << 20, BatchRows = 100 };
        TableSchema schema = new([.. Enumerable.Range(0, 1600).Select(i => new Column($"c{i}", i % 2 == 0 ? LogicalType.Int : LogicalType.String))]);
        List<object?[]> rows = [];
        for (int row = 0; row < 300; row++)
            rows.Add([.. Enumerable.Range(0, 1600).Select(i => (i + row) % 7 == 0 ? null : i % 2 == 0 ? (object)(i * row) : $"{i}-{row}")]);

        (MemoryFile file, _) = await harness.WriteAsync(schema, rows);

        Equal(rows, await harness.ReadAsync(file, schema));
    }

    [Fact]
    public async Task An_empty_table_is_a_valid_file_with_its_schema()
    {
        using var harness = new ParquetHarness();
        TableSchema schema = ParquetHarness.Schema(("id", LogicalType.BigInt.NotNull()), ("t", LogicalType.VarChar(7)));

        (MemoryFile file, FileSummary summary) = await harness.WriteAsync(schema, []);

        Assert.Equal(0, summary.RowCount);
        FormatSchema described = await harness.DescribeAsync(file);
        Assert.Equal(schema.Columns, described.Schema.Columns);
        Assert.Equal(0, described.EstimatedRows);
        Assert.Empty(await harness.ReadAsync(file, schema));
    }

    [Fact]
    public async Task Tags_native_types_comments_lengths_and_the_key_come_back()
    {
        using var harness = new ParquetHarness();
        var schema = new TableSchema(
        [
            new Column("id", LogicalType.Char(36).NotNull()) { Tag = Tags.Uuid, NativeType = "uuid" },
            new Column("doc", LogicalType.String) { Tag = Tags.Json, NativeType = "jsonb", Comment = "\"quoted\" 中" },
            new Column("addr", LogicalType.String) { Tag = "postgres.inet", NativeType = "inet" },
            new Column("n", LogicalType.VarChar(12)) { NativeType = "character varying(12)" },
            new Column("x", LogicalType.String) { Tag = Tags.Xml },
            new Column("e", LogicalType.String) { Tag = Tags.Enum, NativeType = "mood" },
        ]) { PrimaryKey = ["id"] };
        object?[] row = ["6f9619ff-8b86-d011-b42d-00cf4fc964ff", "{\"a\":1.10}", "10.0.0.1/8", "x", "<a/>", "happy"];

        (MemoryFile file, _) = await harness.WriteAsync(schema, [row]);

        TableSchema described = (await harness.DescribeAsync(file)).Schema;
        Assert.Equal(schema.Columns, described.Columns);
        Assert.Equal(schema.PrimaryKey, described.PrimaryKey);
        Equal([row], await harness.ReadAsync(file, described));
    }

    [Fact]
    public async Task Hostile_names_come_back()
    {
        using var harness = new ParquetHarness();
        string[] names = ["weird \"name\"", "a.b", "a.b.c", "Select", "ünï", "中文", "😀", " ", "'", "`", "a\nb", "\\", "x[0]", "list", "element", "schema"];
        TableSchema schema = new([.. names.Select(n => new Column(n, LogicalType.Int))]);
        object?[] row = [.. Enumerable.Range(0, names.Length).Select(i => (object)i)];

        (MemoryFile file, _) = await harness.WriteAsync(schema, [row]);

        Assert.Equal(names, (await harness.DescribeAsync(file)).Schema.Columns.Select(c => c.Name));
        Equal([row], await harness.ReadAsync(file, schema));
        TableSchema some = new([schema.Columns[6], schema.Columns[1]]);
        Equal([[6, 1]], await harness.ReadAsync(file, schema, some));
    }

    internal static void Equal(IReadOnlyList<object?[]> expected, IReadOnlyList<object?[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            if (!Same(expected[i], actual[i]))
                Assert.Equal($"row {i}: {Text(expected[i])}", $"row {i}: {Text(actual[i])}");
        }
    }

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (object?[] a, object?[] b) => a.Length == b.Length && a.Zip(b).All(p => Same(p.First, p.Second)),
        (KeyValuePair<object, object?>[] a, KeyValuePair<object, object?>[] b) =>
            a.Length == b.Length && a.Zip(b).All(p => Same(p.First.Key, p.Second.Key) && Same(p.First.Value, p.Second.Value)),
        _ => left?.Equals(right) == true,
    };

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 32))),
        string text => text.Length > 60 ? text[..60] : text,
        KeyValuePair<object, object?>[] pairs => new StringBuilder("{").AppendJoin(", ", pairs.Select(p => Text(p.Key) + "=" + Text(p.Value))).Append('}').ToString(),
        object?[] values => "[" + string.Join(", ", values.Select(Text)) + "]",
        _ => FormattableString.Invariant($"{value.GetType().Name} {value}"),
    };
}
