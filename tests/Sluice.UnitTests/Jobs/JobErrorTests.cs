using Sluice.Connectors.Catalog;
using Sluice.Types;
using Sluice.UnitTests.Connectors.Memory;
using Xunit;

namespace Sluice.UnitTests.Jobs;

public sealed class JobErrorTests
{
    private const string Ends = "source: { connection: \"memory:a\", tables: [shop.orders] }\nsink: { connection: \"memory:b\" }\n";

    [Fact]
    public async Task All_problems_of_a_file_are_reported_at_once_and_in_its_order() => Golden.Check(
        "many-problems.txt",
        await JobKit.ErrorsAsync(
            """
            version: 2
            time_zone: Asia/Shangai
            source:
              connection: "memory:a"
              tabels: [orders]
              read: incremental
              fetsh: 10
            sink: { connection: "memory:b", write: upsert, mode: fastt, cursor_x: 1 }
            tables:
              - match: shop.orders
                into: "{nam}"
                key: [idd]
                where: "statsu <> 'draft' AND UPER(status) = 'X'"
                select: { "*": true, total: price * qtty, card_no: null }
              - match: "nothing.*"
              - match: "shop.[orders"
              - match: /shop.(/
            errors: { limit: ten, dead_leter: x }
            limits: { memory: 256, read: [20MB, 5000 rows/s], connections: 0 }
            checkpoint: { every: 10s }
            limits: { memory: 2MB }
            """) + "\n");

    [Fact]
    public async Task An_unknown_key_names_the_nearest_one() => Assert.Equal(
        """
        job.unknown_key: the job has no key 'limts'
          at job.yaml:3:1
          3 | limts: { memory: 64MB }
            | ^^^^^
          fix: did you mean 'limits'?
        """,
        await JobKit.ErrorsAsync(Ends + "limts: { memory: 64MB }"));

    [Theory]
    [InlineData("Asia/Shangai", "did you mean 'Asia/Shanghai'?")]
    [InlineData("China Standard Time", "use a name such as Asia/Shanghai, or GMT+08:00")]
    [InlineData("GMT+99:00", "use a name such as Asia/Shanghai, or GMT+08:00")]
    public async Task An_unknown_time_zone_is_an_error_at_its_place(string zone, string fix) => Assert.Equal(
        $"job.unknown_time_zone: there is no time zone '{zone}'\n  at job.yaml:3:12\n  3 | time_zone: {zone}\n    |            {new string('^', zone.Length)}\n  fix: {fix}",
        await JobKit.ErrorsAsync(Ends + $"time_zone: {zone}"));

    [Fact]
    public async Task A_duplicate_key_names_the_line_of_the_first() => Assert.Equal(
        """
        job.duplicate_key: the key 'name' is given twice, first in line 1
          at job.yaml:4:1
          4 | name: b
            | ^^^^
          fix: remove one of them
        """,
        await JobKit.ErrorsAsync("name: a\n" + Ends + "name: b"));

    [Fact]
    public async Task A_tab_in_the_indentation_is_called_a_tab() => Assert.Equal(
        """
        job.yaml_tab: a line is indented with a tab
          at job.yaml:2:1
          2 |  connection: memory:a
            | ^
          fix: indent with spaces
        """,
        await JobKit.ErrorsAsync("source:\n\tconnection: memory:a\n"));

    [Fact]
    public async Task What_is_no_YAML_says_where_reading_stopped() => Assert.Equal(
        """
        job.yaml_syntax: this is not YAML: while parsing a block mapping, did not find expected key
          at job.yaml:3:2
          3 |  sink: b
            |  ^
          fix: check indentation, colons, quotes and brackets here
        """,
        await JobKit.ErrorsAsync("source:\n  connection: a\n sink: b\n"));

    [Fact]
    public async Task A_brace_that_is_not_closed_is_suspected() => Assert.Equal(
        """
        job.yaml_syntax: this is not YAML: reading broke off behind this place, where a bracket or quote is probably not closed
          at job.yaml:1:21
          1 | source: { connection: "memory:a"
            |                     ^
          fix: check indentation, colons, quotes and brackets here
        """,
        await JobKit.ErrorsAsync("source: { connection: \"memory:a\"\nsink: x\n"));

    [Theory]
    [InlineData("", "job.empty: the file is empty\n  at job.yaml:1:1\n  1 | \n    | ^\n  fix: write at least source and sink")]
    [InlineData("- a", "job.empty: a job is a map of keys, not a list\n  at job.yaml:1:1\n  1 | - a\n    | ^^^\n  fix: write at least source: and sink:")]
    public async Task A_file_without_a_job_says_so(string yaml, string expected) => Assert.Equal(expected, await JobKit.ErrorsAsync(yaml));

