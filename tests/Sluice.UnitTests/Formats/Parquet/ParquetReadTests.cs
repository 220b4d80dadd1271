using System.Collections.Immutable;
using ParquetSharp;
using ParquetSharp.Schema;
using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Connectors.Runs;
using Sluice.Expressions;
using Sluice.Formats.Parquet;
using Sluice.Types;
using Xunit;
using LogicalType = Sluice.Types.LogicalType;

namespace Sluice.UnitTests.Formats.Parquet;

public sealed class ParquetReadTests
{
    private static readonly TableSchema s_schema = ParquetHarness.Schema(
        ("id", LogicalType.BigInt), ("name", LogicalType.String), ("price", LogicalType.Decimal(15, 2)), ("d", LogicalType.Date), ("x", LogicalType.Double));

    [Fact]
    public async Task Columns_come_in_the_order_asked_for()
    {
        using var harness = new ParquetHarness();
        MemoryFile file = await WriteAsync(harness, 10);
        TableSchema wanted = new([s_schema.Columns[3], s_schema.Columns[0]]);

        List<object?[]> rows = await harness.ReadAsync(file, s_schema, wanted);

        ParquetRoundTripTests.Equal([.. Enumerable.Range(0, 10).Select(i => new object?[] { i, (long)i })], rows);
    }

    [Theory]
    [InlineData("id = 2500", 2000, 3000)]
    [InlineData("2500 = id", 2000, 3000)]
    [InlineData("id < 1000", 0, 1000)]
    [InlineData("id <= 1000", 0, 2000)]
    [InlineData("id > 3999", 0, 0)]
    [InlineData("id >= 3999", 3000, 4000)]
    [InlineData("id > 1500 AND id < 2500", 1000, 3000)]
    [InlineData("id < 5 OR id > 3990", -1, -1)]
    [InlineData("id IN (7, 3001)", -1, -1)]
    [InlineData("name = 'name 00001500'", 1000, 2000)]
    [InlineData("name > 'name 00003500'", 3000, 4000)]
    [InlineData("price = CAST(25.00 AS DECIMAL(15, 2))", 2000, 3000)]
    [InlineData("x < CAST(-3500 AS DOUBLE)", 3000, 4000)]
    [InlineData("id <> 5", 0, 4000)]
    [InlineData("id IS NULL", 0, 4000)]
    [InlineData("id IS NOT NULL", 0, 4000)]
    [InlineData("id + 1 = 5", 0, 4000)]
    public async Task Row_groups_that_cannot_match_are_skipped_and_no_other(string filter, int from, int to)
    {
        using var harness = new ParquetHarness();
        MemoryFile file = await WriteAsync(harness, 4000);
        BoundExpression bound = ExpressionBinder.Bind(filter, s_schema, new SessionContext()).OrThrow();

        List<object?[]> rows = await harness.ReadAsync(file, s_schema, filters: [bound]);

        int[] expected = from >= 0 ? [.. Enumerable.Range(from, to - from)] : [.. Enumerable.Range(0, 1000), .. Enumerable.Range(3000, 1000)];
        Assert.Equal(expected, rows.Select(r => (int)(long)r[0]!));
    }

    [Fact]
    public async Task A_filter_keeps_row_groups_of_nulls_and_nan_only_where_they_can_match()
    {
        using var harness = new ParquetHarness { BatchRows = 100 };
        TableSchema schema = ParquetHarness.Schema(("x", LogicalType.Double));
        MemoryFile nulls = (await harness.WriteAsync(schema, [[null], [null]])).File;
        MemoryFile nans = (await harness.WriteAsync(schema, [[double.NaN], [double.NaN]])).File;
        BoundExpression notNull = ExpressionBinder.Bind("x IS NOT NULL", schema, new SessionContext()).OrThrow();

        Assert.Empty(await harness.ReadAsync(nulls, schema, filters: [notNull]));
        Assert.Equal(2, (await harness.ReadAsync(nans, schema, filters: [notNull])).Count);
    }

