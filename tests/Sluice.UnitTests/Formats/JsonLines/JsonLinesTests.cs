using System.Text;
using CsCheck;
using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Formats.JsonLines;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.JsonLines;

public sealed class JsonLinesTests
{
    private static readonly JsonLinesFormat s_json = new();
    private static readonly TableSchema s_ab = FormatKit.Schema(("a", LogicalType.BigInt), ("b", LogicalType.String));

    private static Task<ReadResult> ReadAsync(string text, TableSchema? schema = null, OptionValues? options = null, FormatReadSettings? settings = null) =>
        FormatKit.ReadAsync(s_json, text, schema ?? s_ab, options, settings ?? new FormatReadSettings { Path = "t.jsonl" });

    private static async Task<string> WriteAsync(TableSchema schema, params object?[][] rows) =>
        Encoding.UTF8.GetString(await FormatKit.WriteAsync(s_json, schema, rows, path: "t.jsonl"));

    private static async Task<FormatSchema> InferAsync(string text) => await FormatKit.DescribeAsync(s_json, Encoding.UTF8.GetBytes(text), path: "t.jsonl");

    [Fact]
    public async Task Reads_keys_in_any_order_and_takes_a_missing_one_as_null()
    {
        ReadResult read = await ReadAsync("{\"a\":1,\"b\":\"x\"}\n\n{\"b\":\"\\u6570\\n\\\"\",\"a\":2}\r\n{\"a\":null}\n{}");

        Assert.Equal([[1L, "x"], [2L, "数\n\""], [null, null], [null, null]], read.Rows);
        Assert.Equal(["t.jsonl:1", "t.jsonl:3", "t.jsonl:4", "t.jsonl:5"], read.Places);
    }

    [Fact]
    public async Task Numbers_keep_every_digit()
    {
        TableSchema schema = FormatKit.Schema(("l", LogicalType.BigInt), ("d", LogicalType.Decimal(38, 10)), ("s", LogicalType.String), ("u", LogicalType.Decimal(20, 0)));

        ReadResult read = await ReadAsync(
            "{\"l\":9223372036854775807,\"d\":1234567890123456789012345678.0123456789,\"s\":1.10,\"u\":18446744073709551615}\n"
            + "{\"l\":\"-9223372036854775808\",\"d\":1e-10,\"s\":1e400,\"u\":\"7\"}\n{\"l\":1.0,\"d\":\"0.5\",\"s\":true,\"u\":1e3}\n",
            schema);

        Assert.Empty(read.DirtyTexts);
        Assert.Equal(
            [
                [long.MaxValue, Int128.Parse("12345678901234567890123456780123456789", null), "1.10", (Int128)ulong.MaxValue],
                [long.MinValue, (Int128)1, "1e400", (Int128)7],
                [1L, (Int128)5_000_000_000, "true", (Int128)1000],
            ],
            read.Rows);
    }

    [Fact]
    public async Task Every_bad_line_is_a_dirty_row_with_its_line()
    {
        ReadResult read = await ReadAsync(
            "{\"a\":1,\"b\":\"ok\"}\n{\"a\":1,\n[1]\n{\"a\":1.5}\n{\"a\":9223372036854775808}\n{\"a\":1,\"a\":2}\n{\"a\":{}}\n{\"a\":1} x\n{\"b\":\"\\ud800\"}\n{\"a\":2,\"b\":\"ok\"}\n");

        Assert.Equal([[1L, "ok"], [2L, "ok"]], read.Rows);
        Assert.Equal(
            [
                "t.jsonl:2 json.malformed - [{\"a\":1,] the line is not valid JSON near byte 7",
                "t.jsonl:3 json.malformed - [[1]] the line is not a JSON object",
                "t.jsonl:4 text.bad_value a [1.5] 1.5 is not a value of type BIGINT",
                "t.jsonl:5 text.bad_value a [9223372036854775808] 9223372036854775808 is not a value of type BIGINT",
                "t.jsonl:6 json.duplicate_key - [{\"a\":1,\"a\":2}] the key 'a' is there twice",
                "t.jsonl:7 text.bad_value a [{\"a\":{}}] an object is not a value of type BIGINT",
                "t.jsonl:8 json.malformed - [{\"a\":1} x] the line is not valid JSON near byte 9",
                "t.jsonl:9 text.wrong_encoding b [{\"b\":\"\\ud800\"}] a string holds half a surrogate pair",
            ],
            read.DirtyTexts);
    }

