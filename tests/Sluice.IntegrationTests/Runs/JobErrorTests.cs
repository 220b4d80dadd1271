using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>A job or an environment that is wrong, through the real program: the whole text, the exit code, nothing left.</summary>
public sealed class JobErrorTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Place => $"{server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}";

    [Theory]
    [InlineData("version: 1\nsource:\n\tconnection: a.csv\nsink: { connection: b.csv }\n",
        "job.yaml_tab: a line is indented with a tab\n  at job.yaml:3:1\n  3 |  connection: a.csv\n    | ^\n  fix: indent with spaces\n")]
    [InlineData("version: 1\nsource: { connection: a.csv }\nsink: { connection: b.csv, wirte: append }\n",
        "job.unknown_key: 'sink' has no key 'wirte'\n  at job.yaml:3:28\n  3 | sink: { connection: b.csv, wirte: append }\n    |                            ^^^^^\n  fix: did you mean 'write'?\n")]
    [InlineData("version: 1\nname: a\nsource: { connection: a.csv }\nsink: { connection: b.csv }\nname: b\n",
        "job.duplicate_key: the key 'name' is given twice, first in line 2\n  at job.yaml:5:1\n  5 | name: b\n    | ^^^^\n  fix: remove one of them\n")]
    [InlineData("version: 1\nsource: { connection: a.csv }\nsink: { connection: b.csv }\nwhere: \"UPER(name) = 'X'\"\n",
        "expression.unknown_function: there is no function 'UPER'\n  at job.yaml:4:9\n  4 | where: \"UPER(name) = 'X'\"\n    |         ^^^^\n  fix: write UPPER\n")]
    [InlineData("version: 1\nsource: { connection: a.csv }\nsink: { connection: b.csv }\nselect: { n: nmae }\n",
        "expression.unknown_column: there is no column 'nmae'\n  at job.yaml:4:14\n  4 | select: { n: nmae }\n    |              ^^^^\n  fix: write name\n")]
    public async Task A_mistake_in_a_job_file_exits_with_2(string job, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.csv"], "id,name\n1,x\n");
        File.WriteAllText(folder["job.yaml"], job);

        SluiceResult result = await SluiceProcess.RunAsync(new SluiceStart("run", "job.yaml") { WorkingDirectory = folder.FullName }, Cancellation);

        result.AssertFailed(2, "", expected);
        Assert.Equal(["a.csv", "job.yaml"], folder.Files());
    }

    [ServiceFact("postgres")]
    public Task A_wrong_password_exits_with_3() => FailAsync(
        3, server.Owner.UrlWithoutPassword, "canary-wrong", "public.t", null,
        $"postgres.wrong_password: connecting: password authentication failed for user \"sluice\"\n  at {Place}\n  fix: check the user and the password, and that pg_hba.conf lets this user in from here\n");

    [ServiceFact("postgres")]
    public Task No_such_host_exits_with_3() => FailAsync(
        3, "postgres://sluice@no-such-host.invalid/db", "x-secret", "public.t", null,
        "postgres.unknown_host: connecting: no such host\n  at no-such-host.invalid:5432/db\n  fix: check the host name in the address\n");

    [ServiceFact("postgres")]
    public async Task No_such_table_exits_with_2_and_names_the_nearest()
    {
        await server.ExecuteAsync("CREATE TABLE orders (id int)", Cancellation);

        await FailAsync(2, server.Owner.UrlWithoutPassword, server.Owner.Password, "public.ordrs", null,
            "job.unknown_table: there is no table 'public.ordrs'\n  at --table:1:1\n  1 | public.ordrs\n    | ^^^^^^^^^^^^\n  fix: did you mean 'public.orders'?\n");
    }

    [ServiceFact("postgres")]
    public async Task No_such_column_exits_with_2_and_names_the_nearest()
    {
        await server.ExecuteAsync("CREATE TABLE items (id int, price numeric(10, 2))", Cancellation);

        await FailAsync(2, server.Owner.UrlWithoutPassword, server.Owner.Password, "public.items", "prise > 1",
            "expression.unknown_column: there is no column 'prise'\n  at --where:1:1\n  1 | prise > 1\n    | ^^^^^\n  fix: write price\n");
    }

    [ServiceFact("postgres")]
    public async Task A_missing_right_exits_with_3_and_says_what_to_grant()
    {
        await server.ExecuteAsync("CREATE TABLE closed (id int)", Cancellation);

        await FailAsync(3, server.Reader.UrlWithoutPassword, server.Reader.Password, "public.closed", null,
            $"postgres.missing_right: user 'sluice_reader' may not read table 'public.closed'\n  at {Place}\n  fix: grant it: GRANT SELECT ON \"public\".\"closed\" TO \"sluice_reader\"\n");
    }

    private static async Task FailAsync(int exitCode, string address, string password, string table, string? where, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["connections.yaml"], $"pg: \"{address.Replace("@", ":${env:PGSECRET}@", StringComparison.Ordinal)}\"\n");
        string[] filter = where is null ? [] : ["--where", where];

        SluiceResult result = await SluiceProcess.RunAsync(
            new SluiceStart(["copy", "pg", "out.csv", "--table", table, .. filter])
            {
                WorkingDirectory = folder.FullName,
                Environment = new Dictionary<string, string?> { ["PGSECRET"] = password },
            },
            Cancellation);

        result.AssertFailed(exitCode, "", expected);
        Assert.DoesNotContain(password, result.Everything, StringComparison.Ordinal);
        Assert.Equal(["connections.yaml"], folder.Files());
    }
}