    [Fact]
    public async Task Int96_timestamps_are_read_exactly_and_beyond_int64_nanoseconds()
    {
        using var buffer = new MemoryStream();
        Node[] nodes = [new PrimitiveNode("ts", Repetition.Optional, ParquetSharp.LogicalType.None(), ParquetSharp.PhysicalType.Int96), new PrimitiveNode("n", Repetition.Required, ParquetSharp.LogicalType.None(), ParquetSharp.PhysicalType.Int32)];
        using (var root = new GroupNode("schema", Repetition.Required, nodes))
        using (var properties = new WriterPropertiesBuilder().Build())
        using (var writer = new ParquetFileWriter(buffer, root, properties, leaveOpen: true))
        {
            using RowGroupWriter group = writer.AppendRowGroup();
            using (var ts = (ColumnWriter<Int96>)group.NextColumn())
                ts.WriteBatch(4, [1, 0, 1, 1], default, [Of(2_440_588, 1), Of(2_440_587, 86_399_999_999_999), Of(5_373_484, 0)]);
            using (var n = (ColumnWriter<int>)group.NextColumn())
                n.WriteBatch([1, 2, 3, 4]);
            writer.Close();
        }

        using var harness = new ParquetHarness();
        var file = new MemoryFile(buffer.ToArray());

        FormatSchema described = await harness.DescribeAsync(file);
        List<object?[]> rows = await harness.ReadAsync(file, described.Schema);

        Assert.Equal(["ts TIMESTAMP(9)", "n INT NOT NULL"], described.Schema.Columns.Select(c => c.ToString()));
        Assert.Equal("column 'ts' is INT96: read as TIMESTAMP(9), a date-time without zone", described.Notes[1]);
        ParquetRoundTripTests.Equal(
            [[new Timestamp(0, 1), 1], [null, 2], [new Timestamp(-1, 999_999_999), 3], [new Timestamp(253_402_214_400, 0), 4]], rows);
    }

    [Theory]
    [InlineData(Encoding.DeltaBinaryPacked)]
    [InlineData(Encoding.Plain)]
    [InlineData(Encoding.ByteStreamSplit)]
    public async Task Other_writers_encodings_codecs_and_page_versions_are_read(Encoding encoding)
    {
        using var buffer = new MemoryStream();
        ParquetSharp.Column[] columns = [new Column<int>("n"), new Column<int?>("o")];
        using (WriterProperties properties = new WriterPropertiesBuilder().Version(ParquetVersion.PARQUET_2_6).DataPagesize(100).DisableDictionary().Encoding(encoding).Compression(Compression.Gzip).Build())
        using (var writer = new ParquetFileWriter(buffer, columns, null, properties, null, leaveOpen: true))
        {
            using RowGroupWriter group = writer.AppendRowGroup();
            using (LogicalColumnWriter<int> n = group.NextColumn().LogicalWriter<int>())
                n.WriteBatch([.. Enumerable.Range(0, 1000).Select(i => i * i)]);
            using (LogicalColumnWriter<int?> o = group.NextColumn().LogicalWriter<int?>())
                o.WriteBatch([.. Enumerable.Range(0, 1000).Select(i => i % 3 == 0 ? null : (int?)-i)]);
            writer.Close();
        }

        using var harness = new ParquetHarness { BatchRows = 77 };
        var file = new MemoryFile(buffer.ToArray());

        TableSchema schema = (await harness.DescribeAsync(file)).Schema;

        ParquetRoundTripTests.Equal(
            [.. Enumerable.Range(0, 1000).Select(i => new object?[] { i * i, i % 3 == 0 ? null : -i })], await harness.ReadAsync(file, schema));
    }

    [Fact]
    public async Task A_decimal_of_more_than_38_digits_is_refused_by_name_and_can_be_skipped()
    {
        using var buffer = new MemoryStream();
        Node[] nodes =
        [
            new PrimitiveNode("wide", Repetition.Optional, ParquetSharp.LogicalType.Decimal(50, 2), ParquetSharp.PhysicalType.FixedLenByteArray, 21),
            new PrimitiveNode("n", Repetition.Optional, ParquetSharp.LogicalType.None(), ParquetSharp.PhysicalType.Int32),
        ];
        using (var root = new GroupNode("schema", Repetition.Required, nodes))
        using (var properties = new WriterPropertiesBuilder().Build())
        using (var writer = new ParquetFileWriter(buffer, root, properties, leaveOpen: true))
            writer.Close();
        using var harness = new ParquetHarness();

        var file = new MemoryFile(buffer.ToArray());
        var skipping = new FormatReadRequest { Options = new OptionValues(ImmutableDictionary<string, object>.Empty.Add("skip_columns", ImmutableArray.Create("wide"))) };

        SluiceException error = await Assert.ThrowsAsync<SluiceException>(async () => await harness.DescribeAsync(file));
        FormatSchema skipped = await new ParquetFormat().DescribeAsync(file, skipping, TestContext.Current.CancellationToken);

        Assert.Equal(
            "parquet.unsupported_type: column 'wide' has the type decimal256, which cannot be read\n  at memory.parquet\n  fix: name it in the source's skip_columns: [wide]", error.Message);
        Assert.Equal(["n INT"], skipped.Schema.Columns.Select(c => c.ToString()));
    }