    [Theory]
    [InlineData("auto", 2)]
    [InlineData("ignore", 2)]
    [InlineData("dirty", 1)]
    public async Task A_key_that_no_column_has_is_left_out_or_dirty(string policy, int rows)
    {
        ReadResult read = await ReadAsync("{\"a\":1}\n{\"a\":2,\"zz\":[{\"x\":1}]}\n", options: FormatKit.Options(("unknown_keys", policy)));

        Assert.Equal(rows, read.Rows.Count);
        Assert.Equal(policy == "dirty" ? ["t.jsonl:2 json.unknown_key - [zz] no column is called 'zz'"] : [], read.DirtyTexts);
    }

    [Fact]
    public async Task Reads_nested_values_and_names_the_place_of_a_bad_one()
    {
        LogicalType item = LogicalType.Row([new("n", LogicalType.String), new("p", LogicalType.Decimal(9, 2))]);
        TableSchema schema = FormatKit.Schema(("items", LogicalType.Array(item)), ("m", LogicalType.Map(LogicalType.String.NotNull(), LogicalType.Int)), ("k", LogicalType.Map(LogicalType.Int.NotNull(), LogicalType.String)));

        ReadResult read = await ReadAsync(
            "{\"items\":[{\"n\":\"x\",\"p\":1.5},{\"p\":2},null],\"m\":{\"a\":1,\"b\":null},\"k\":{\"7\":\"s\"}}\n{\"items\":[],\"m\":{}}\n{\"items\":[{\"n\":\"x\"},{\"p\":\"much\"}]}\n", schema);

        Assert.Equal(2, read.Rows.Count);
        Assert.Equal(new object?[] { new object?[] { "x", (Int128)150 }, new object?[] { null, (Int128)200 }, null }, read.Rows[0][0]);
        Assert.Equal(new KeyValuePair<object, object?>[] { new("a", 1), new("b", null) }, read.Rows[0][1]);
        Assert.Equal(new KeyValuePair<object, object?>[] { new(7, "s") }, read.Rows[0][2]);
        Assert.Equal(["t.jsonl:3 text.bad_value items[1].p [much] 'much' is not a value of type DECIMAL(9, 2)"], read.DirtyTexts);
    }

