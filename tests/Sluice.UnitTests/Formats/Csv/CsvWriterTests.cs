using System.Text;
using CsCheck;
using Sluice.Formats.Csv;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Csv;

public sealed class CsvWriterTests
{
    private static readonly CsvFormat s_csv = new();

    private static async Task<string> WriteAsync(TableSchema schema, object?[][] rows, params (string Name, object Value)[] options) =>
        Encoding.UTF8.GetString(await FormatKit.WriteAsync(s_csv, schema, rows, FormatKit.Options(options)));

    [Fact]
    public async Task Quotes_what_would_be_read_back_as_something_else_and_nothing_more()
    {
        string text = await WriteAsync(
            FormatKit.Schema(("a", LogicalType.Int), ("b,c", LogicalType.String)),
            [[1, "plain"], [2, null], [null, ""], [4, "a,b"], [5, "say \"x\""], [6, "two\nlines"], [7, "cr\r"], [8, " blank"], [9, "blank "], [10, "数据😀"]]);

        Assert.Equal("a,\"b,c\"\n1,plain\n2,\n,\"\"\n4,\"a,b\"\n5,\"say \"\"x\"\"\"\n6,\"two\nlines\"\n7,\"cr\r\"\n8,\" blank\"\n9,\"blank \"\n10,数据😀\n", text);
    }

    [Fact]
    public async Task Writes_another_null_token_and_quotes_the_text_that_looks_like_it()
    {
        string text = await WriteAsync(FormatKit.Schema(("a", LogicalType.String), ("i", LogicalType.Int)), [["NULL", 1], [null, null], ["", 7]], ("null", "NULL"), ("header", false));

        Assert.Equal("\"NULL\",1\nNULL,NULL\n,7\n", text);
    }

    [Fact]
    public async Task Quotes_as_told()
    {
        TableSchema schema = FormatKit.Schema(("a", LogicalType.String), ("i", LogicalType.Int));

        Assert.Equal("\"a\",\"i\"\n\"x\",1\n,\n", await WriteAsync(schema, [["x", 1], [null, null]], ("quoting", "text")));
        Assert.Equal("\"a\",\"i\"\r\n\"x\",\"1\"\r\n,\r\n", await WriteAsync(schema, [["x", 1], [null, null]], ("quoting", "all"), ("line_end", "crlf")));
    }

    [Fact]
    public async Task A_delimiter_that_numbers_hold_puts_numbers_in_quotes()
    {
        string text = await WriteAsync(FormatKit.Schema(("a", LogicalType.Decimal(5, 2)), ("b", LogicalType.Int)), [[(Int128)150, -1]], ("delimiter", "."));

        Assert.Equal("a.b\n\"1.50\".-1\n", text);
    }

    [Fact]
    public async Task Writes_every_type()
    {
        TableSchema schema = FormatKit.Schema(
            ("d", LogicalType.Decimal(38, 2)), ("e", LogicalType.Decimal(38, 38)), ("f", LogicalType.Double), ("b", LogicalType.Boolean), ("x", LogicalType.Bytes), ("dt", LogicalType.Date),
            ("tm", LogicalType.Time(3)), ("ts", LogicalType.Timestamp(3)), ("tn", LogicalType.Timestamp(9)), ("tz", LogicalType.TimestampLtz(0)), ("l", LogicalType.BigInt));

        string text = await WriteAsync(
            schema,
            [
                [
                    -Int128.Parse("12345678901234567890123456789012345678", null), (Int128)1, 1e-7, true, new byte[] { 0, 255 }, -719_162, 3_661_001_000L,
                    Timestamp.FromMicros(-1_000), new Timestamp(0, 5), new Timestamp(0, 0), long.MinValue,
                ],
                [(Int128)5, null, double.NaN, false, System.Array.Empty<byte>(), 2_932_896, 0L, null, null, null, 0L],
            ],
            ("header", false));

        Assert.Equal(
            "-123456789012345678901234567890123456.78,0.00000000000000000000000000000000000001,1E-07,true,AP8=,0001-01-01,01:01:01.001,"
            + "1969-12-31 23:59:59.999,1970-01-01 00:00:00.000000005,1970-01-01 00:00:00Z,-9223372036854775808\n"
            + "0.05,,NaN,false,\"\",9999-12-31,00:00:00.000,,,,0\n",
            text);
    }