    [Fact]
    public async Task Parts_are_ranges_of_row_groups_and_together_the_whole_file()
    {
        using var harness = new ParquetHarness { MemoryBytes = 128 << 20, BatchRows = 5, Options = ImmutableDictionary<string, object>.Empty.Add("compression", "none").Add("row_group", 9L << 20) };
        TableSchema schema = ParquetHarness.Schema(("s", LogicalType.String));
        var random = new Random(5);
        List<object?[]> rows = [.. Enumerable.Range(0, 50).Select(i => new object?[] { Convert.ToHexString(Bytes(random, 500_000)) })];
        MemoryFile file = (await harness.WriteAsync(schema, rows)).File;

        List<FilePart> parts = await harness.SplitAsync(file);

        Assert.True(parts.Count >= 2, $"{parts.Count} parts");
        Assert.Equal(parts.Skip(1).Select(p => p.Start), parts.SkipLast(1).Select(p => p.End));
        ParquetRoundTripTests.Equal(rows, await harness.ReadAsync(file, schema));
    }

    [Fact]
    public async Task Several_encoders_fill_one_file_at_the_same_time()
    {
        using var harness = new ParquetHarness();
        var file = new MemoryFile();
        var format = new ParquetFormat();
        TableSchema schema = ParquetHarness.Schema(("worker", LogicalType.Int), ("n", LogicalType.Int), ("t", LogicalType.String));
        var request = new FormatWriteRequest
        {
            Schema = schema,
            Run = new RunContext { RunId = "r", Pool = harness.Pool },
            MemoryBytes = 4 << 20,
            Encoders = 4,
            Options = OptionValues.Empty,
        };
        FileSummary summary;
        await using (IFormatWriter writer = format.OpenWriter(file, request))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
            {
                await using IFormatEncoder encoder = writer.CreateEncoder(harness);
                using var builder = new BatchBuilder(schema, harness.Pool);
                for (int i = 0; i < 20_000; i += 500)
                {
                    using Apache.Arrow.RecordBatch batch = ParquetHarness.Batch(
                        builder, [.. Enumerable.Range(i, 500).Select(n => new object?[] { worker, n, $"text {worker} {n * 7919}" })]);
                    await encoder.WriteAsync(batch, null, default);
                }

                await encoder.FlushAsync(default);
            })));
            summary = await writer.FinishAsync(TestContext.Current.CancellationToken);
        }

        List<object?[]> rows = await harness.ReadAsync(file, schema);

        Assert.Equal(new FileSummary(80_000, file.Length), summary);
        foreach (IGrouping<object?, object?[]> worker in rows.GroupBy(r => r[0]))
        {
            // Each worker's rows keep their order.
            Assert.Equal(Enumerable.Range(0, 20_000), worker.Select(r => (int)r[1]!));
            Assert.All(worker, r => Assert.Equal($"text {r[0]} {(int)r[1]! * 7919}", r[2]));
        }

        Assert.Equal(4, rows.Select(r => r[0]).Distinct().Count());
    }

    private static Int96 Of(int day, long nanos) => new(unchecked((int)nanos), (int)(nanos >> 32), day);

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Row groups of 1,000 rows: an encoder closes one when it is flushed.</summary>
    private static async Task<MemoryFile> WriteAsync(ParquetHarness harness, int count)
    {
        var file = new MemoryFile();
        var request = new FormatWriteRequest { Schema = s_schema, Run = new RunContext { RunId = "r", Pool = harness.Pool }, MemoryBytes = 1 << 20 };
        await using IFormatWriter writer = new ParquetFormat().OpenWriter(file, request);
        await using (IFormatEncoder encoder = writer.CreateEncoder(harness))
        {
            using var builder = new BatchBuilder(s_schema, harness.Pool);
            for (int i = 0; i < count; i += 1000)
            {
                using Apache.Arrow.RecordBatch batch = ParquetHarness.Batch(builder, [.. Enumerable.Range(i, Math.Min(1000, count - i)).Select(Row)]);
                await encoder.WriteAsync(batch, null, default);
                await encoder.FlushAsync(default);
            }
        }

        await writer.FinishAsync(default);
        return file;
    }

    private static object?[] Row(int i) => [(long)i, $"name {i:D8}", (Int128)i, i, -(double)i];
}
