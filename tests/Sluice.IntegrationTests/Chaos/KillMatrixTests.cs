using System.Globalization;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>
/// Invariant 12: <c>kill -9</c> at any instant loses nothing that was committed and repeats nothing. Shortened here; <c>tests/chaos</c> runs the whole
/// campaign (<c>SLUICE_CHAOS_TIMES</c>).
/// </summary>
public sealed class KillMatrixTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int Killed = 137;
    private static readonly string[] s_paths = ["append", "parquet"];
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
            // The step happens some times in a run: at its first, third, fifth … occurrence.
            SluiceResult killed = await copy.RunAsync(string.Create(CultureInfo.InvariantCulture, $"{fault}:{(time * 2) - 1}"), Cancellation);

            if (killed.ExitCode != 0)
                killed.MustExitWith(Killed);
            (await copy.RunAsync(null, Cancellation, "--resume")).MustExitWith(0);
            await copy.CheckAsync(Cancellation);
            Assert.True(time > 1 || killed.ExitCode == Killed, $"{fault} was not reached");
        }
    }

    [ServiceFact("postgres")]
    public async Task Runs_killed_at_random_instants_and_started_again_are_exact()
    {
        TimeSpan whole = await WholeTimeAsync();
        int kills = 0, withCommittedRows = 0;
        while (kills < 6 * Times)
        {
            using ChaosCopy copy = await ChaosCopy.CreateAsync(server, s_paths[kills % s_paths.Length], Cancellation);
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
                if (await IsBegunAsync(copy))
                    withCommittedRows++;
            }

            await copy.CheckAsync(Cancellation);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {withCommittedRows} with committed rows");
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