    [Fact]
    public async Task Infers_nested_types_and_says_from_what()
    {
        FormatSchema schema = await InferAsync(
            "{\"id\":1,\"big\":99999999999999999999,\"p\":1.50,\"d\":\"2026-01-01\",\"s\":\"007\",\"o\":{\"x\":1},\"l\":[1,2],\"mixed\":1,\"n\":null}\n"
            + "{\"id\":2,\"p\":20.25,\"o\":{\"y\":\"z\"},\"l\":[],\"mixed\":\"a\",\"t\":\"2026-01-01T00:00:00Z\",\"late\":true}\n");

        Assert.Equal(
            [
                "id BIGINT", "big STRING", "p DECIMAL(18, 2)", "d DATE", "s STRING", "o ROW<`x` BIGINT, `y` STRING>", "l ARRAY<BIGINT>", "mixed STRING", "n STRING", "t TIMESTAMP_LTZ(6)", "late BOOLEAN",
            ],
            schema.Schema.Columns.Select(c => c.ToString()));
        Assert.StartsWith("types inferred from all 2 rows: id BIGINT", Assert.Single(schema.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declared_schema_names_what_it_leaves_out()
    {
        FormatSchema schema = await FormatKit.DescribeAsync(s_json, "{\"a\":1,\"c\":2}\n"u8.ToArray(), schema: s_ab, path: "t.jsonl");

        Assert.Equal(["not read, because the schema does not name them: c (seen in all 1 rows)"], schema.Notes);
        Assert.Equal(["c"], schema.ExtraColumns);
    }

    [Fact]
    public async Task Writes_every_type_as_json_has_it()
    {
        TableSchema schema = FormatKit.Schema(
            ("b", LogicalType.Boolean), ("l", LogicalType.BigInt), ("d", LogicalType.Decimal(20, 2)), ("f", LogicalType.Double), ("s", LogicalType.String), ("x", LogicalType.Bytes),
            ("dt", LogicalType.Date), ("ts", LogicalType.Timestamp(3)), ("tz", LogicalType.TimestampLtz(6)), ("r", LogicalType.Row([new("q\"", LogicalType.Int)])), ("l2", LogicalType.Array(LogicalType.String)));

        string text = await WriteAsync(
            schema,
            [true, long.MinValue, (Int128)(-150), double.NaN, "q\"\\\n\u0001é", new byte[] { 255 }, 0, Timestamp.FromMicros(1_000), Timestamp.FromMicros(0), new object?[] { 1 }, new object?[] { "a", null }],
            [null, null, null, 0.1, null, null, null, null, null, null, null]);

        Assert.Equal(
            "{\"b\":true,\"l\":-9223372036854775808,\"d\":-1.50,\"f\":\"NaN\",\"s\":\"q\\\"\\\\\\n\\u0001é\",\"x\":\"/w==\",\"dt\":\"1970-01-01\",\"ts\":\"1970-01-01T00:00:00.001\","
            + "\"tz\":\"1970-01-01T00:00:00.000000Z\",\"r\":{\"q\\\"\":1},\"l2\":[\"a\",null]}\n"
            + "{\"b\":null,\"l\":null,\"d\":null,\"f\":0.1,\"s\":null,\"x\":null,\"dt\":null,\"ts\":null,\"tz\":null,\"r\":null,\"l2\":null}\n",
            text);
    }

    [Fact]
    public async Task Json_columns_go_in_as_they_are_and_json_null_is_not_null()
    {
        var schema = new TableSchema([new Sluice.Types.Column("j", LogicalType.String) { Tag = Tags.Json }]);
        object?[][] rows = [["{\"a\": 1.10}"], ["null"], [null], ["\"text\""], ["[1,  2]"]];

        string text = await WriteAsync(schema, rows);
        ReadResult read = await ReadAsync(text, schema);

        Assert.Equal("{\"j\":{\"a\": 1.10}}\n{\"j\":null}\n{}\n{\"j\":\"text\"}\n{\"j\":[1,  2]}\n", text);
        Assert.Equal(rows, read.Rows);
    }

    [Fact]
    public async Task Parts_together_are_the_whole_file()
    {
        string text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{{\"a\":{i},\"b\":\"{new string('x', i % 120)}\"}}\n"));

        ReadResult whole = await ReadAsync(text);
        ReadResult parts = await ReadAsync(text, settings: new FormatReadSettings { Path = "t.jsonl", Parallelism = 3 });

        Assert.True(parts.Parts > 2, $"{parts.Parts} parts");
        Assert.Equal(60_000, whole.Rows.Count);
        Assert.Equal(whole.Rows, parts.Rows);
        Assert.Equal(whole.Places, parts.Places);
    }

    [Fact]
    public async Task A_line_longer_than_allowed_is_dirty()
    {
        ReadResult read = await ReadAsync($"{{\"a\":1,\"b\":\"{new string('x', 700_000)}\"}}\n{{\"a\":2}}\n", options: FormatKit.Options(("max_row", 300_000L)));

        Assert.Equal([[2L, null]], read.Rows);
        Assert.Equal("text.row_too_long", Assert.Single(read.Dirty).Code.Name);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        Gen<string?> text = Gen.OneOf(Gen.Char["ab\"\\\n\r \t数\u0001/"].Array[0, 40].Select(c => (string?)new string(c)), Gen.Const((string?)null), Gen.Const((string?)"😀"));
        TableSchema schema = FormatKit.Schema(
            ("t", LogicalType.String), ("l", LogicalType.BigInt), ("d", LogicalType.Double), ("m", LogicalType.Decimal(38, 9)), ("x", LogicalType.Bytes), ("ts", LogicalType.Timestamp(9)),
            ("a", LogicalType.Array(LogicalType.Row([new("k", LogicalType.String), new("v", LogicalType.Int)]))));
        Gen<object?[]> row = Gen.Select(text, Gen.Long, Gen.Double, Gen.Int[0, 999_999_999], Gen.Byte.Array[0, 20], Gen.Int[0, 3]).Select(
            (t, l, d, i, x, n) => new object?[] { t, i % 2 == 0 ? null : l, d, (Int128)l * i, x, new Timestamp(l / 10_000_000_000, i), Enumerable.Range(0, n).Select(k => (object?)(k == 1 ? null : new object?[] { t, k })).ToArray() });
        row.Array[0, 30].Sample(rows =>
        {
            byte[] bytes = FormatKit.WriteAsync(s_json, schema, rows, path: "t.jsonl").GetAwaiter().GetResult();
            ReadResult read = FormatKit.ReadAsync(s_json, bytes, schema, settings: new FormatReadSettings { Path = "t.jsonl" }).GetAwaiter().GetResult();
            Assert.Empty(read.DirtyTexts);
            Assert.Equal(rows, read.Rows);
        });
    }
}
