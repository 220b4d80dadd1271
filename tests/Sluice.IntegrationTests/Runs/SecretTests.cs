using System.Text.Encodings.Web;
using Npgsql;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>
/// Invariant 8 on the real program: a password, however it is given, is in no output, event, dead letter, plan or file, also where a row or the
/// server repeats it.
/// </summary>
public sealed class SecretTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    // What JSON, SQL and an address write in another form.
    private const string Canary = "kan\"arie\\77'ü";
    private const string Variable = "SLUICE_CANARY";

    private static readonly string[] s_forms =
        [Canary, Uri.EscapeDataString(Canary), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Canary), JavaScriptEncoder.Default.Encode(Canary), "arie\\77", "arie%5C77", "arie\\\\77"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Role => $"canary_{server.Owner.Database}";

    private string Address(string password) => $"postgres://{Role}:{password}@{server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}";

    [ServiceTheory("postgres")]
    [InlineData("literal")]
    [InlineData("env")]
    [InlineData("file")]
    public async Task A_password_is_found_nowhere(string given)
    {
        await MakeRoleAsync();
        using var folder = new TemporaryFolder();
        using var hidden = new TemporaryFolder();
        File.WriteAllText(hidden["password"], Uri.EscapeDataString(Canary) + "\n");
        string address = Address(given switch { "env" => $"${{env:{Variable}}}", "file" => $"${{file:{hidden["password"]}}}", _ => Uri.EscapeDataString(Canary) });
        string source = $"version: 1\nconnections: {{ pg: \"{address}\" }}\nsource: {{ connection: pg, tables: [public.secrets] }}\n";
        File.WriteAllText(hidden["dirty.yaml"], source + $"sink: {{ connection: \"{folder["out.jsonl"]}\" }}\nselect: {{ id: id, n: CAST(v AS INT) }}\nerrors: {{ limit: 5, dead_letter: \"{folder["dead"]}\" }}\n");
        File.WriteAllText(hidden["strict.yaml"], source + $"sink: {{ connection: \"{folder["out2.jsonl"]}\" }}\nselect: {{ id: id, n: CAST(v AS INT) }}\nerrors: {{ dead_letter: \"{folder["dead"]}\" }}\n");
        File.WriteAllText(hidden["refused.yaml"], source + $"sink: {{ connection: pg }}\ntables: [{{ match: public.secrets, into: checked }}]\nerrors: {{ limit: 5, dead_letter: \"{folder["dead"]}\" }}\n");
        File.WriteAllText(hidden["broken.yaml"], source + $"sink: {{ connection: \"{folder["out3.jsonl"]}\" }}\nwhere: \"nothing = 1\"\n");
        var all = new List<string>();

        all.Add(await RunAsync(0, "plan", hidden["dirty.yaml"]));
        all.Add(await RunAsync(0, "run", hidden["dirty.yaml"]));
        File.Delete(folder["out.jsonl"]);
        all.Add(await RunAsync(0, "run", hidden["dirty.yaml"], "--json"));
        all.Add(await RunAsync(1, "run", hidden["strict.yaml"]));
        all.Add(await RunAsync(1, "run", hidden["strict.yaml"], "--json"));
        all.Add(await RunAsync(0, "run", hidden["refused.yaml"]));
        all.Add(await RunAsync(0, "run", hidden["refused.yaml"], "--json"));
        all.Add(await RunAsync(2, "run", hidden["broken.yaml"]));
        all.Add(await RunAsync(0, "plan", hidden["refused.yaml"], "--json"));
        all.Add(await RunAsync(0, "check", hidden["refused.yaml"]));
        all.Add(await RunAsync(0, "validate", hidden["refused.yaml"]));

        all.AddRange(folder.Files().Select(file => file + "\n" + File.ReadAllText(folder[file])));
        Assert.Equal([], all.Where(HoldsCanary));
        // The rows that repeat the password were there to be found: they are in the dead letters, masked.
        Assert.Contains(all, text => text.Contains("***", StringComparison.Ordinal) && text.Contains("not_castable", StringComparison.Ordinal));
        Assert.Contains(all, text => text.Contains("checked_v_check", StringComparison.Ordinal));
    }

    [ServiceFact("postgres")]
    public async Task A_password_on_the_command_line_is_warned_about_and_found_nowhere()
    {
        await MakeRoleAsync();
        using var folder = new TemporaryFolder();
        string address = Address(Uri.EscapeDataString(Canary));
        string shown = Address("***");
        string warning = $"warning: job.literal_password: a password stands in the address\n  at SOURCE:1:1\n  1 | {shown}\n    | {new string('^', shown.Length)}\n"
            + "  fix: use ${env:NAME} or ${file:/path} in a job file\n";

        SluiceResult copied = (await StartAsync("copy", address, folder["out.csv"], "--table", "public.secrets", "--select", "id")).MustExitWith(0);
        SluiceResult failed = (await StartAsync("copy", address.Replace(Role, "nobody_at_all", StringComparison.Ordinal), folder["out2.csv"], "--table", "public.secrets")).MustExitWith(3);
        string[] others =
        [
            await RunAsync(0, "tables", address),
            await RunAsync(0, "check", address),
            await RunAsync(0, "init", address),
            await RunAsync(0, "preview", address, "--table", "public.secrets"),
            await RunAsync(0, "preview", address, "--table", "public.secrets", "--json"),
            await RunAsync(2, "preview", address, "--table", "public.nothing"),
        ];

        Assert.Equal(warning, copied.Errors);
        Assert.StartsWith(warning.Replace(Role, "nobody_at_all", StringComparison.Ordinal).Replace(new string('^', shown.Length), new string('^', shown.Length - Role.Length + 13), StringComparison.Ordinal), failed.Errors, StringComparison.Ordinal);
        Assert.All(others.Where(text => !text.Contains("--json", StringComparison.Ordinal)), text => Assert.Contains(warning, text, StringComparison.Ordinal));
        Assert.Equal([], others.Append(copied.Everything).Append(failed.Everything).Where(HoldsCanary));
    }

    [ServiceFact("postgres")]
    public async Task A_password_in_a_job_file_is_warned_about()
    {
        await MakeRoleAsync();
        using var folder = new TemporaryFolder();
        string written = $"source: {{ connection: \"{Address(Uri.EscapeDataString(Canary))}\", tables: [public.secrets] }}";
        File.WriteAllText(folder["job.yaml"], $"version: 1\n{written}\nsink: {{ connection: out.csv }}\nselect: {{ id: id }}\n");

        SluiceResult result = (await StartAsync("run", folder["job.yaml"])).MustExitWith(0);

        string shown = Address("***");
        Assert.Equal(
            $"warning: job.literal_password: a password stands in the address\n  at {folder["job.yaml"]}:2:23\n  2 | source: {{ connection: \"{shown}\", tables: [public.secrets] }}\n    | {new string(' ', 22)}{new string('^', shown.Length + 2)}\n"
            + "  fix: use ${env:NAME} or ${file:/path} in a job file\n",
            result.Errors);
        Assert.False(HoldsCanary(result.Everything));
    }

    private static bool HoldsCanary(string text) => s_forms.Any(form => text.Contains(form, StringComparison.Ordinal));

    private static async Task<string> RunAsync(int exitCode, params string[] arguments) =>
        string.Join(' ', arguments.Where(a => !HoldsCanary(a))) + "\n" + (await StartAsync(arguments)).MustExitWith(exitCode).Everything;

    private static Task<SluiceResult> StartAsync(params string[] arguments) => SluiceProcess.RunAsync(
        new SluiceStart(arguments) { Environment = new Dictionary<string, string?> { [Variable] = Uri.EscapeDataString(Canary) } }, Cancellation);

    private async Task MakeRoleAsync()
    {
        await using var connection = new NpgsqlConnection(server.Admin.ConnectionString);
        await connection.OpenAsync(Cancellation);
        string password = Canary.Replace("'", "''", StringComparison.Ordinal);
        string sql =
            $"""
            DROP TABLE IF EXISTS secrets, checked;
            DO $$ BEGIN CREATE ROLE {Role} LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
            ALTER ROLE {Role} PASSWORD '{password}';
            GRANT ALL ON SCHEMA public TO {Role};
            CREATE TABLE secrets (id int PRIMARY KEY, v text);
            INSERT INTO secrets VALUES (1, '1'), (2, '{password}'), (3, 'before {password} after'), (4, '4');
            CREATE TABLE checked (id int, v text CHECK (v NOT LIKE '%arie%'));
            GRANT ALL ON secrets, checked TO {Role};
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
