using System.Diagnostics;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>Ctrl-C at random instants: exit 130 within five seconds, nothing visible, no session left.</summary>
public sealed class CancelTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int Times = 20;
    private readonly Random _random = new(20261124);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.parquet")]
    [InlineData("folder")]
    [InlineData("sqlite:out.db")]
    public async Task A_local_sink_shows_nothing_of_an_interrupted_run(string sink)
    {
        for (int i = 0; i < Times; i++)
        {
            using var folder = new TemporaryFolder();

            await InterruptAsync(folder, "copy", "generator:lineitem?rows=500000000", sink, "--into", "t");

            Assert.Empty(folder.Files());
        }
    }

    [ServiceFact("postgres")]
    public async Task PostgreSQL_as_a_sink_keeps_neither_a_table_nor_a_session()
    {
        for (int i = 0; i < Times; i++)
        {
            using var folder = new TemporaryFolder();

            await InterruptAsync(folder, "copy", "generator:lineitem?rows=500000000", server.Url, "--into", "cancelled");

            Assert.Equal(0, await SessionsAsync());
            Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'cancelled'", Cancellation));
        }
    }

    [ServiceFact("postgres")]
    public async Task PostgreSQL_as_a_source_keeps_no_session()
    {
        await server.ExecuteAsync("CREATE TABLE big AS SELECT i AS id, repeat('x', 200) AS filler FROM generate_series(1, 1500000) i", Cancellation);
        for (int i = 0; i < Times; i++)
        {
            using var folder = new TemporaryFolder();

            await InterruptAsync(folder, "copy", server.Url, "out.parquet", "--table", "public.big");

            Assert.Equal(0, await SessionsAsync());
            Assert.Empty(folder.Files());
        }
    }

    private async Task InterruptAsync(TemporaryFolder folder, params string[] arguments)
    {
        using SluiceProcess process = SluiceProcess.Start(new SluiceStart(arguments) { WorkingDirectory = folder.FullName });
        await Task.Delay(_random.Next(20, 900), Cancellation);
        bool ended = process.HasExited;
        process.Interrupt();
        var clock = Stopwatch.StartNew();
        SluiceResult result = await process.WaitAsync(Cancellation);
        if (ended)
            return;
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed} to stop");
        // Before the runtime has installed its handler, the signal itself ends the process: 130 by the shell's rule, too.
        result.MustExitWith(130);
    }

    private async Task<long> SessionsAsync()
    {
        for (int i = 0; ; i++)
        {
            long sessions = await server.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'sluice%'", Cancellation);
            if (sessions == 0 || i == 20)
                return sessions;
            await Task.Delay(100, Cancellation); // A backend notices its client's end with its next write.
        }
    }
}
