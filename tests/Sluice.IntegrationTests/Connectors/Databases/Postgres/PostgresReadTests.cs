using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sources;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

public sealed class PostgresReadTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task A_parallel_read_sees_one_committed_state_while_a_writer_moves_amounts()
    {
        await server.ExecuteAsync("CREATE TABLE accounts (id int PRIMARY KEY, amount bigint, filler text) WITH (fillfactor = 50); "
            + "INSERT INTO accounts SELECT i, 100, repeat('x', 500) FROM generate_series(1, 10000) i", Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task writer = MoveAsync(stop.Token);
        long moved = 0;
        for (int run = 0; run < 20; run++)
        {
            await using var pipe = new PostgresPipe(server.Url) { Parallelism = 4, SourceOptions = Small };
            long sum = await SumAsync(pipe);
            Assert.Equal(1_000_000, sum);
        }

        moved = await server.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE amount <> 100", Cancellation);
        await stop.CancelAsync();
        await writer;
        Assert.True(moved > 100, $"the writer moved only {moved} amounts");
    }

    [ServiceTheory("postgres")]
    [InlineData("plain", "CREATE TABLE plain AS SELECT i AS id, repeat('x', 300) AS t FROM generate_series(1, 20000) i", "ctid", "7 ranges of ctid")]
    [InlineData("parts", "CREATE TABLE parts (id int, t text) PARTITION BY RANGE (id); CREATE TABLE parts_a PARTITION OF parts FOR VALUES FROM (0) TO (5000); "
        + "CREATE TABLE parts_b PARTITION OF parts DEFAULT PARTITION BY LIST (t); CREATE TABLE parts_c PARTITION OF parts_b DEFAULT; "
        + "INSERT INTO parts SELECT i, repeat('x', 300) FROM generate_series(1, 20000) i", "ctid", "7 ranges of ctid over 2 parts")]
    [InlineData("parent", "CREATE TABLE parent (id int, t text); CREATE TABLE child (extra int) INHERITS (parent); INSERT INTO parent SELECT i, 'p' FROM generate_series(1, 10) i; "
        + "INSERT INTO child SELECT i, 'c' FROM generate_series(11, 20) i", "ctid", "2 ranges of ctid over 2 parts")]
    [InlineData("seen", "CREATE VIEW seen AS SELECT i AS id FROM generate_series(1, 1000) i", "ctid", "1 (a view has no ranges to cut)")]
    [InlineData("keyed", "CREATE TABLE keyed AS SELECT CASE WHEN i % 10 = 0 THEN NULL ELSE i * 1000 - 5000000 END AS id FROM generate_series(1, 10000) i; "
        + "INSERT INTO keyed VALUES (2147483647), (-2147483648)", "id", "24 ranges of id and one for NULL")]
    public async Task A_table_is_cut_into_splits_that_hold_every_row_once(string table, string make, string splitBy, string expected)
    {
        await server.ExecuteAsync(make, Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = 3, SourceOptions = Small.SetItem("split_by", splitBy) };
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec { Options = new(pipe.SourceOptions) })!;

        TableScan scan = await pipe.PlanAsync(source, connection.Catalog, new TableName("public", table), Cancellation, "id");
        List<object?[]> rows = await pipe.ReadAsync(table, Cancellation, "id");

        Assert.Equal(expected, scan.SplitText);
        Assert.Equal(
            await server.RowsAsync($"SELECT id FROM {table} ORDER BY id NULLS FIRST", Cancellation),
            rows.Select(r => (int?)r[0]).Order().Select(id => id?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "∅"));
    }

    [ServiceTheory("postgres")]
    [InlineData("ends", "bigint", "-9223372036854775808, -1, 0, 1, 9223372036854775807")]
    [InlineData("unsigned", "oid", "0, 1, 2147483647, 2147483648, 4294967295")]
    [InlineData("exact", "int", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25")]
    [InlineData("lone", "int", "-5")]
    public async Task A_key_is_cut_from_its_least_to_its_greatest_value(string table, string type, string values)
    {
        await server.ExecuteAsync($"CREATE TABLE {table} (id {type} PRIMARY KEY); INSERT INTO {table} SELECT v::{type} FROM unnest('{{{values}}}'::bigint[]) v", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = 3, SourceOptions = Small.SetItem("split_by", "id") };

        List<object?[]> rows = await pipe.ReadAsync(table, Cancellation, "id");

        Assert.Equal(values, string.Join(", ", rows.Select(r => Convert.ToInt64(r[0], System.Globalization.CultureInfo.InvariantCulture)).Order()));
    }

    [ServiceFact("postgres")]
    public async Task The_last_range_takes_rows_that_came_after_the_plan()
    {
        await server.ExecuteAsync("CREATE TABLE grows AS SELECT i AS id, repeat('x', 500) AS t FROM generate_series(1, 5000) i", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = 2, SourceOptions = Small };
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec { Options = new(pipe.SourceOptions) })!;
        TableScan scan = await pipe.PlanAsync(source, connection.Catalog, new TableName("public", "grows"), Cancellation, "id");
        await server.ExecuteAsync("INSERT INTO grows SELECT i, repeat('x', 500) FROM generate_series(5001, 9000) i", Cancellation);
        await using ISourceRun run = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
        await using ISplitReader reader = run.CreateReader(new PostgresPipe.DirtyList(pipe.Dirty));
        long count = 0;
        while (await run.NextSplitAsync(Cancellation) is { } split)
        {
            await reader.OpenAsync(split, Cancellation);
            while (await reader.ReadAsync(Cancellation) is Rows rows)
            {
                count += rows.Batch.Length;
                rows.Dispose();
            }
        }

        Assert.Equal(9000, count);
    }

    [ServiceFact("postgres")]
    public async Task Cancelling_at_any_instant_leaves_no_session()
    {
        await server.ExecuteAsync("CREATE TABLE long_one AS SELECT i AS id, repeat('x', 300) AS t FROM generate_series(1, 200000) i", Cancellation);
        var random = new Random(7);
        for (int run = 0; run < 20; run++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            stop.CancelAfter(random.Next(0, 400));
            try
            {
                await using var pipe = new PostgresPipe(server.Url) { Parallelism = 2, SourceOptions = Small };
                await pipe.CopyAsync("public.long_one", $"public.never_{run}", stop.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(["∅"], await server.RowsAsync($"SELECT to_regclass('never_{run}')", Cancellation));
            }

            for (int i = 0; i < 50 && await server.OtherSessionsAsync(Cancellation) > 0; i++)
                await Task.Delay(20, Cancellation);
            Assert.Equal(0, await server.OtherSessionsAsync(Cancellation));
        }
    }

    [ServiceFact("postgres")]
    public async Task A_statement_that_sends_nothing_is_cancelled_too()
    {
        await server.ExecuteAsync("CREATE VIEW sleepy AS SELECT 1 AS id FROM pg_sleep(60)", Cancellation);
        await using (var pipe = new PostgresPipe(server.Url))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            stop.CancelAfter(300);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipe.ReadAsync("sleepy", stop.Token));
        }

        for (int i = 0; i < 50 && await server.OtherSessionsAsync(Cancellation) > 0; i++)
            await Task.Delay(20, Cancellation);
        Assert.Equal(0, await server.OtherSessionsAsync(Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task No_column_is_rows_all_the_same()
    {
        await server.ExecuteAsync("CREATE TABLE counted AS SELECT i AS id FROM generate_series(1, 1234) i", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec())!;
        TableDescription table = (await connection.Catalog.DescribeAsync(new TableName(null, "counted"), Cancellation))!;
        TableScan scan = await source.PlanAsync(new ScanRequest { Table = table, Columns = [] }, Cancellation);
        await using ISourceRun run = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
        await using ISplitReader reader = run.CreateReader(new PostgresPipe.DirtyList(pipe.Dirty));
        await reader.OpenAsync((await run.NextSplitAsync(Cancellation))!, Cancellation);

        using var rows = (Rows)await reader.ReadAsync(Cancellation);

        Assert.Equal((1234, 0), (rows.Batch.Length, rows.Batch.ColumnCount));
    }

    [ServiceFact("postgres")]
    public async Task A_table_is_described_with_keys_comments_and_estimates()
    {
        await server.ExecuteAsync(
            """
            CREATE DOMAIN price AS numeric(15,2); CREATE TYPE mood AS ENUM ('sad', 'ok');
            CREATE TABLE described (a int, b text NOT NULL, c price, d mood, e interval, PRIMARY KEY (b, a), UNIQUE (c), UNIQUE (c, d));
            CREATE UNIQUE INDEX ON described (a) WHERE a > 0; COMMENT ON TABLE described IS 'about'; COMMENT ON COLUMN described.c IS 'net';
            INSERT INTO described SELECT i, i::text FROM generate_series(1, 100) i; ANALYZE described;
            """, Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        TableDescription table = (await pipe.Open().Catalog.DescribeAsync(new TableName(null, "described"), Cancellation))!;

        Assert.Equal("public.described", table.Name.ToString());
        Assert.Equal(
            ["a INT NOT NULL", "b STRING NOT NULL", "c DECIMAL(15, 2)", "d STRING [enum]", "e STRING [postgres.interval]"], table.Schema.Columns.Select(c => c.ToString()));
        Assert.Equal(["integer", "text", "price", "mood", "interval"], table.Schema.Columns.Select(c => c.NativeType));
        Assert.Equal(["b", "a"], table.Schema.PrimaryKey);
        Assert.Equal(["c", "c,d"], table.UniqueKeys.Select(k => string.Join(',', k)));
        Assert.Equal(("about", "net", 100L, "table"), (table.Comment, table.Schema.Columns[2].Comment, table.EstimatedRows, table.Kind));
        Assert.Equal(["column 'e' of type interval travels as the server's own text"], table.Notes);
        Assert.Null(await pipe.Open().Catalog.DescribeAsync(new TableName("public", "Described"), Cancellation));
    }

    private static ImmutableDictionary<string, object> Small => ImmutableDictionary<string, object>.Empty.Add("split_size", 1L << 20);

    private async Task MoveAsync(CancellationToken cancellationToken)
    {
        var random = new Random(1);
        await using var connection = new Npgsql.NpgsqlConnection(server.Owner.ConnectionString);
        await connection.OpenAsync(Cancellation);
        while (!cancellationToken.IsCancellationRequested)
        {
            (int from, int to) = (random.Next(1, 10_001), random.Next(1, 10_001));
            await using var command = new Npgsql.NpgsqlCommand(
                $"BEGIN; UPDATE accounts SET amount = amount - 7 WHERE id = {from}; UPDATE accounts SET amount = amount + 7 WHERE id = {to}; COMMIT", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }

    private static async Task<long> SumAsync(PostgresPipe pipe)
    {
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec { Options = new(pipe.SourceOptions) })!;
        TableScan scan = await pipe.PlanAsync(source, connection.Catalog, new TableName("public", "accounts"), Cancellation, "amount");
        Assert.True(scan.MaxReaders == 4, scan.SplitText);
        await using ISourceRun run = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
        var gate = new SemaphoreSlim(1);
        long[] sums = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            long sum = 0;
            await using ISplitReader reader = run.CreateReader(new PostgresPipe.DirtyList(pipe.Dirty));
            while (true)
            {
                await gate.WaitAsync(Cancellation);
                Split? split = await run.NextSplitAsync(Cancellation);
                gate.Release();
                if (split is null)
                    return sum;
                await reader.OpenAsync(split, Cancellation);
                while (await reader.ReadAsync(Cancellation) is Rows rows)
                {
                    foreach (long amount in new Sluice.Types.ColumnView(rows.Batch.Column(0)).Values<long>())
                        sum += amount;
                    rows.Dispose();
                }
            }
        })));
        return sums.Sum();
    }
}
