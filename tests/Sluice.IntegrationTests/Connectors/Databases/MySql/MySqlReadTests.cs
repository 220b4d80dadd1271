using System.Collections.Immutable;
using System.Globalization;
using MySqlConnector;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sources;
using Sluice.IntegrationTests.Connectors.Databases.Postgres;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlReadTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static readonly ImmutableDictionary<string, object> s_small = ImmutableDictionary<string, object>.Empty.Add("split_size", 1L << 20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("mariadb")]
    public async Task A_parallel_read_sees_one_committed_state_while_a_writer_moves_amounts()
    {
        await server.ExecuteAsync("CREATE TABLE accounts (id int PRIMARY KEY, amount bigint, filler text); INSERT INTO accounts SELECT seq, 100, REPEAT('x', 500) FROM seq_1_to_10000; ANALYZE TABLE accounts", Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task writer = MoveAsync(stop.Token);
        for (int run = 0; run < 15; run++)
        {
            await using var pipe = new PostgresPipe(server.Url) { Parallelism = 4, SourceOptions = s_small };
            Assert.Equal(1_000_000, await SumAsync(pipe, "accounts"));
        }

        await stop.CancelAsync();
        await writer;
        long moved = long.Parse((await server.RowsAsync("SELECT COUNT(*) FROM accounts WHERE amount <> 100", Cancellation))[0], CultureInfo.InvariantCulture);
        Assert.True(moved > 50, $"the writer moved only {moved} amounts");
    }

    [ServiceTheory("mariadb")]
    [InlineData("signed", "bigint", "SELECT (CAST(seq AS SIGNED) - 5000) * 1844674407370955 FROM seq_1_to_10000 UNION SELECT -9223372036854775808 UNION SELECT 9223372036854775807")]
    [InlineData("unsigned", "bigint unsigned", "SELECT seq * 1844674407370955 FROM seq_1_to_10000 UNION SELECT 0 UNION SELECT 18446744073709551615")]
    [InlineData("skewed", "int", "SELECT seq FROM seq_1_to_9900 UNION SELECT 2147483647 - seq FROM seq_1_to_100")]
    [InlineData("one", "int", "SELECT 7")]
    [InlineData("none", "int", "SELECT 7 FROM dual WHERE 1 = 0")]
    public async Task A_table_is_cut_into_splits_that_hold_every_row_once(string table, string type, string values)
    {
        await server.ExecuteAsync($"CREATE TABLE s_{table} (id {type} PRIMARY KEY, t char(200) DEFAULT 'x'); INSERT INTO s_{table} (id) {values}; ANALYZE TABLE s_{table}", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = 3, SourceOptions = s_small };

        TableScan scan = await PlanAsync(pipe, $"s_{table}");
        List<object?[]> rows = await pipe.ReadAsync($"s_{table}", Cancellation, "id");

        Assert.Matches(table is "one" or "none" ? "^1 \\(" : "^[2-9] ranges of id$", scan.SplitText);
        Assert.Equal(
            await server.RowsAsync($"SELECT id FROM s_{table} ORDER BY id", Cancellation),
            rows.Select(r => r[0]).Order().Select(id => ((IFormattable)id!).ToString(null, CultureInfo.InvariantCulture)));
    }

    [ServiceFact("mariadb")]
    public async Task Rows_whose_split_column_is_null_are_read_once()
    {
        await server.ExecuteAsync("CREATE TABLE nulls (id int, t char(250) DEFAULT 'x', KEY (id)); INSERT INTO nulls (id) SELECT IF(seq % 10 = 0, NULL, seq) FROM seq_1_to_10000; ANALYZE TABLE nulls", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = 3, SourceOptions = s_small.Add("split_by", "id") };

        TableScan scan = await PlanAsync(pipe, "nulls");
        List<object?[]> rows = await pipe.ReadAsync("nulls", Cancellation, "id");

        Assert.EndsWith(" ranges of id and one for NULL", scan.SplitText, StringComparison.Ordinal);
        Assert.Equal((10_000, 1_000, 9_000), (rows.Count, rows.Count(r => r[0] is null), rows.Select(r => r[0]).Where(v => v is not null).Distinct().Count()));
    }

    [ServiceTheory("mariadb")]
    [InlineData("CREATE TABLE k_text (id varchar(10) PRIMARY KEY)", "k_text", "1 (the key begins with column 'id' of type varchar(10); set split_by to an integer column)")]
    [InlineData("CREATE TABLE k_none (id int)", "k_none", "1 (the table has no primary key; set split_by to an integer column)")]
    [InlineData("CREATE VIEW k_view AS SELECT 1 AS id", "k_view", "1 (a view has no ranges to cut)")]
    public async Task What_cannot_be_cut_has_one_reader_and_a_note(string make, string table, string expected)
    {
        await server.ExecuteAsync(make, Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = 3 };

        TableScan scan = await PlanAsync(pipe, table);

        Assert.Equal((expected, 1), (scan.SplitText, scan.MaxReaders));
        Assert.Equal([$"one reader: {expected[3..^1]}"], scan.Notes);
    }

    [ServiceFact("mariadb")]
    public async Task Without_the_right_to_lock_the_plan_says_what_the_readers_see()
    {
        await server.ExecuteAsync("CREATE TABLE unlockable (id int PRIMARY KEY, t char(250) DEFAULT 'x'); INSERT INTO unlockable (id) SELECT seq FROM seq_1_to_10000; ANALYZE TABLE unlockable", Cancellation);
        await server.AdministerAsync($"CREATE OR REPLACE USER weak IDENTIFIED BY 'secret-1'; GRANT SELECT ON {server.Owner.Database}.* TO weak", Cancellation);
        string url = (server.Owner with { User = "weak", Password = "secret-1" }).Url;
        await using var plain = new PostgresPipe(url) { Parallelism = 2, SourceOptions = s_small };
        await using var demanded = new PostgresPipe(url) { Parallelism = 2, SourceOptions = s_small.Add("snapshot", "exported") };

        TableScan scan = await PlanAsync(plain, "unlockable");
        List<object?[]> rows = await plain.ReadAsync("unlockable", Cancellation);
        var error = await Assert.ThrowsAsync<SluiceException>(() => PlanAsync(demanded, "unlockable"));

        Assert.Equal("each reader as of its own start", scan.Consistency);
        Assert.Equal(["the user may not lock tables: each reader sees the table as of its own start; `snapshot: single` reads one state"], scan.Notes);
        Assert.Equal(10_000, rows.Count);
        Assert.Equal(
            $"mysql.no_snapshot: the user may not lock table '{server.Owner.Database}.unlockable', which a common snapshot needs\n  at {server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}\n"
            + "  fix: grant LOCK TABLES on the database, or set `snapshot: single` or `parallel`", error.Message);
    }

    [ServiceFact("mariadb")]
    public async Task A_long_row_that_needs_several_packets_comes_whole()
    {
        await server.ExecuteAsync("CREATE TABLE longs (id int PRIMARY KEY, t longtext); INSERT INTO longs VALUES (1, REPEAT('a', 16777215 - 6)), (2, REPEAT('b', 16777215 - 5)), (3, REPEAT('c', 40000000)), (4, 'd')", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<object?[]> rows = await pipe.ReadAsync("longs", Cancellation);

        Assert.Equal([(1, 16_777_209, 'a'), (2, 16_777_210, 'b'), (3, 40_000_000, 'c'), (4, 1, 'd')], rows.Select(r => ((int)r[0]!, ((string)r[1]!).Length, ((string)r[1]!).Distinct().Single())));
    }

    [ServiceFact("mariadb")]
    public async Task A_reader_given_up_in_the_middle_leaves_no_session()
    {
        await server.ExecuteAsync("CREATE TABLE halfway (id int PRIMARY KEY, t char(250) DEFAULT 'x'); INSERT INTO halfway (id) SELECT seq FROM seq_1_to_100000", Cancellation);
        await using (var pipe = new PostgresPipe(server.Url) { BatchRows = 100 })
        {
            Sluice.Connectors.IConnection connection = pipe.Open();
            await using ISource source = connection.OpenSource(new SourceSpec())!;
            TableScan scan = await pipe.PlanAsync(source, connection.Catalog, new TableName(null, "halfway"), Cancellation);
            await using ISourceRun run = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
            await using ISplitReader reader = run.CreateReader(new PostgresPipe.DirtyList(pipe.Dirty));
            await reader.OpenAsync((await run.NextSplitAsync(Cancellation))!, Cancellation);
            (await reader.ReadAsync(Cancellation)).Dispose();
        }

        string sessions = "";
        for (int i = 0; i < 50 && sessions != "0"; i++)
        {
            sessions = await server.SessionsAsync(Cancellation);
            await Task.Delay(sessions == "0" ? 0 : 50, Cancellation);
        }

        Assert.Equal("0", sessions);
    }

    private static async Task<TableScan> PlanAsync(PostgresPipe pipe, string table)
    {
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec { Options = new(pipe.SourceOptions) })!;
        return await pipe.PlanAsync(source, connection.Catalog, new TableName(null, table), Cancellation);
    }

    private static async Task<long> SumAsync(PostgresPipe pipe, string table)
    {
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec { Options = new(pipe.SourceOptions) })!;
        TableScan scan = await pipe.PlanAsync(source, connection.Catalog, new TableName(null, table), Cancellation, "amount");
        Assert.True(scan.MaxReaders > 1, scan.SplitText);
        await using ISourceRun run = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
        using var gate = new SemaphoreSlim(1);
        long[] sums = await Task.WhenAll(Enumerable.Range(0, pipe.Parallelism).Select(_ => Task.Run(async () =>
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
                    using (rows)
                    {
                        foreach (long amount in ((Apache.Arrow.Int64Array)rows.Batch.Column(0)).Values)
                            sum += amount;
                    }
                }
            }
        })));
        return sums.Sum();
    }

    private async Task MoveAsync(CancellationToken stop)
    {
        await using var connection = new MySqlConnection(server.Owner.ConnectionString);
        await connection.OpenAsync(Cancellation);
        var chance = new Random(1);
        while (!stop.IsCancellationRequested)
        {
            (int from, int to) = (chance.Next(1, 10_000), chance.Next(1, 10_000));
            await using var command = new MySqlCommand(
                $"START TRANSACTION; UPDATE accounts SET amount = amount - 1 WHERE id = {from}; UPDATE accounts SET amount = amount + 1 WHERE id = {to}; COMMIT", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }
}
