using Apache.Arrow;
using Sluice.Connectors.Files;
using Sluice.Connectors.Runs;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Parquet;

public sealed class ParquetFaultTests
{
    private static readonly TableSchema s_schema = ParquetHarness.Schema(("id", LogicalType.BigInt), ("t", LogicalType.String));

    [Fact]
    public async Task A_truncated_file_is_named_as_such()
    {
        using var harness = new ParquetHarness();
        byte[] whole = (await WriteSampleAsync(harness)).ToArray();

        await FailsAsync(
            harness,
            whole[..(whole.Length / 2)],
            $"parquet.bad_file: the file is truncated: it begins as Parquet, but its {whole.Length / 2} bytes do not end with a footer\n  at memory.parquet\n  fix: write the file again, or leave it out");
    }

    [Fact]
    public async Task What_is_not_parquet_is_named_as_such()
    {
        using var harness = new ParquetHarness();

        await FailsAsync(harness, "id,name\n1,x\n"u8.ToArray(), "parquet.bad_file: the file is not Parquet: it does not begin with PAR1\n  at memory.parquet\n  fix: write the file again, or leave it out");
        await FailsAsync(harness, [], "parquet.bad_file: the file is not Parquet: it does not begin with PAR1\n  at memory.parquet\n  fix: write the file again, or leave it out");
        await FailsAsync(harness, "PARE12345678PARE"u8.ToArray(), "parquet.bad_file: the file is encrypted, which is not supported\n  at memory.parquet\n  fix: write the file again, or leave it out");
    }

    [Fact]
    public async Task A_damaged_file_is_an_error_and_never_a_crash()
    {
        using var harness = new ParquetHarness();
        byte[] whole = (await WriteSampleAsync(harness)).ToArray();
        var random = new Random(11);
        int failures = 0;
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = [.. whole];
            for (int n = 0; n < 3; n++)
                bytes[random.Next(4, bytes.Length - 8)] ^= (byte)(1 << random.Next(8));
            try
            {
                await harness.ReadAsync(new MemoryFile(bytes), s_schema);
            }
            catch (SluiceException error)
            {
                Assert.StartsWith("parquet.", error.Code.Name, StringComparison.Ordinal);
                Assert.Contains("memory.parquet", error.Message, StringComparison.Ordinal);
                failures++;
            }
        }

