using System.Collections.Immutable;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>What others lose without a word, row by row of the list in our notes: here it is right, a named policy, or a dirty row.</summary>
public sealed class PostgresLossTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Numeric_nan_and_infinity_are_kept_as_text_and_dirty_as_decimal()
    {
        await server.ExecuteAsync("CREATE TABLE nan (id int PRIMARY KEY, bare numeric, sized numeric(15,2)); "
            + "INSERT INTO nan VALUES (1, 'NaN', 1.50), (2, 'Infinity', 2), (3, '-Infinity', 'NaN'), (4, 1.10, NULL)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<string> rows = await pipe.ReadTextAsync("nan", Cancellation);

        Assert.Equal(["1|NaN|1.50", "2|Infinity|2.00", "4|1.10|∅"], rows);
        DirtyRow dirty = Assert.Single(pipe.Dirty);
        Assert.Equal(
            ("public.nan", "read", "postgres.not_a_number", "sized", "NaN", "id=3", "DECIMAL(15, 2) has no NaN"),
            (dirty.Table, dirty.Stage, dirty.Code.Name, dirty.Column, dirty.Value, dirty.Position, dirty.Reason));
    }

    [ServiceFact("postgres")]
    public async Task Numeric_of_more_than_38_digits_is_exact_as_text_and_dirty_where_a_decimal_was_asked_for()
    {
        await server.ExecuteAsync("CREATE TABLE digits (id int, n numeric); INSERT INTO digits VALUES (1, 1e30), (2, 123456789012345678901234567890123456789.5), (3, 1.1234567891), (4, -0.5)", Cancellation);
        await using var asText = new PostgresPipe(server.Url);
        await using var asDecimal = new PostgresPipe(server.Url) { ColumnTypes = ImmutableDictionary<string, LogicalType>.Empty.Add("n", LogicalType.Decimal(38, 9)) };

        List<string> text = await asText.ReadTextAsync("digits", Cancellation);
        List<string> numbers = await asDecimal.ReadTextAsync("digits", Cancellation);

        Assert.Equal(["1|1000000000000000000000000000000", "2|123456789012345678901234567890123456789.5", "3|1.1234567891", "4|-0.5"], text);
        Assert.Equal(["4|-0.500000000"], numbers);
        Assert.Equal(
            ["1000000000000000000000000000000 is not a value of DECIMAL(38, 9)", "123456789012345678901234567890123456789.5 is not a value of DECIMAL(38, 9)", "1.1234567891 is not a value of DECIMAL(38, 9)"],
            asDecimal.Dirty.Select(d => d.Reason));
    }

    [ServiceFact("postgres")]
    public async Task Float_nan_and_infinity_are_values()
    {
        await server.ExecuteAsync("CREATE TABLE floats (f float8, g float4); INSERT INTO floats VALUES ('NaN', 'NaN'), ('Infinity', '-Infinity'), ('-0', 1e-45)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<object?[]> rows = await pipe.ReadAsync("floats", Cancellation);

        Assert.Equal([double.NaN, float.NaN], rows[0]);
        Assert.Equal([double.PositiveInfinity, float.NegativeInfinity], rows[1]);
        Assert.Equal((BitConverter.DoubleToInt64Bits(-0.0), 1e-45f), (BitConverter.DoubleToInt64Bits((double)rows[2][0]!), (float)rows[2][1]!));
    }

    [ServiceFact("postgres")]
    public async Task Infinite_and_bc_times_are_dirty_rows_and_cost_no_other_row_its_type()
    {
        await server.ExecuteAsync("CREATE TABLE times (id int, z timestamptz, s timestamp, d date); INSERT INTO times VALUES (1, 'infinity', NULL, NULL), (2, NULL, '-infinity', NULL), "
            + "(3, NULL, NULL, 'infinity'), (4, '0044-03-15 12:00+00 BC', NULL, NULL), (5, NULL, '10000-01-01', NULL), (6, NULL, NULL, '0001-12-31 BC'), (7, '2024-01-01 00:00:00.5+08', '9999-12-31 23:59:59.999999', '0001-01-01')", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<string> rows = await pipe.ReadTextAsync("times", Cancellation);

        Assert.Single(rows);
        Assert.Equal(
            [
                "z: TIMESTAMP_LTZ(6) has no infinity: infinity", "s: TIMESTAMP(6) has no infinity: -infinity", "d: DATE has no infinity: infinity",
                "z: 0044-03-15 12:00:00+00 BC is not a value of TIMESTAMP_LTZ(6)", "s: 10000-01-01 00:00:00 is not a value of TIMESTAMP(6)", "d: 0001-12-31 BC is not a value of DATE",
            ],
            pipe.Dirty.Select(d => $"{d.Column}: {d.Reason}"));
    }

    [ServiceFact("postgres")]
    public async Task Infinity_nan_and_range_become_null_only_where_the_policy_says_so()
    {
        await server.ExecuteAsync("CREATE TABLE policy (id int, d date, n numeric(5,2), t time); INSERT INTO policy VALUES (1, 'infinity', 'NaN', '24:00'), (2, '0001-01-01 BC', 1, '23:59:59.999999')", Cancellation);
        await using var pipe = new PostgresPipe(server.Url)
        {
            SourceOptions = ImmutableDictionary<string, object>.Empty.Add("infinity", "null").Add("nan", "null").Add("out_of_range", "null"),
        };

        Assert.Equal(["1|∅|∅|∅", "2|∅|1.00|23:59:59.999999"], await pipe.ReadTextAsync("policy", Cancellation));
        Assert.Empty(pipe.Dirty);
    }

    [ServiceFact("postgres")]
    public async Task A_row_bad_in_two_columns_is_one_dirty_row_with_the_whole_row()
    {
        await server.ExecuteAsync("CREATE TABLE twice (id int, t time, d date); INSERT INTO twice VALUES (1, '24:00:00', 'infinity'), (2, '12:00', '2024-01-01')", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<string> rows = await pipe.ReadTextAsync("twice", Cancellation);

        Assert.Equal(["2|12:00:00.000000|2024-01-01"], rows);
        DirtyRow dirty = Assert.Single(pipe.Dirty);
        Assert.Equal("t 24:00:00 24:00:00 is not a value of TIME(6)", $"{dirty.Column} {dirty.Value} {dirty.Reason}");
        Assert.Equal(["id=1", "t=24:00:00", "d=infinity"], dirty.Row!.Select(v => $"{v.Key}={v.Value}"));
    }

    [ServiceFact("postgres")]
    public async Task Empty_text_and_null_stay_apart_and_json_keeps_its_null_and_digits()
    {
        await server.ExecuteAsync("CREATE TABLE nulls (id int, t text, v varchar(3), j json, k jsonb); INSERT INTO nulls VALUES (1, '', '', 'null', '1.10'), (2, NULL, NULL, NULL, NULL)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        Assert.Equal(["1|||null|1.10", "2|∅|∅|∅|∅"], await pipe.ReadTextAsync("nulls", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Bigint_and_decimals_beside_nulls_keep_every_digit()
    {
        await server.ExecuteAsync("CREATE TABLE beside (l bigint, n numeric(38,10)); INSERT INTO beside VALUES (9007199254740993, NULL), (NULL, 1234567890123456789012345678.0123456789)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        Assert.Equal(["9007199254740993|∅", "∅|1234567890123456789012345678.0123456789"], await pipe.ReadTextAsync("beside", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Arrays_that_are_no_plain_lists_are_dirty_rows_and_text_on_request()
    {
        await server.ExecuteAsync("CREATE TABLE arrays (id int, a int[]); INSERT INTO arrays VALUES (1, '{1,2}'), (2, '{{1,2},{3,4}}'), (3, '[0:1]={5,6}')", Cancellation);
        await using var typed = new PostgresPipe(server.Url);
        await using var text = new PostgresPipe(server.Url) { ColumnTypes = ImmutableDictionary<string, LogicalType>.Empty.Add("a", LogicalType.String) };

        Assert.Equal(["1|[1, 2]"], await typed.ReadTextAsync("arrays", Cancellation));
        Assert.Equal(
            ["ARRAY<INT> is one list from 1 on, and the integer[] is an array [1:2][1:2]", "ARRAY<INT> is one list from 1 on, and the integer[] is an array [0:1]"],
            typed.Dirty.Select(d => d.Reason));
        Assert.Equal(["1|{1,2}", "2|{{1,2},{3,4}}", "3|[0:1]={5,6}"], await text.ReadTextAsync("arrays", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task An_empty_table_makes_an_empty_table()
    {
        await server.ExecuteAsync("CREATE TABLE void (id int PRIMARY KEY, n numeric(15,2) NOT NULL)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        await pipe.CopyAsync("public.void", "public.void_copy", Cancellation);

        Assert.Equal(["id|integer|t", "n|numeric(15,2)|t"], await server.RowsAsync(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute WHERE attrelid = 'void_copy'::regclass AND attnum > 0 ORDER BY attnum", Cancellation));
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM void_copy", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Three_hundred_thousand_rows_are_three_hundred_thousand_rows()
    {
        await server.ExecuteAsync("CREATE TABLE many AS SELECT i AS id, md5(i::text) AS t FROM generate_series(1, 300000) i", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = 3, SourceOptions = ImmutableDictionary<string, object>.Empty.Add("split_size", 1L << 20) };

        await pipe.CopyAsync("public.many", "public.many_copy", Cancellation);

        Assert.Equal(0, await server.DifferencesAsync("TABLE many", "TABLE many_copy", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_failed_run_leaves_no_row_and_no_table()
    {
        await server.ExecuteAsync("CREATE TABLE fails (id int); INSERT INTO fails SELECT i FROM generate_series(1, 50000) i; CREATE TABLE kept (id int)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { BatchRows = 1000 };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using Sluice.Connectors.Sources.ISource source = pipe.Open().OpenSource(new())!;
        await using ISink sink = pipe.Open().OpenSink(new SinkSpec())!;
        Sluice.Connectors.Sources.TableScan scan = await pipe.PlanAsync(source, pipe.Open().Catalog, new("public", "fails"), Cancellation);
        SinkTable made = await sink.PlanAsync(new SinkRequest { Name = new("public", "made"), Schema = scan.Schema }, Cancellation);
        SinkTable kept = await sink.PlanAsync(new SinkRequest { Name = new("public", "kept"), Schema = scan.Schema }, Cancellation);
        await using Sluice.Connectors.Sources.ISourceRun sourceRun = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
        await using ISinkRun sinkRun = await sink.OpenRunAsync([made, kept], pipe.Context, Cancellation);
        await sinkRun.BeginAsync(Cancellation);
        await using (Sluice.Connectors.Sources.ISplitReader reader = sourceRun.CreateReader(new PostgresPipe.DirtyList(pipe.Dirty)))
        await using (ISinkWriter writer = sinkRun.CreateWriter(new PostgresPipe.DirtyList(pipe.Dirty)))
        {
            await reader.OpenAsync((await sourceRun.NextSplitAsync(Cancellation))!, Cancellation);
            for (int i = 0; i < 5; i++)
            {
                using var rows = (Sluice.Connectors.Sources.Rows)await reader.ReadAsync(Cancellation);
                await writer.WriteAsync(made, rows, Cancellation);
                await writer.WriteAsync(kept, rows, Cancellation);
            }

            Assert.Equal([(5000L), 5000L], (await writer.PrepareAsync(1, Cancellation)).Select(c => c.RowCount));
            Assert.Equal(["∅"], await server.RowsAsync("SELECT max(id) FROM kept", Cancellation));
        }

        await sinkRun.AbandonAsync(CancellationToken.None);

        Assert.Equal(["∅|0"], await server.RowsAsync("SELECT to_regclass('made'), (SELECT count(*) FROM kept)", Cancellation));
    }
}
