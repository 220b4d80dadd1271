using System.Text;
using Sluice.Connectors.Options;
using Sluice.Formats.Csv;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Csv;

public sealed class CsvReaderTests
{
    private static readonly CsvFormat s_csv = new();
    private static readonly TableSchema s_ab = FormatKit.Schema(("a", LogicalType.BigInt), ("b", LogicalType.String));

    private static Task<ReadResult> ReadAsync(string text, TableSchema? schema = null, OptionValues? options = null, FormatReadSettings? settings = null) =>
        FormatKit.ReadAsync(s_csv, text, schema ?? s_ab, options, settings);

    [Fact]
    public async Task Keeps_null_and_empty_text_apart()
    {
        ReadResult read = await ReadAsync("a,b\n1,\n2,\"\"\n3,x\n");

        Assert.Equal([[1L, null], [2L, ""], [3L, "x"]], read.Rows);
    }

    [Fact]
    public async Task Reads_a_null_token_only_without_quotes()
    {
        ReadResult read = await ReadAsync("a,b\n1,NULL\n2,\"NULL\"\nNULL,\n", options: FormatKit.Options(("null", new[] { "NULL" })));

        Assert.Equal([[1L, null], [2L, "NULL"], [null, ""]], read.Rows);
    }

    [Fact]
    public async Task Reads_quotes_delimiters_and_line_ends_inside_quotes()
    {
        ReadResult read = await ReadAsync("a,b\r\n1,\"x,\"\"y\"\"\r\nz\"\r\n2,\" keeps blanks \"\r\n3, so does this \r\n");

        Assert.Equal([[1L, "x,\"y\"\r\nz"], [2L, " keeps blanks "], [3L, " so does this "]], read.Rows);
        Assert.Equal(["t.csv:2", "t.csv:4", "t.csv:5"], read.Places);
    }

    [Fact]
    public async Task Matches_columns_by_the_names_in_the_header()
    {
        ReadResult read = await ReadAsync("b,unused,a\nx,9,1\n");

        Assert.Equal([[1L, "x"]], read.Rows);
    }

    [Fact]
    public async Task Reads_by_position_without_a_header()
    {
        ReadResult read = await ReadAsync("1,x\n2,y", options: FormatKit.Options(("header", false)));

        Assert.Equal([[1L, "x"], [2L, "y"]], read.Rows);
        Assert.Equal(["t.csv:1", "t.csv:2"], read.Places);
    }

    [Fact]
    public async Task Reads_only_the_wanted_columns()
    {
        ReadResult read = await ReadAsync("a,b\nno number,x\n", settings: new FormatReadSettings { Columns = ["b"] });

        Assert.Equal([["x"]], read.Rows);
        Assert.Empty(read.Dirty);
    }

    [Fact]
    public async Task Names_a_column_that_the_header_lacks()
    {
        SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => ReadAsync("a,B\n1,x\n"));

