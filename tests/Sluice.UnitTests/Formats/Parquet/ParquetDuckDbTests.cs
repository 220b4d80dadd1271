using System.Data;
using System.Globalization;
using DuckDB.NET.Data;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Parquet;

/// <summary>An independent reader and writer on the other side.</summary>
public sealed class ParquetDuckDbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-parquet-").FullName;
    private readonly DuckDBConnection _duck = new("Data Source=:memory:");

    public ParquetDuckDbTests()
    {
        _duck.Open();
        Run("SET TimeZone = 'UTC'");
    }

    public void Dispose()
    {
        _duck.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task DuckDb_sees_real_types_column_by_column()
    {
        (string Name, LogicalType Type, string? Tag, object Value, string DuckType, string DuckText)[] cases =
        [
            ("boolean", LogicalType.Boolean, null, true, "BOOLEAN", "true"),
            ("tinyint", LogicalType.TinyInt, null, (sbyte)-128, "TINYINT", "-128"),
            ("smallint", LogicalType.SmallInt, null, (short)-32768, "SMALLINT", "-32768"),
            ("int", LogicalType.Int, null, int.MinValue, "INTEGER", "-2147483648"),
            ("bigint", LogicalType.BigInt, null, long.MinValue, "BIGINT", "-9223372036854775808"),
            ("float", LogicalType.Float, null, 1.5f, "FLOAT", "1.5"),
            ("double", LogicalType.Double, null, 0.1, "DOUBLE", "0.1"),
            ("decimal_9", LogicalType.Decimal(9, 2), null, (Int128)(-12345), "DECIMAL(9,2)", "-123.45"),
            ("decimal_15", LogicalType.Decimal(15, 2), null, (Int128)1, "DECIMAL(15,2)", "0.01"),
            ("decimal_38", LogicalType.Decimal(38, 10), null, Int128.Parse("-12345678901234567890123456789012345678", CultureInfo.InvariantCulture), "DECIMAL(38,10)", "-1234567890123456789012345678.9012345678"),
            ("char", LogicalType.Char(4), null, "a   ", "VARCHAR", "a   "),
            ("varchar", LogicalType.VarChar(9), null, "中文😀", "VARCHAR", "中文😀"),
            ("string", LogicalType.String, null, "", "VARCHAR", ""),
            ("bytes", LogicalType.Bytes, null, new byte[] { 0, 255 }, "BLOB", "\\x00\\xFF"),
            ("date", LogicalType.Date, null, -719_162, "DATE", "0001-01-01"),
            ("time", LogicalType.Time(6), null, 86_399_999_999L, "TIME", "23:59:59.999999"),
            ("timestamp", LogicalType.Timestamp(6), null, Timestamp.FromMicros(-1), "TIMESTAMP", "1969-12-31 23:59:59.999999"),
            ("timestamp_nanos", LogicalType.Timestamp(9), null, new Timestamp(0, 1), "TIMESTAMP_NS", "1970-01-01 00:00:00.000000001"),
            ("instant", LogicalType.TimestampLtz(6), null, Timestamp.FromMicros(1_700_000_000_123_456), "TIMESTAMP WITH TIME ZONE", "2023-11-14 22:13:20.123456+00"),
            ("json", LogicalType.String, Tags.Json, "{\"a\":1.10}", "JSON", "{\"a\":1.10}"),
            ("uuid", LogicalType.Char(36), Tags.Uuid, "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "VARCHAR", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
            ("list", LogicalType.Array(LogicalType.Int), null, new object?[] { 1, null }, "INTEGER[]", "[1, NULL]"),
            ("row", LogicalType.Row([new RowField("x", LogicalType.Int), new RowField("y", LogicalType.String)]), null, new object?[] { 1, "z" }, "STRUCT(x INTEGER, y VARCHAR)", "{'x': 1, 'y': z}"),
            ("map", LogicalType.Map(LogicalType.String, LogicalType.BigInt), null, new KeyValuePair<object, object?>[] { new("k", 7L) }, "MAP(VARCHAR, BIGINT)", "{k=7}"),
        ];
        using var harness = new ParquetHarness();
        var schema = new TableSchema([.. cases.Select(c => new Sluice.Types.Column(c.Name, c.Type) { Tag = c.Tag })]);
        object?[] values = [.. cases.Select(c => c.Value)];

        (MemoryFile file, _) = await harness.WriteAsync(schema, [values, new object?[cases.Length]]);
        string path = Save(file);

        List<string?[]> types = Query($"DESCRIBE SELECT * FROM '{path}'");
        Assert.Equal(cases.Select(c => $"{c.Name} {c.DuckType}"), types.Select(t => $"{t[0]} {t[1]}"));
        string columns = string.Join(", ", cases.Select(c => $"\"{c.Name}\"::VARCHAR"));
        List<string?[]> rows = Query($"SELECT {columns} FROM '{path}'");
        Assert.Equal(cases.Select(c => $"{c.Name} {c.DuckText}"), cases.Select((c, i) => $"{c.Name} {rows[0][i]}"));
        Assert.All(rows[1], Assert.Null);
    }

    [Fact]
    public async Task Not_null_columns_are_required_and_statistics_are_there()
    {
        using var harness = new ParquetHarness();
        TableSchema schema = ParquetHarness.Schema(
            ("id", LogicalType.BigInt.NotNull()), ("price", LogicalType.Decimal(15, 2)), ("name", LogicalType.String), ("d", LogicalType.Double));
        List<object?[]> rows = [];
        for (long i = 0; i < 5000; i++)
            rows.Add([i, i % 2 == 0 ? null : (Int128)(i * 100), "name " + (i % 3), i == 7 ? double.NaN : -i]);

        (MemoryFile file, _) = await harness.WriteAsync(schema, rows);
        string path = Save(file);

        Assert.Equal(
            ["id INT64 REQUIRED", "price INT64 OPTIONAL", "name BYTE_ARRAY OPTIONAL", "d DOUBLE OPTIONAL"],
            Query($"SELECT name, type, repetition_type FROM parquet_schema('{path}') WHERE type IS NOT NULL").Select(r => string.Join(' ', r)));
        Assert.Equal(
            ["id 0 4999 0", "price 1.00 4999.00 2500", "name name 0 name 2 0", "d -4999.0 -0.0 0"],
            Query($"SELECT path_in_schema, stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata('{path}')")
                .Select(r => string.Join(' ', r).Replace("d -4999.0 0.0", "d -4999.0 -0.0", StringComparison.Ordinal)));
        Assert.Equal("12497500 2500 1667", string.Join(' ', Query($"SELECT sum(id), count(price), count(*) FILTER (name = 'name 1') FROM '{path}'")[0]));
    }

    [Fact]
    public async Task What_DuckDb_writes_is_read_as_plain_types()
    {
        string path = Path.Combine(_folder, "foreign.parquet");
        Run($"""
            COPY (SELECT * FROM (VALUES
                (true, 1::UTINYINT, 65535::USMALLINT, 4294967295::UINTEGER, 18446744073709551615::UBIGINT, -1::HUGEINT::DECIMAL(38,0), 1.5::FLOAT,
                 'text', '\x00\xFF'::BLOB, DATE '2024-02-29', TIME '23:59:59.5', TIMESTAMP_MS '1969-12-31 23:59:59.999', TIMESTAMP '2024-01-01 00:00:00.000001',
                 TIMESTAMP_NS '2024-01-01 00:00:00.000000001', TIMESTAMPTZ '2024-01-01 00:00:00+01', uuid '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
                 [1, NULL], map(['a'], [1]), struct_pack(x := 1, y := [DATE '1970-01-02'])),
                (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
              t(b, u8, u16, u32, u64, h, f, s, y, d, t, tms, tus, tns, tz, u, l, m, r))
            TO '{path}' (FORMAT parquet)
            """);
        using var harness = new ParquetHarness();
        var file = new MemoryFile(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        TableSchema schema = (await harness.DescribeAsync(file)).Schema;
        List<object?[]> rows = await harness.ReadAsync(file, schema);

        Assert.Equal(
            [
                "b BOOLEAN", "u8 SMALLINT", "u16 INT", "u32 BIGINT", "u64 DECIMAL(20, 0)", "h DECIMAL(38, 0)", "f FLOAT", "s STRING", "y BYTES", "d DATE",
                "t TIME(6)", "tms TIMESTAMP(3)", "tus TIMESTAMP(6)", "tns TIMESTAMP(9)", "tz TIMESTAMP_LTZ(6)", "u CHAR(36) [uuid]", "l ARRAY<INT>",
                "m MAP<STRING NOT NULL, INT>", "r ROW<`x` INT, `y` ARRAY<DATE>>",
            ],
            schema.Columns.Select(c => c.ToString()));
        object?[] expected =
        [
            true, (short)1, 65535, 4294967295L, (Int128)ulong.MaxValue, (Int128)(-1), 1.5f, "text", new byte[] { 0, 255 }, 19782, 86_399_500_000L,
            Timestamp.FromMicros(-1000), Timestamp.FromMicros(1_704_067_200_000_001), new Timestamp(1_704_067_200, 1), Timestamp.FromMicros(1_704_063_600_000_000),
            "6f9619ff-8b86-d011-b42d-00cf4fc964ff", new object?[] { 1, null }, new KeyValuePair<object, object?>[] { new("a", 1) },
            new object?[] { 1, new object?[] { 1 } },
        ];
        ParquetRoundTripTests.Equal([expected, new object?[expected.Length]], rows);
    }

    [Theory]
    [InlineData("INTERVAL '1 year 2 days'")]
    [InlineData("[INTERVAL '1 year 2 days']")]
    public async Task An_interval_is_refused_by_name_and_not_read_as_its_bytes(string value)
    {
        string path = Path.Combine(_folder, "interval.parquet");
        Run($"COPY (SELECT 1 AS id, {value} AS i) TO '{path}' (FORMAT parquet)");
        using var harness = new ParquetHarness();
        var file = new MemoryFile(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        SluiceException error = await Assert.ThrowsAsync<SluiceException>(async () => await harness.DescribeAsync(file));

        Assert.Equal("parquet.unsupported_type: column 'i' has the type INTERVAL, which cannot be read\n  at memory.parquet\n  fix: name it in the source's skip_columns: [i]", error.Message);
    }

    [Fact]
    public async Task Long_texts_behind_a_small_dictionary_do_not_make_a_huge_batch()
    {
        string path = Path.Combine(_folder, "repeated.parquet");
        Run($"COPY (SELECT repeat('x', 500000) AS big, i FROM range(1000) t(i)) TO '{path}' (FORMAT parquet, COMPRESSION zstd)");
        using var harness = new ParquetHarness();
        var file = new MemoryFile(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        TableSchema schema = (await harness.DescribeAsync(file)).Schema;

        IReadOnlyList<int> rows = await harness.BatchRowsAsync(file, schema);

        Assert.True(file.Length < 100_000, $"{file.Length} bytes");
        Assert.Equal(1000, rows.Sum());
        Assert.All(rows, count => Assert.InRange(count, 1, 8));
    }

    private string Save(MemoryFile file)
    {
        string path = Path.Combine(_folder, "t.parquet");
        File.WriteAllBytes(path, file.ToArray());
        return path;
    }

    private void Run(string sql)
    {
        using DuckDBCommand command = _duck.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<string?[]> Query(string sql)
    {
        using DuckDBCommand command = _duck.CreateCommand();
        command.CommandText = sql;
        using IDataReader reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        return rows;
    }
}
