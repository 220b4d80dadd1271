using System.Globalization;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>
/// Invariant 12: <c>kill -9</c> at any instant loses nothing that was committed and repeats nothing. Shortened here; <c>tests/chaos</c> runs the whole
/// campaign (<c>SLUICE_CHAOS_TIMES</c>).
/// </summary>
public sealed class KillMatrixTests(PostgresServer server, ChaosRecord record) : IClassFixture<PostgresServer>, IClassFixture<ChaosRecord>
{
    private const int Killed = 137;
    private static readonly string[] s_paths = ["append", "upsert", "replace", "parquet"];
    private readonly Random _random = new(20261124);

    private static int Times { get; } = int.Parse(Environment.GetEnvironmentVariable("SLUICE_CHAOS_TIMES") ?? "1", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Faults()
    {
        var faults = new TheoryData<string, string>();
        foreach (string path in s_paths)
        {
            foreach (string fault in (string[])["split.finished", "checkpoint.publish", "checkpoint.published"])
                faults.Add(path, fault);
            if (path == "parquet")
                continue;
            foreach (string commit in (string[])["sent.before", "sent.after", "acknowledged.before", "acknowledged.after"])
                faults.Add(path, $"target.commit.{commit}");
            faults.Add(path, "swap.before");
            faults.Add(path, "swap.after");
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_run_killed_at_a_step_is_continued_exactly(string path, string fault)
    {
        if (Service.FaultProgram.SkipReason is { } reason)
            Assert.Skip(reason);
        for (int time = 1; time <= Times; time++)
        {
            using ChaosCopy copy = await ChaosCopy.CreateAsync(server, path, Cancellation);
            // At its third occurrence, then its second, its first, and again: how often a step happens depends on the machine's speed.
            int most = fault.StartsWith("swap", StringComparison.Ordinal) ? 1 : 3;
            int occurrence = most - ((time - 1) % most);
            SluiceResult killed = await copy.RunAsync(string.Create(CultureInfo.InvariantCulture, $"{fault}:{occurrence}"), Cancellation);

            killed.MustExitWith(Killed);
            record.Add(path, fault, await IsBegunAsync(copy));
            (await copy.RunAsync(null, Cancellation, "--resume")).MustExitWith(0);
            await copy.CheckAsync(Cancellation);
        }
    }

    [ServiceFact("postgres")]
    public async Task Runs_killed_at_random_instants_and_started_again_are_exact()
    {
        TimeSpan whole = await WholeTimeAsync();
        int kills = 0;
        while (kills < (Times == 1 ? 6 : 25 * Times))
        {
            string path = s_paths[_random.Next(s_paths.Length)];
            using ChaosCopy copy = await ChaosCopy.CreateAsync(server, path, Cancellation);
            for (int patience = 1; ; patience++)
            {
                using SluiceProcess process = copy.Start(null, "--resume");
                Task<SluiceResult> end = process.WaitAsync(Cancellation);
                // From half of a whole run's time on, and longer with each kill: a slow machine must get to the end, too.
                TimeSpan instant = whole * (0.3 + (0.7 * _random.NextDouble()) + (0.05 * patience));
                if (await Task.WhenAny(end, Task.Delay(instant, Cancellation)) == end)
                {
                    (await end).MustExitWith(0);
                    break;
                }

                process.Kill();
                if ((await end).ExitCode == 0)
                    break;
                kills++;
                record.Add(path, "any instant", await IsBegunAsync(copy));
            }

            await copy.CheckAsync(Cancellation);
        }
    }

    private async Task<TimeSpan> WholeTimeAsync()
    {
        using ChaosCopy copy = await ChaosCopy.CreateAsync(server, "append", Cancellation);
        return (await copy.RunAsync(null, Cancellation)).MustExitWith(0).Elapsed;
    }

    private static async Task<bool> IsBegunAsync(ChaosCopy copy)
    {
        try
        {
            await copy.LookAsync(Cancellation);
            return copy.HasCommittedRows;
        }
        catch (Npgsql.PostgresException)
        {
            return false; // Killed before the target's tables were made.
        }
    }
}
