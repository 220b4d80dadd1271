using System.Globalization;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>Invariant 12, seen from the other side: it is the server that dies, or ends a session, in the middle of a run.</summary>
public sealed class ServerKillTests(PostgresServer server, ChaosRecord record) : IClassFixture<PostgresServer>, IClassFixture<ChaosRecord>
{
    private const int Rows = 60_000;

    /// <summary>Slow enough to be met in the middle: about four seconds.</summary>
    private const string Limit = "limits: { read: 15000 rows/s }";

    private static int Times { get; } = int.Parse(Environment.GetEnvironmentVariable("SLUICE_CHAOS_TIMES") ?? "1", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task A_run_goes_on_by_itself_when_the_server_is_killed_and_started_again()
    {
        await using ThrowAwayPostgres mortal = await ThrowAwayPostgres.StartAsync();
        await mortal.ExecuteAsync(Source, Cancellation);
        for (int time = 1; time <= Times; time++)
        {
            using var folder = new TemporaryFolder();
            string target = string.Create(CultureInfo.InvariantCulture, $"t{time}");
            await mortal.ExecuteAsync($"CREATE SCHEMA {target}", Cancellation);
            using SluiceProcess process = await StartAsync(folder, mortal.Owner.Url, $"schema: {target}", "checkpoint: { store: ./store, every: 50ms }");
            for (int kill = 1; kill <= 3; kill++)
            {
                await UntilAsync(process, async () => await CountAsync(mortal, target) >= kill * Rows / 5);
                await mortal.KillAsync();
                record.Add("append", "database server killed", true);
                await mortal.UpAsync();
            }

            SluiceResult result = (await process.WaitAsync(Cancellation)).MustExitWith(0);

            Assert.Contains("warning: the run was interrupted (", result.Errors, StringComparison.Ordinal);
            await CheckAsync(sql => mortal.ScalarAsync<long>(sql, Cancellation), target);
        }
    }

    [ServiceTheory("postgres")]
    [InlineData("")]
    [InlineData("checkpoint: { store: ./store, every: 50ms }")]
    public async Task A_run_goes_on_when_the_server_ends_the_sessions_that_read(string checkpoint)
    {
        using var folder = new TemporaryFolder();
        await server.ExecuteAsync("DROP SCHEMA IF EXISTS source CASCADE; " + Source, Cancellation);
        // A file as target, so that each session of the program is one that reads.
        using SluiceProcess process = await StartAsync(folder, server.Url, null, checkpoint);
        int ended = 0;
        await UntilAsync(process, async () =>
        {
            ended += (int)await server.ScalarAsync<long>(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%COPY%source%orders%' AND pid <> pg_backend_pid()",
                Cancellation);
            return ended > 0;
        });
        record.Add("parquet", checkpoint.Length > 0 ? "reading session ended" : "reading session ended, no store", true);

        SluiceResult result = (await process.WaitAsync(Cancellation)).MustExitWith(0);

        Assert.Contains("warning: reading split ", result.Errors, StringComparison.Ordinal);
        await server.ExecuteAsync("DROP SCHEMA IF EXISTS back CASCADE; CREATE SCHEMA back", Cancellation);
        (await SluiceProcess.RunAsync(Cancellation, "copy", folder["orders.parquet"], server.Url, "--into", "back.orders")).MustExitWith(0);
        await CheckAsync(sql => server.ScalarAsync<long>(sql, Cancellation), "back");
    }

    private static string Source => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        CREATE SCHEMA source;
        CREATE TABLE source.orders (id bigint PRIMARY KEY, who text NOT NULL);
        INSERT INTO source.orders SELECT g, 'customer ' || repeat(g::text, 12) FROM generate_series(1, {Rows}) g;
        ANALYZE source.orders;
        """);

    private static async Task<SluiceProcess> StartAsync(TemporaryFolder folder, string url, string? sink, string checkpoint)
    {
        string target = sink is null ? "{ connection: ./orders.parquet }" : $$"""{ connection: "${env:SOURCE_URL}", {{sink}} }""";
        await File.WriteAllTextAsync(
            folder["job.yaml"],
            $$"""
            version: 1
            name: mortal
            source: { connection: "${env:SOURCE_URL}", tables: [source.orders], split_size: 1MB }
            sink: {{target}}
            {{Limit}}
            {{checkpoint}}
            """,
            Cancellation);
        return SluiceProcess.Start(new SluiceStart(["run", folder["job.yaml"]])
        {
            WorkingDirectory = folder.FullName,
            Environment = new Dictionary<string, string?> { ["SOURCE_URL"] = url, ["HOME"] = folder.FullName },
        });
    }

    private static async Task UntilAsync(SluiceProcess process, Func<Task<bool>> isReached)
    {
        while (!await isReached())
        {
            if (process.HasExited)
                Assert.Fail("the run ended before it was met in its middle: " + (await process.WaitAsync(Cancellation)).Everything);
            await Task.Delay(20, Cancellation);
        }
    }

    private static async Task<long> CountAsync(ThrowAwayPostgres mortal, string target) =>
        await mortal.ScalarAsync<bool>($"SELECT to_regclass('{target}.orders') IS NOT NULL", Cancellation)
            ? await mortal.ScalarAsync<long>($"SELECT count(*) FROM {target}.orders", Cancellation)
            : 0;

    private static async Task CheckAsync(Func<string, Task<long>> ask, string target) => Assert.Equal(0, await ask(
        $"SELECT (SELECT count(*) FROM (TABLE source.orders EXCEPT ALL TABLE {target}.orders) a) + (SELECT count(*) FROM (TABLE {target}.orders EXCEPT ALL TABLE source.orders) b)"));
}
