using System.Collections.Immutable;
using System.Globalization;
using Sluice.IntegrationTests.Connectors.Databases.Postgres;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>Invariant 10: a row that the server refuses, or takes with a warning, costs no other row.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlDirtyRowTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("mariadb")]
    [InlineData("auto")]
    [InlineData("insert")]
    public async Task Refused_rows_are_left_out_with_column_value_and_reason(string load)
    {
        string strict = $"strict_{load}";
        await server.ExecuteAsync(
            $"""
            CREATE OR REPLACE TABLE refused (id int, n int, t text, v text, k text, b decimal(20,0), l text, e text, p int);
            INSERT INTO refused SELECT seq, seq, 't', 'v', CONCAT('k', seq), seq, 'l', 'a', 1 FROM seq_1_to_2000;
            UPDATE refused SET n = -1 WHERE id = 1;
            UPDATE refused SET t = NULL WHERE id IN (1000, 1001);
            UPDATE refused SET v = 'too long' WHERE id = 1500;
            UPDATE refused SET b = -5 WHERE id = 1600;
            UPDATE refused SET l = '中' WHERE id = 1700;
            UPDATE refused SET e = 'A' WHERE id = 1800;
            UPDATE refused SET p = 9 WHERE id = 1900;
            UPDATE refused SET k = 'K7' WHERE id = 2000;
            CREATE TABLE parent_{load} (p int PRIMARY KEY);
            INSERT INTO parent_{load} VALUES (1);
            CREATE TABLE {strict} (id int, n bigint, CONSTRAINT positive CHECK (n > 0), t text NOT NULL, v varchar(5), k varchar(10) UNIQUE, b bigint unsigned, l varchar(5) CHARACTER SET latin1,
              e enum('a', 'b'), p int, CONSTRAINT fk_{load} FOREIGN KEY (p) REFERENCES parent_{load} (p));
            """, Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { BatchRows = 600, SinkOptions = ImmutableDictionary<string, object>.Empty.Add("load", load) };

        await pipe.CopyAsync("refused", strict, Cancellation);

        string database = server.Owner.Database;
        Assert.Equal(
            [
                $"id=1 ∅ mysql.row_refused 4025: CONSTRAINT `positive` failed for `{database}`.`{strict}`",
                "id=1000 t mysql.value_refused the target's column must not be NULL",
                "id=1001 t mysql.value_refused the target's column must not be NULL",
                "id=1500 v mysql.value_refused the text has 8 characters and the target takes 5",
                "id=1600 b mysql.row_refused 1264: Out of range value for column 'b' at row 1",
                $"id=1700 l mysql.row_refused 1366: Incorrect string value: '\\xE4\\xB8\\xAD' for column `{database}`.`{strict}`.`l` at row 1",
                "id=1800 e mysql.value_refused the text is none of the target's names",
                $"id=1900 ∅ mysql.row_refused 1452: Cannot add or update a child row: a foreign key constraint fails (`{database}`.`{strict}`, CONSTRAINT `fk_{load}` FOREIGN KEY (`p`) REFERENCES `parent_{load}` (`p`))",
                "id=2000 ∅ mysql.row_refused 1062: Duplicate entry 'K7' for key 'k'",
            ],
            pipe.Dirty.Select(d => $"id={d.Row![0].Value} {d.Column ?? "∅"} {d.Code.Name} {d.Reason}").Order(StringComparer.Ordinal));
        Assert.All(pipe.Dirty, d => Assert.Equal(("write", $"{database}.{strict}"), (d.Stage, d.Table)));
        await server.ExecuteAsync("DELETE FROM refused WHERE id IN (1, 1000, 1001, 1500, 1600, 1700, 1800, 1900, 2000)", Cancellation);
        Assert.Equal("", await server.DifferencesAsync("refused", strict, Cancellation));
    }

    [ServiceTheory("mariadb")]
    [InlineData("id = 1")]
    [InlineData("id = 5000")]
    [InlineData("id = 10000")]
    public async Task One_duplicate_among_ten_thousand_costs_few_statements(string bad)
    {
        string table = $"dup{bad.GetHashCode(StringComparison.Ordinal) & 0xFFFF}";
        await server.ExecuteAsync(
            $"CREATE TABLE {table} (id int PRIMARY KEY, k int); INSERT INTO {table} SELECT seq, seq FROM seq_1_to_10000; UPDATE {table} SET k = 20000 WHERE {bad};"
            + $"CREATE TABLE {table}_to (id int PRIMARY KEY, k int UNIQUE); INSERT INTO {table}_to VALUES (0, 20000)", Cancellation);
        // A user of its own, so that the server counts this run's statements and no others.
        await server.AdministerAsync($"SET GLOBAL userstat = 1; CREATE OR REPLACE USER {table} IDENTIFIED BY 'secret-1'; GRANT ALL ON {server.Owner.Database}.* TO {table}", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { BatchRows = 10_000, SinkUrl = (server.Owner with { User = table, Password = "secret-1" }).Url };

        await pipe.CopyAsync(table, $"{table}_to", Cancellation);
        await pipe.DisposeAsync();
        long statements = long.Parse((await CountAsync(table))[0], CultureInfo.InvariantCulture);
        await server.AdministerAsync($"SET GLOBAL userstat = 0; DROP USER {table}", Cancellation);

        Assert.Equal(["1062: Duplicate entry '20000' for key 'k'"], pipe.Dirty.Select(d => d.Reason));
        Assert.Equal(["10000"], await server.RowsAsync($"SELECT COUNT(*) FROM {table}_to", Cancellation));
        Assert.InRange(statements, 1, 150);
    }

    [ServiceFact("mariadb")]
    public async Task NaN_and_infinity_are_refused_by_row()
    {
        await server.ExecuteAsync("CREATE TABLE reals (id int PRIMARY KEY, d double)", Cancellation);
        using var file = new TemporaryFolder();
        await File.WriteAllTextAsync(file["reals.csv"], "id,d\n1,NaN\n2,Infinity\n3,-1.5e300\n", Cancellation);

        SluiceResult result = await SluiceProcess.RunAsync(Cancellation, "copy", file["reals.csv"], server.Url, "--into", $"{server.Owner.Database}.reals", "--select", "CAST(id AS INT) AS id, CAST(d AS DOUBLE) AS d");

        result.MustExitWith(1);
        Assert.Contains("mysql.value_refused", result.Everything, StringComparison.Ordinal);
        Assert.Contains("MySQL has no NaN", result.Everything, StringComparison.Ordinal);
        Assert.Equal(["0"], await server.RowsAsync("SELECT COUNT(*) FROM reals", Cancellation));
    }

    private async Task<IReadOnlyList<string>> CountAsync(string user)
    {
        await using var connection = new MySqlConnector.MySqlConnection(server.Admin.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new MySqlConnector.MySqlCommand(
            $"SELECT SELECT_COMMANDS + UPDATE_COMMANDS + OTHER_COMMANDS FROM information_schema.USER_STATISTICS WHERE USER = '{user}'", connection);
        return [$"{await command.ExecuteScalarAsync(Cancellation)}"];
    }
}
