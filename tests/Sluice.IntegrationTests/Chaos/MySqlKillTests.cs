using System.Globalization;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>
/// Invariant 12 for MariaDB at either end: <c>kill -9</c> at a step loses nothing that was committed and repeats nothing.
/// </summary>
[Collection("mariadb")] // Some of its tests change settings of the whole server for a moment.
public sealed class MySqlKillTests(MariaDbServer maria, PostgresServer postgres) : IClassFixture<MariaDbServer>, IClassFixture<PostgresServer>
{
    private const int Killed = 137;

    private static int Times { get; } = int.Parse(Environment.GetEnvironmentVariable("SLUICE_CHAOS_TIMES") ?? "1", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Faults()
    {
        var faults = new TheoryData<string, string>();
        foreach (string path in (string[])["maria-postgres", "postgres-maria", "maria-parquet", "postgres-maria-upsert", "postgres-maria-replace", "postgres-maria-rows"])
        {
            // The steps of the engine are the same for every way of writing: shortened, they are taken with the plain one.
            foreach (string fault in (string[])["split.finished", "checkpoint.publish", "checkpoint.published"])
            {
                if (Times > 1 || !path.StartsWith("postgres-maria-", StringComparison.Ordinal))
                    faults.Add(path, fault);
            }

            if (path == "maria-parquet")
                continue;
            foreach (string commit in (string[])["sent.before", "sent.after", "acknowledged.before", "acknowledged.after"])
                faults.Add(path, $"target.commit.{commit}");
            foreach (string end in path switch
            {
                "postgres-maria-replace" => (string[])["swap.recorded", "swap.before", "swap.after", "finish.before", "finish.after"],
                "postgres-maria-upsert" or "postgres-maria-rows" => ["finish.before", "finish.after"],
                _ => [],
            })
                faults.Add(path, end);
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_run_killed_at_a_step_is_continued_exactly(string path, string fault)
    {
        foreach (Service service in (Service[])[Service.FaultProgram, Service.MariaDb, Service.Postgres])
            Assert.SkipWhen(service.SkipReason is not null, service.SkipReason ?? "");
        for (int time = 1; time <= Times; time++)
        {
            using MySqlChaosCopy copy = await MySqlChaosCopy.CreateAsync(maria, postgres, path, Cancellation);
            // The step happens some times in a run: at its second, fourth, sixth … occurrence.
            bool isOnce = fault.StartsWith("swap", StringComparison.Ordinal) || fault.StartsWith("finish", StringComparison.Ordinal);
            SluiceResult killed = await copy.RunAsync(string.Create(CultureInfo.InvariantCulture, $"{fault}:{(isOnce ? 1 : time * 2)}"), Cancellation);

            if (killed.ExitCode != 0)
                killed.MustExitWith(Killed);
            (await copy.RunAsync(null, Cancellation, "--resume")).MustExitWith(0);
            await copy.CheckAsync(Cancellation);
            Assert.True(time > 1 || killed.ExitCode == Killed, $"{fault} was not reached");
        }
    }
}