    [Fact]
    public async Task An_empty_table_is_a_header()
    {
        Assert.Equal("a,b\n", await WriteAsync(FormatKit.Schema(("a", LogicalType.Int), ("b", LogicalType.Int)), []));
    }

    [Theory]
    [InlineData("t.csv", 1)]
    [InlineData("t.csv", 3)]
    [InlineData("t.csv.gz", 3)]
    [InlineData("t.csv.zst", 2)]
    public async Task Several_encoders_append_whole_blocks(string path, int encoders)
    {
        TableSchema schema = FormatKit.Schema(("a", LogicalType.Int), ("b", LogicalType.String));
        object?[][] rows = [.. Enumerable.Range(0, 20_000).Select(i => new object?[] { i, i % 7 == 0 ? null : $"text \"{i}\"\n" })];

        byte[] bytes = await FormatKit.WriteAsync(s_csv, schema, rows, encoders: encoders, path: path);
        ReadResult read = await FormatKit.ReadAsync(s_csv, bytes, schema, settings: new FormatReadSettings { Path = path });

        Assert.Empty(read.DirtyTexts);
        Assert.Equal(rows, read.Rows.OrderBy(r => (int)r[0]!));
    }

    [Fact]
    public async Task A_value_larger_than_the_block_is_written()
    {
        TableSchema schema = FormatKit.Schema(("a", LogicalType.String));
        object?[][] rows = [["x"], [new string('"', 3_000_000)], ["y"]];

        byte[] bytes = await FormatKit.WriteAsync(s_csv, schema, rows);

        Assert.Equal(rows, (await FormatKit.ReadAsync(s_csv, bytes, schema)).Rows);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        Gen<string?> text = Gen.OneOf(
            Gen.Char["ab,;\"'\n\r \t数é"].Array[0, 50].Select(c => (string?)new string(c)), Gen.Const((string?)""), Gen.Const((string?)null), Gen.Const((string?)"😀\"😀"),
            Gen.String.Select(s => (string?)new string([.. s.Where(c => !char.IsSurrogate(c))])));
        Gen<object?[]> row = Gen.Select(text, Gen.Long, Gen.Double, Gen.Int, Gen.Bool, Gen.Byte.Array[0, 20]).Select(
            (t, l, d, i, b, x) => new object?[] { t, b ? null : l, d, (Int128)l * i, i % 2_000_000, x, b, Timestamp.FromMicros(l / 1_000) });
        TableSchema schema = FormatKit.Schema(
            ("t", LogicalType.String), ("l", LogicalType.BigInt), ("d", LogicalType.Double), ("m", LogicalType.Decimal(38, 9)), ("dt", LogicalType.Date), ("x", LogicalType.Bytes),
            ("b", LogicalType.Boolean), ("ts", LogicalType.Timestamp(6)));
        (string, object)[][] options =
            [[], [("delimiter", ";"), ("quote", "'")], [("null", "NULL")], [("quoting", "all"), ("line_end", "crlf")], [("delimiter", "-")], [("null", "0"), ("binary", "hex")], [("delimiter", "\t")]];
        Gen.Select(row.Array[0, 30], Gen.Int[0, options.Length - 1]).Sample((rows, choice) =>
        {
            (string, object)[] chosen = options[choice];
            byte[] bytes = FormatKit.WriteAsync(s_csv, schema, rows, FormatKit.Options(chosen)).GetAwaiter().GetResult();
            ReadResult read = FormatKit.ReadAsync(s_csv, bytes, schema, FormatKit.Options(chosen)).GetAwaiter().GetResult();
            Assert.Empty(read.DirtyTexts);
            Assert.Equal(rows, read.Rows);
        });
    }
}