    [Fact]
    public async Task Missing_source_and_sink_are_both_named() => Assert.Equal(
        """
        job.missing_key: the job lacks the key 'source'
          at job.yaml:1:1
          1 | name: x
            | ^^^^
          fix: add source: Where rows come from
        job.missing_key: the job lacks the key 'sink'
          at job.yaml:1:1
          1 | name: x
            | ^^^^
          fix: add sink: Where rows go
        """,
        await JobKit.ErrorsAsync("name: x"));

    [Fact]
    public async Task An_expression_in_a_folded_block_is_underlined_in_its_own_line() => Assert.Equal(
        """
        expression.unknown_column: there is no column 'statsu'
          at job.yaml:5:7
          5 |   AND statsu = 'open'
            |       ^^^^^^
          fix: write status
        """,
        await JobKit.ErrorsAsync(Ends + "where: >\n  id > 0\n  AND statsu = 'open'\n"));

    [Fact]
    public async Task An_expression_in_a_literal_block_is_underlined_in_its_own_line() => Assert.Equal(
        """
        expression.unknown_column: there is no column 'statsu'
          at job.yaml:5:7
          5 |   AND statsu = 'open'
            |       ^^^^^^
          fix: write status
        """,
        await JobKit.ErrorsAsync(Ends + "where: |\n  id > 0\n  AND statsu = 'open'\n"));