        Assert.True(failures > 50, $"{failures} of 200 damaged files failed");
    }

    [Fact]
    public async Task A_row_that_the_file_cannot_carry_is_dirty_and_its_neighbours_are_written()
    {
        using var harness = new ParquetHarness();
        TableSchema schema = ParquetHarness.Schema(
            ("id", LogicalType.Int), ("ts", LogicalType.Timestamp(9)), ("n", LogicalType.Decimal(4, 2)), ("m", LogicalType.Array(LogicalType.Int.NotNull())));
        object?[][] rows =
        [
            [1, new Timestamp(0, 1), (Int128)9999, new object?[] { 1 }],
            [2, new Timestamp(9_223_372_036, 854_775_808), (Int128)10000, null],
            [3, null, null, null],
            [4, null, (Int128)(-10000), null],
            [5, null, null, new object?[] { 1, null }],
            [6, new Timestamp(-9_223_372_037, 145_224_191), null, null],
            [7, null, (Int128)(-9999), null],
        ];

        (MemoryFile file, FileSummary summary) = await harness.WriteAsync(schema, rows);

        Assert.Equal(3, summary.RowCount);
        ParquetRoundTripTests.Equal([rows[0], rows[2], rows[6]], await harness.ReadAsync(file, schema));
        Assert.Equal(
            [
                "parquet.value_out_of_range ts: column 'ts' is 2262-04-11 23:47:16.854775808: Parquet holds TIMESTAMP(9) in nanoseconds, from 1677 to 2262 only",
                "parquet.value_out_of_range ts: column 'ts' is 1677-09-21 00:12:43.145224191: Parquet holds TIMESTAMP(9) in nanoseconds, from 1677 to 2262 only",
                "parquet.value_out_of_range n: column 'n' is -100.00, which has more digits than DECIMAL(4, 2)",
                "parquet.null_in_required m: column 'm' is NULL, which its type does not allow",
            ],
            harness.DirtyRows.Select(d => $"{d.Code} {d.Column}: {d.Reason}"));
        Assert.Equal("id=4 ts= n=-100.00 m=", string.Join(' ', harness.DirtyRows[2].Row!.Select(p => $"{p.Key}={p.Value}")));
    }

    [Fact]
    public async Task Text_that_is_no_JSON_is_a_dirty_row_in_a_column_of_JSON()
    {
        using var harness = new ParquetHarness();
        var schema = new TableSchema([new Sluice.Types.Column("id", LogicalType.Int), new Sluice.Types.Column("j", LogicalType.String) { Tag = Tags.Json }]);
        string deep = new string('[', 500) + new string(']', 500);

        (MemoryFile file, FileSummary summary) = await harness.WriteAsync(schema, [[1, "no json"], [2, deep], [3, ""], [4, null], [5, "{} {}"], [6, "1.10"]]);

        Assert.Equal(3, summary.RowCount);
        ParquetRoundTripTests.Equal([[2, deep], [4, null], [6, "1.10"]], await harness.ReadAsync(file, schema));
        Assert.Equal(
            ["json.malformed column 'j' is 'no json', which is not valid JSON", "json.malformed column 'j' is '', which is not valid JSON", "json.malformed column 'j' is '{} {}', which is not valid JSON"],
            harness.DirtyRows.Select(d => $"{d.Code} {d.Reason}"));
    }

    [Fact]
    public async Task A_null_in_a_not_null_column_is_a_dirty_row()
    {
        using var harness = new ParquetHarness();
        TableSchema nullable = ParquetHarness.Schema(("id", LogicalType.Int));
        using var builder = new BatchBuilder(nullable, harness.Pool);
        using RecordBatch batch = ParquetHarness.Batch(builder, [[1], [null], [3]]);
        var file = new MemoryFile();
        var format = new Sluice.Formats.Parquet.ParquetFormat();
        var request = new FormatWriteRequest
        {
            Schema = ParquetHarness.Schema(("id", LogicalType.Int.NotNull())),
            Run = new RunContext { RunId = "r", Pool = harness.Pool },
            MemoryBytes = 1 << 20,
        };

        await using IFormatWriter writer = format.OpenWriter(file, request);
        await using IFormatEncoder encoder = writer.CreateEncoder(harness);
        await encoder.WriteAsync(batch, null, TestContext.Current.CancellationToken);
        await encoder.FlushAsync(TestContext.Current.CancellationToken);
        FileSummary summary = await writer.FinishAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, summary.RowCount);
        Assert.Equal(["parquet.null_in_required"], harness.DirtyRows.Select(d => d.Code.Name));
    }

    [Fact]
    public async Task A_missing_column_and_another_type_are_named()
    {
        using var harness = new ParquetHarness();
        MemoryFile file = await WriteSampleAsync(harness);

        SluiceException missing = await Assert.ThrowsAsync<SluiceException>(() => harness.ReadAsync(file, ParquetHarness.Schema(("idd", LogicalType.BigInt))));
        SluiceException other = await Assert.ThrowsAsync<SluiceException>(() => harness.ReadAsync(file, ParquetHarness.Schema(("id", LogicalType.Int))));

        Assert.Equal("parquet.other_column: the file has no column 'idd'\n  at memory.parquet\n  fix: write id", missing.Message);
        Assert.Equal("parquet.other_column: column 'id' is BIGINT in the file, not INT\n  at memory.parquet\n  fix: declare the type that the file has, or cast in select", other.Message);
    }

    private static async Task<MemoryFile> WriteSampleAsync(ParquetHarness harness)
    {
        List<object?[]> rows = [.. Enumerable.Range(0, 3000).Select(i => new object?[] { (long)i * i, i % 3 == 0 ? null : $"row {i}" })];
        return (await harness.WriteAsync(s_schema, rows)).File;
    }

    private static async Task FailsAsync(ParquetHarness harness, byte[] bytes, string message)
    {
        SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => harness.ReadAsync(new MemoryFile(bytes), s_schema));
        Assert.Equal(message, error.Message);
    }
}