        Assert.Equal("csv.missing_column: the header has no column 'b'\n  at t.csv\n  fix: did you mean 'B'? the columns are: a, B", error.Message);
    }

    [Fact]
    public async Task Reports_every_kind_of_bad_line_with_its_line_and_keeps_the_good_ones()
    {
        ReadResult read = await ReadAsync("a,b\n1,one\n2\n3,x,y\nfour,x\n5,q\"q\n6,\"x\"y\n7,seven\n");

        Assert.Equal([[1L, "one"], [7L, "seven"]], read.Rows);
        Assert.Equal(["t.csv:2", "t.csv:8"], read.Places);
        Assert.Equal(
            [
                "t.csv:3 csv.field_count - [-] 1 field where 2 are expected",
                "t.csv:4 csv.field_count - [-] 3 fields where 2 are expected",
                "t.csv:5 text.bad_value a [four] 'four' is not a value of type BIGINT",
                "t.csv:6 csv.lone_quote b [5,q\"q] a quote stands inside a value that is not in quotes",
                "t.csv:7 csv.lone_quote b [6,\"x\"y] text follows a closing quote",
            ],
            read.DirtyTexts);
    }

    [Fact]
    public async Task A_row_bad_in_two_columns_is_one_dirty_row()
    {
        TableSchema schema = FormatKit.Schema(("a", LogicalType.BigInt), ("b", LogicalType.Date));

        ReadResult read = await ReadAsync("a,b\nx,y\n1,2026-02-30\n", schema);

        Assert.Equal(
            ["t.csv:2 text.bad_value a [x] 'x' is not a value of type BIGINT", "t.csv:3 text.bad_value b [2026-02-30] '2026-02-30' is not a value of type DATE"],
            read.DirtyTexts);
        Assert.Equal([new("a", "x"), new("b", "y")], read.Dirty[0].Row!);
    }

    [Fact]
    public async Task A_lone_quote_at_nine_tenths_costs_one_row_and_is_named()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 1; i <= 10_000; i++)
            text.Append(i).Append(i == 9_000 ? ",\"open\n" : ",text\n");

        ReadResult read = await ReadAsync(text.ToString());

        Assert.Equal(9_999, read.Rows.Count);
        Assert.Equal(["t.csv:9001 csv.unterminated_quote b [9000,\"open] a quoted value begins on this line and is not closed"], read.DirtyTexts);
        Assert.Equal([10_000L, "text"], read.Rows[^1]);
        Assert.Equal("t.csv:10001", read.Places[^1]);
    }

    [Fact]
    public async Task A_row_longer_than_allowed_is_dirty_and_does_not_fill_the_memory()
    {
        string big = new('x', 700_000);

        ReadResult read = await ReadAsync($"a,b\n1,{big}\n2,\"{big}\"\n3,ok\n", options: FormatKit.Options(("max_row", 300_000L)));

        Assert.Equal([[3L, "ok"]], read.Rows);
        Assert.Equal(["text.row_too_long", "csv.unterminated_quote"], read.Dirty.Select(d => d.Code.Name));
        Assert.Equal(["t.csv:2", "t.csv:3"], read.Dirty.Select(d => d.Position));
    }

    [Fact]
    public async Task A_large_value_within_the_limit_is_read()
    {
        string big = new('x', 3_000_000);

        ReadResult read = await ReadAsync($"a,b\n1,{big}\n2,\"{big}\n\"\n");

        Assert.Equal([[1L, big], [2L, big + "\n"]], read.Rows);
    }

    [Fact]
    public async Task Empty_lines_are_no_rows_but_of_a_single_column_they_are_null()
    {
        ReadResult two = await ReadAsync("a,b\n\n1,x\n\r\n\n");
        ReadResult one = await ReadAsync("b\nx\n\ny\n", FormatKit.Schema(("b", LogicalType.String)));

        Assert.Equal([[1L, "x"]], two.Rows);
        Assert.Equal(["t.csv:3"], two.Places);
        Assert.Equal([["x"], [null], ["y"]], one.Rows);
    }

    [Theory]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    [InlineData("gbk")]
    public async Task Reads_other_encodings(string encoding)
    {
        Encoding real = encoding == "gbk" ? CodePagesEncodingProvider.Instance.GetEncoding("gbk")! : Encoding.GetEncoding(encoding == "utf-16le" ? "utf-16" : "utf-16BE");
        byte[] bytes = real.GetBytes("a,b\n1,数据\n");

        ReadResult read = await FormatKit.ReadAsync(s_csv, bytes, s_ab, FormatKit.Options(("encoding", encoding)));

        Assert.Equal([[1L, "数据"]], read.Rows);
    }

    [Fact]
    public async Task Sees_byte_order_marks_by_itself()
    {
        byte[] utf8 = [.. Encoding.UTF8.Preamble, .. "a,b\n1,é\n"u8];
        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a,b\n1,é\n")];

        Assert.Equal([[1L, "é"]], (await FormatKit.ReadAsync(s_csv, utf8, s_ab)).Rows);
        Assert.Equal([[1L, "é"]], (await FormatKit.ReadAsync(s_csv, utf16, s_ab)).Rows);
    }

    [Fact]
    public async Task Bytes_that_are_not_of_the_encoding_are_a_dirty_row_that_names_it()
    {
        byte[] bytes = [.. "a,b\n1,"u8, 0xCA, 0xFD, .. "\n2,ok\n"u8];
        byte[] gbk = [.. "a,b\n1,"u8, 0xCA, 0x20, .. "\n2,ok\n"u8];

        ReadResult utf8 = await FormatKit.ReadAsync(s_csv, bytes, s_ab);
        ReadResult other = await FormatKit.ReadAsync(s_csv, gbk, s_ab, FormatKit.Options(("encoding", "gbk")));

        Assert.Equal([[2L, "ok"]], utf8.Rows);
        Assert.Equal("the value holds bytes that are not valid UTF-8", utf8.Dirty[0].Reason);
        Assert.Equal("t.csv:2", utf8.Dirty[0].Position);
        Assert.Equal([[2L, "ok"]], other.Rows);
        Assert.Equal("the value holds bytes that are not valid gb2312", other.Dirty[0].Reason);
    }

    [Fact]
    public async Task Another_escape_than_the_quote_itself()
    {
        ReadResult read = await ReadAsync("a;b\n1;'x\\'y;\\\\'\n2;'a\nb'\n", options: FormatKit.Options(("delimiter", ";"), ("quote", "'"), ("escape", "\\")));

        Assert.Equal([[1L, "x'y;\\"], [2L, "a\nb"]], read.Rows);
        Assert.Equal(["t.csv:2", "t.csv:3"], read.Places);
    }

    [Fact]
    public async Task Without_quoting_a_quote_is_a_character()
    {
        ReadResult read = await ReadAsync("a|b\n1|5\" pipe\n2|\"x\n", options: FormatKit.Options(("delimiter", "|"), ("quote", "")));

        Assert.Equal([[1L, "5\" pipe"], [2L, "\"x"]], read.Rows);
    }

    [Fact]
    public async Task Reads_every_type()
    {
        TableSchema schema = FormatKit.Schema(
            ("t", LogicalType.TinyInt), ("s", LogicalType.SmallInt), ("i", LogicalType.Int), ("l", LogicalType.BigInt), ("d", LogicalType.Decimal(38, 10)),
            ("f", LogicalType.Float), ("g", LogicalType.Double), ("b", LogicalType.Boolean), ("x", LogicalType.Bytes), ("dt", LogicalType.Date),
            ("tm", LogicalType.Time(3)), ("ts", LogicalType.Timestamp(6)), ("tn", LogicalType.Timestamp(9)), ("tz", LogicalType.TimestampLtz(6)));
        string header = string.Join(',', schema.Columns.Select(c => c.Name));

        ReadResult read = await ReadAsync(
            header + "\n-128,-32768,-2147483648,-9223372036854775808,-1234567890123456789012345678.0123456789,1.5,0.1,true,AP8=,1969-12-31,23:59:59.999,"
            + "2026-01-02 03:04:05.678901,9999-12-31T23:59:59.123456789,2026-01-02 03:04:05+08:00\n"
            + " 1 ,2,3,4,.5,NaN,-Infinity,F,,0001-01-01,00:00:00,2026-01-02,2026-01-02 03:04:05,2026-01-02 03:04:05Z\n",
            schema);

        Assert.Empty(read.DirtyTexts);
        Assert.Equal(
            [
                (sbyte)-128, (short)-32768, int.MinValue, long.MinValue, Int128.Parse("-12345678901234567890123456780123456789", null), 1.5f, 0.1, true,
                new byte[] { 0, 255 }, -1, 86_399_999_000L, Timestamp.FromMicros(1_767_323_045_678_901), new Timestamp(253_402_300_799, 123_456_789), new Timestamp(1_767_294_245, 0),
            ],
            read.Rows[0]);
        Assert.Equal(
            [
                (sbyte)1, (short)2, 3, 4L, (Int128)5_000_000_000, float.NaN, double.NegativeInfinity, false,
                null, -719_162, 0L, new Timestamp(1_767_312_000, 0), new Timestamp(1_767_323_045, 0), new Timestamp(1_767_323_045, 0),
            ],
            read.Rows[1]);
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("1.0")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("--1")]
    [InlineData("-")]
    [InlineData("12345678901234567890123")]
    public async Task Refuses_what_is_no_bigint(string text)
    {
        ReadResult read = await ReadAsync($"a,b\n{text},x\n");

        Assert.Empty(read.Rows);
        Assert.Equal($"'{text}' is not a value of type BIGINT", read.Dirty[0].Reason);
    }

    [Theory]
    [InlineData("1.005")]
    [InlineData("100")]
    [InlineData("1e2")]
    [InlineData("")]
    public async Task Refuses_decimals_that_would_lose_digits(string text)
    {
        ReadResult read = await ReadAsync($"a,b\n\"{text}\",x\n", FormatKit.Schema(("a", LogicalType.Decimal(4, 2)), ("b", LogicalType.String)));

        Assert.Empty(read.Rows);
    }

    [Fact]
    public async Task Takes_decimals_in_every_exact_spelling()
    {
        ReadResult read = await ReadAsync("a\n1.50\n1.5000\n+2\n-0.01\n99.99\n00001.5\n1.5e1\n250e-2\n5.\n", FormatKit.Schema(("a", LogicalType.Decimal(4, 2))));

        Assert.Equal([150, 150, 200, -1, 9_999, 150, 1_500, 250, 500], read.Rows.Select(r => (int)(Int128)r[0]!));
    }

    [Fact]
    public async Task Refuses_digits_of_a_second_that_the_type_would_drop_and_numbers_beyond_the_range()
    {
        TableSchema schema = FormatKit.Schema(("t", LogicalType.Timestamp(3)), ("d", LogicalType.Double), ("v", LogicalType.VarChar(2)));

        ReadResult read = await ReadAsync(
            "t,d,v\n2026-01-01 00:00:00.1239,1,a\n2026-01-01 00:00:00.1230,1,a\n2026-01-01 00:00:00,1e400,a\n2026-01-01 00:00:00,1,数据😀\n2026-01-01 00:00:00,1,数据\n", schema);

        Assert.Equal(["t.csv:3", "t.csv:6"], read.Places);
        Assert.Equal(["t", "d", "v"], read.Dirty.Select(d => d.Column));
    }

    [Fact]
    public async Task Null_in_a_column_that_is_not_nullable_is_dirty()
    {
        ReadResult read = await ReadAsync("a,b\n,x\n1,\n1,x\n", FormatKit.Schema(("a", LogicalType.BigInt.NotNull()), ("b", LogicalType.String.NotNull())));

        Assert.Equal([[1L, "x"]], read.Rows);
        Assert.Equal(["NULL in a column of type BIGINT NOT NULL", "NULL in a column of type STRING NOT NULL"], read.Dirty.Select(d => d.Reason));
    }

    [Fact]
    public async Task Local_times_are_of_the_session_zone_and_those_it_skips_are_dirty()
    {
        TableSchema schema = FormatKit.Schema(("t", LogicalType.TimestampLtz(6)));

        ReadResult read = await ReadAsync(
            "t\n2026-01-01 08:00:00\n2026-03-29 02:30:00\n2026-01-01T00:00:00Z\n", schema, settings: new FormatReadSettings { TimeZone = "Europe/Berlin" });

        Assert.Equal([[new Timestamp(1_767_250_800, 0)], [new Timestamp(1_767_225_600, 0)]], read.Rows);
        Assert.Equal(["t.csv:3"], read.Dirty.Select(d => d.Position));
    }

    [Fact]
    public async Task Says_when_gzip_or_zstd_is_cut_short()
    {
        byte[] text = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},text {i * 7919}\n")));
        byte[] gzip = Compressed.Gzip(text);
        byte[] zstd = Compressed.Zstd(text);

        foreach ((byte[] bytes, string path, string kind) in new[] { (gzip, "t.csv.gz", "gzip"), (zstd, "t.csv.zst", "zstd") })
        {
            var settings = new FormatReadSettings { Path = path };
            Assert.Equal(5_000, (await FormatKit.ReadAsync(s_csv, bytes, s_ab, settings: settings)).Rows.Count);
            Assert.Equal(10_001, (await FormatKit.ReadAsync(s_csv, [.. bytes, .. bytes], s_ab, settings: settings)).Rows.Count + 1
                + (await FormatKit.ReadAsync(s_csv, [.. bytes, .. bytes], s_ab, settings: settings)).Dirty.Count - 1);
            foreach (int cut in new[] { 1, 4, 9, bytes.Length / 2 })
            {
                SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => FormatKit.ReadAsync(s_csv, bytes[..^cut], s_ab, settings: settings));
                Assert.Equal(
                    $"text.bad_compression: the {kind} data of {path} are cut short or damaged\n  at {path}\n  fix: copy the file again from where it came, or say compression: none if it is not compressed",
                    error.Message);
            }
        }

        SluiceException trailing = await Assert.ThrowsAsync<SluiceException>(
            () => FormatKit.ReadAsync(s_csv, [.. gzip, 1, 2, 3], s_ab, settings: new FormatReadSettings { Path = "t.csv.gz" }));
        Assert.Equal("text.bad_compression", trailing.Code.Name);
    }
}