    [Fact]
    public async Task Doubled_quotes_and_escapes_before_the_place_are_counted_as_written()
    {
        string single = await JobKit.ErrorsAsync(Ends + "where: 'status = ''open'' AND qtty > 1'");
        string escaped = await JobKit.ErrorsAsync(Ends + "where: \"status = '\\u00e4\\\"' AND qtty > 1\"");

        Assert.Contains("at job.yaml:3:31\n", single, StringComparison.Ordinal);
        Assert.Contains("at job.yaml:3:33\n", escaped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_behind_a_variable_points_into_the_file_as_written()
    {
        string text = await JobKit.ErrorsAsync(Ends + "where: \"note < '${run.date}' AND qtty > 1\"");

        Assert.Contains("at job.yaml:3:34\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_names_the_nearest_choice_and_range()
    {
        string text = await JobKit.ErrorsAsync(
            """
            source: { connection: { address: "memory:a", timeout: 10 }, tables: [shop.orders], fetch: 2000 }
            sink: { connection: "memory:b", mode: fats }
            """);

        Assert.Equal(
            """
            option.wrong_kind: 'timeout' takes a duration with its unit, not '10'
              at job.yaml:1:55
              1 | source: { connection: { address: "memory:a", timeout: 10 }, tables: [shop.orders], fetch: 2000 }
                |                                                       ^^
              fix: write it like 10s, 500ms, 5m or 1h
            option.out_of_range: 'fetch' cannot be 2000
              at job.yaml:1:91
              1 | source: { connection: { address: "memory:a", timeout: 10 }, tables: [shop.orders], fetch: 2000 }
                |                                                                                           ^^^^
              fix: use 1 to 1000
            option.not_a_choice: 'fats' is not a value of 'mode'
              at job.yaml:2:39
              2 | sink: { connection: "memory:b", mode: fats }
                |                                       ^^^^
              fix: did you mean 'fast'? It is one of: slow, fast
            """,
            text);
    }

    [Fact]
    public async Task An_option_of_a_format_that_is_not_used_names_the_format() => Assert.Contains(
        "fix: it belongs to the format 'csv': add format: csv, or remove it",
        await JobKit.ErrorsAsync("source: { connection: \"memory:a\", tables: [shop.orders], header: false }\nsink: { connection: \"memory:b\" }"),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_unknown_connection_names_the_nearest_name() => Assert.Equal(
        """
        job.unknown_connection: 'shop_mem' is neither a named connection nor an address that a connector knows
          at job.yaml:1:23
          1 | source: { connection: shop_mem }
            |                       ^^^^^^^^
          fix: did you mean 'shop_memo'?
        """,
        await JobKit.ErrorsAsync("source: { connection: shop_mem }\nsink: { connection: \"memory:b\" }\nconnections: { shop_memo: \"memory:shop\" }"));

    [Fact]
    public async Task An_unknown_table_names_the_nearest_one() => Assert.Equal(
        """
        job.unknown_table: there is no table 'shop.order'
          at job.yaml:1:44
          1 | source: { connection: "memory:a", tables: [shop.order] }
            |                                            ^^^^^^^^^^
          fix: did you mean 'shop.orders'?
        """,
        await JobKit.ErrorsAsync("source: { connection: \"memory:a\", tables: [shop.order] }\nsink: { connection: \"memory:b\" }"));

    [Fact]
    public async Task A_filter_at_the_top_of_a_job_of_two_tables_is_refused() => Assert.Equal(
        """
        job.one_table_only: 'where' stands at the top, but 2 tables are copied (shop.items, shop.orders)
          at job.yaml:3:8
          3 | where: TRUE
            |        ^^^^
          fix: choose one table, or move it into a rule under tables:
        """,
        await JobKit.ErrorsAsync("source: { connection: \"memory:a\" }\nsink: { connection: \"memory:b\" }\nwhere: TRUE"));

    [Fact]
    public async Task Two_tables_into_one_target_without_a_rule_are_refused()
    {
        MemoryConnector memory = MemoryConnector.Shop();
        memory.Tables.Add(new MemoryTable { Name = new TableName("old", "orders"), Columns = "id BIGINT" });

        string text = await JobKit.ErrorsAsync("source: { connection: \"memory:a\", tables: [\"*.orders\"] }\nsink: { connection: \"memory:b\" }", memory);

        Assert.Equal(
            """
            plan.same_target: the tables 'old.orders' and 'shop.orders' would both be written into 'orders'
              at table shop.orders
              fix: give each an `into`, or one `into` to both
            """,
            text);
    }

    [Fact]
    public async Task Merged_tables_must_give_the_same_columns()
    {
        string text = await JobKit.ErrorsAsync(
            "source: { connection: \"memory:a\" }\nsink: { connection: \"memory:b\" }\ntables:\n  - { match: \"shop.*\", into: all }");

        Assert.Equal(
            """
            plan.different_columns: 'shop.items' and 'shop.orders' go into 'all', but one has 2 columns and the other 5
              at job.yaml:4:30
              4 |   - { match: "shop.*", into: all }
                |                              ^^^
              fix: make them equal with select
            """,
            text);
    }

    [Fact]
    public async Task A_column_that_cannot_be_read_is_refused_by_name_and_may_be_left_out()
    {
        MemoryConnector memory = MemoryConnector.Shop();
        memory.Tables[0] = memory.Tables[0] with { Unreadable = memory.Tables[0].Unreadable.Add("shape", "opaque types are not read") };

        string refused = await JobKit.ErrorsAsync(Ends, memory);
        string leftOut = await JobKit.ErrorsAsync(Ends + "select: { \"*\": true, shape: null }", memory);

        Assert.Equal(
            """
            plan.unreadable_column: the column 'shape' of 'shop.orders' cannot be read: opaque types are not read
              at table shop.orders
              fix: leave it out: select: { "*": true, shape: null }
            """,
            refused);
        Assert.Equal("", leftOut);
    }

    [Fact]
    public async Task A_type_that_the_sink_refuses_is_reported_beside_what_else_is_wrong()
    {
        string text = await JobKit.ErrorsAsync(Ends + "select: { id: id, span: INTERVAL '1' DAY }\nextra: 1");

        Assert.Contains("job.unknown_key: the job has no key 'extra'", text, StringComparison.Ordinal);
        Assert.Contains("memory.unwritable: the column 'span' is an INTERVAL SECOND(3) NOT NULL, which memory cannot hold", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_source_is_told_beside_the_mistakes_of_the_job()
    {
        MemoryConnector memory = MemoryConnector.Shop();
        memory.SourceFailure = new SluiceException(MemoryErrors.Unreachable, "nobody answers", "memory:a", "wake it");

        string text = await JobKit.ErrorsAsync(Ends + "where: \"UPER(status) = 'X'\"", memory);

        Assert.Equal(
            """
            expression.unknown_function: there is no function 'UPER'
              at job.yaml:3:9
              3 | where: "UPER(status) = 'X'"
                |         ^^^^
              fix: write UPPER
            memory.unreachable: nobody answers
              at memory:a
              fix: wake it
            """,
            text);
    }

    [Fact]
    public async Task Every_feature_of_a_later_version_is_refused_by_name()
    {
        string text = await JobKit.ErrorsAsync(
            """
            source: { connection: "memory:a", tables: [shop.orders], read: "snapshot+changes", cursor: id, watermark: { column: x } }
            sink: { connection: "memory:b", write: append, roll: { size: 1MB } }
            policies: { schema_change: { add_column: apply } }
            checkpoint: { store: "s3://lake/x" }
            """);

        Assert.Equal(
            [
                "job.not_supported: 'read: snapshot+changes' is not in this version",
                "job.not_supported: 'source.cursor' is not in this version: incremental reads are not in this version",
                "job.not_supported: 'source.watermark' is not in this version: it belongs to logs and streams, which this version does not read",
                "job.not_supported: 'sink.roll' is not in this version: it belongs to logs and streams, which this version does not read",
                "job.not_supported: 'policies.schema_change' is not in this version: it belongs to logs and streams, which this version does not read",
                "job.not_supported: a store at 's3://lake/x' is not in this version",
            ],
            text.Split('\n').Where(line => !line.StartsWith(' ')));
    }
}
