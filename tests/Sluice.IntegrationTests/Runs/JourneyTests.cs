using System.Diagnostics;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>The journeys of <c>tests/journeys</c>: scripts of what a user does, with the command line and files only, each step's output compared.</summary>
public sealed class JourneyTests(MariaDbServer mariaDb, PostgresServer postgres) : IClassFixture<MariaDbServer>, IClassFixture<PostgresServer>
{
    [Fact]
    public async Task The_first_table_on_one_machine()
    {
        if ((Service.MariaDb.SkipReason ?? Service.Postgres.SkipReason) is { } reason)
            Assert.Skip(reason);
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "journeys", "j1"))
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SHOP_URL"] = mariaDb.Url;
        start.Environment["DW_URL"] = postgres.Url;
        start.Environment["SHOP_DB"] = Path.Combine(Repository.Root, "samples", "quickstart", "shop.db");
        start.Environment["SLUICE"] = SluiceProcess.Program;
        using Process journey = Process.Start(start)!;
        Task<string> output = journey.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = journey.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await journey.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", await errors);
        Assert.EndsWith("journey 1: 10 steps\n", await output, StringComparison.Ordinal);
        Assert.Equal(0, journey.ExitCode);
    }
}
