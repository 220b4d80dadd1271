using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>What only looks issues no DDL, DML or lock: judged by the server's own log of every statement.</summary>
public sealed partial class ReadOnlyTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly string[] s_forbidden = ["FOR UPDATE", "FOR SHARE", "FOR NO KEY", "INTO ", "PG_ADVISORY", "NEXTVAL", "SETVAL", "LO_", "PG_TERMINATE", "PG_CANCEL", "LOCK "];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Plan_check_tables_and_preview_only_read()
    {
        await server.ExecuteAsync(
            "CREATE TABLE orders (id bigint PRIMARY KEY, status text, price numeric(10, 2)); CREATE INDEX ON orders (status); "
            + "INSERT INTO orders SELECT i, 'open', i FROM generate_series(1, 20000) i; CREATE TABLE target (id bigint, status text, price numeric(10, 2))", Cancellation);
        string before = string.Join('\n', await ObjectsAsync());
        long start = new FileInfo(PostgresServer.LogFile).Length;
        await AdminAsync($"ALTER DATABASE {server.Owner.Database} SET log_statement = 'all'");

        await LookAsync("plan", server.Url, server.Url, "--table", "public.orders", "--into", "copied", "--where", "status = 'open' AND price > 5");
        await LookAsync("plan", server.Url, server.Url, "--table", "public.orders", "--into", "target");
        await LookAsync("plan", server.Url, "out.parquet", "--table", "public.orders", "--json");
        await LookAsync("check", server.Url);
        await LookAsync("tables", server.Url);
        await LookAsync("tables", server.Url, "--table", "orders", "--json");
        await LookAsync("preview", server.Url, "--table", "public.orders", "--where", "price > 5");
        await LookAsync("init", server.Url);

        await AdminAsync($"ALTER DATABASE {server.Owner.Database} RESET log_statement");
        string[] statements = [.. Statements(ReadLog(start)).Where(s => !s.StartsWith("ALTER DATABASE", StringComparison.Ordinal))];
        Assert.True(statements.Length >= 20, $"only {statements.Length} statements were logged");
        Assert.Contains(statements, s => s.StartsWith("COPY (SELECT", StringComparison.Ordinal));
        Assert.Equal([], statements.Where(s => !OnlyReads(s)));
        Assert.Equal(before, string.Join('\n', await ObjectsAsync()));
    }

    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", true)]
    [InlineData("COPY (SELECT 1) TO STDOUT", true)]
    [InlineData("BEGIN", false)]
    [InlineData("COPY t FROM STDIN", false)]
    [InlineData("SELECT 1; DROP TABLE t", false)]
    [InlineData("SELECT * FROM t FOR UPDATE", false)]
    [InlineData("SELECT 1 INTO x", false)]
    [InlineData("EXPLAIN ANALYZE DELETE FROM t", false)]
    [InlineData("LOCK TABLE t", false)]
    public void The_judge_knows_what_only_reads(string statement, bool expected) => Assert.Equal(expected, OnlyReads(statement));

    private async Task LookAsync(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        (await SluiceProcess.RunAsync(new SluiceStart(arguments) { WorkingDirectory = folder.FullName }, Cancellation)).MustExitWith(0);
        Assert.Empty(folder.Files());
    }

    private Task<IReadOnlyList<string>> ObjectsAsync() =>
        server.RowsAsync("SELECT c.oid, c.relname, relkind, n_tup_ins + n_tup_upd + n_tup_del FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid WHERE relnamespace = 'public'::regnamespace ORDER BY 1", Cancellation);

    private async Task AdminAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(server.Admin.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static string ReadLog(long start)
    {
        using var log = new FileStream(PostgresServer.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(start, SeekOrigin.Begin);
        return new StreamReader(log).ReadToEnd();
    }

    // A line begins with a time, a process and user@database; what is indented with a tab goes on with the statement.
    private IEnumerable<string> Statements(string log) =>
        Regex.Split(log, "\n(?=[0-9]{4}-[0-9]{2}-[0-9]{2} )")
            .Where(line => line.Contains($"sluice@{server.Owner.Database} ", StringComparison.Ordinal))
            .Select(line => LogLine().Match(line))
            .Where(match => match.Success)
            .Select(match => Blanks().Replace(match.Groups[1].Value, " ").Trim());

    private static bool OnlyReads(string statement)
    {
        string[] parts = [.. statement.Split(';').Select(part => part.Trim().ToUpperInvariant()).Where(part => part.Length > 0)];
        return parts.All(part => OnlyReadsOne(part) && !s_forbidden.Any(word => part.Contains(word, StringComparison.Ordinal)));
    }

    private static bool OnlyReadsOne(string part) => part.Split(' ')[0] switch
    {
        "SELECT" or "SHOW" or "SET" or "ROLLBACK" or "COMMIT" or "DISCARD" => true,
        "WITH" => !Writes().IsMatch(part),
        "BEGIN" or "START" => part.Contains("READ ONLY", StringComparison.Ordinal),
        "COPY" => CopyOut().IsMatch(part),
        "EXPLAIN" => !part.Contains("ANALYZE", StringComparison.Ordinal) && !Writes().IsMatch(part),
        _ => false,
    };

    [GeneratedRegex(@"LOG:  (?:statement|execute [^:]+): (.*)", RegexOptions.Singleline)]
    private static partial Regex LogLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b(INSERT|UPDATE|DELETE|MERGE|CREATE|DROP|ALTER|TRUNCATE)\b")]
    private static partial Regex Writes();

    [GeneratedRegex(@"^COPY \(SELECT .*\) TO STDOUT")]
    private static partial Regex CopyOut();
}
