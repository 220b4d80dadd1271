using Xunit;

namespace Sluice.UnitTests.Cli;

/// <summary>The last line of a summary is a command that shows what was written.</summary>
public sealed class LookHintTests
{
    [Theory]
    [InlineData("out.csv", "./out.csv")]
    [InlineData("./lake/orders", "./lake/orders")]
    [InlineData("my orders.csv", "'./my orders.csv'")]
    [InlineData("sqlite:out.db", "sqlite:./out.db --table x")]
    public async Task It_can_be_pasted_and_shows_the_rows(string sink, string expected)
    {
        using var cli = new CliRun();

        await cli.RunAsync("copy", "memory:a", sink, "--table", "orders", "--into", "x");
        string hint = cli.Out.Split('\n')[^2];
        int exitCode = await cli.RunAsync([.. expected.Replace("'", "", StringComparison.Ordinal).Split(" --table ") is [var address, var table] ? ["preview", address, "--table", table] : (string[])["preview", expected.Trim('\'')]]);

        Assert.Equal($"  look at it: sluice preview {expected}", hint);
        Assert.Equal((0, ""), (exitCode, cli.Error));
        Assert.Contains("3 rows", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_repeats_the_command_as_the_launcher_was_called_and_starts_at_the_working_folder()
    {
        using var cli = new CliRun();
        cli.Environment["SLUICE_COMMAND"] = "./sluice";
        Directory.CreateDirectory(Path.Combine(cli.Folder, "jobs"));
        cli.Write("jobs/job.yaml", "source: { connection: \"memory:a\", tables: [shop.orders] }\nsink: { connection: ./out/orders }\n");

        await cli.RunAsync("run", "jobs/job.yaml");

        Assert.EndsWith("  look at it: ./sluice preview ./jobs/out/orders\n", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_tables_it_shows_one_and_says_so()
    {
        using var cli = new CliRun();

        await cli.RunAsync("copy", "memory:a", "./out/{table}.csv");

        Assert.EndsWith("  look at it: sluice preview ./out/items.csv (one of 2 tables)\n", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_is_named_as_connections_yaml_names_it_or_without_its_password()
    {
        using var cli = new CliRun();
        cli.Write("connections.yaml", "dw: \"memory://me:canary77@host/db\"\n");

        await cli.RunAsync("copy", "memory:a", "dw", "--table", "orders");
        string named = cli.Out.Split('\n')[^2];
        await cli.RunAsync("copy", "memory:a", "memory://me:canary77@host/db", "--table", "orders");
        string inline = cli.Out.Split('\n')[^2];

        Assert.Equal("  look at it: sluice preview dw --table orders", named);
        Assert.Equal("  look at it: sluice preview 'memory://me:***@host/db' --table orders", inline);
    }

    [Fact]
    public async Task Programs_and_runs_that_fail_or_write_to_the_terminal_get_none()
    {
        using var cli = new CliRun();

        await cli.RunAsync("copy", "memory:a", "out.csv", "--table", "orders", "--json");
        string json = cli.Out + cli.Error;
        await cli.RunAsync("copy", "memory:a", "out.csv", "--table", "orders");
        string failed = cli.Out + cli.Error;
        await cli.RunAsync("copy", "memory:a", "console:", "--table", "orders");

        Assert.DoesNotContain("look at it", json + failed + cli.Out + cli.Error, StringComparison.Ordinal);
    }
}
