using System.Collections.Immutable;
using MySqlConnector;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.IntegrationTests.Connectors.Databases.Postgres;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlErrorTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Place => $"{server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}";

    [ServiceFact("mariadb")]
    public async Task A_wrong_password_is_named_and_not_shown()
    {
        SluiceException error = await FailAsync(server.Url.Replace("sluice-test", "canary-wrong", StringComparison.Ordinal));

        Assert.Equal(
            $"mysql.wrong_password: logging in: Access denied for user 'sluice'@'127.0.0.1' (using password: YES)\n  at {Place}\n  fix: check the user and the password, and that the server lets this user in from here",
            error.Message);
        Assert.Equal(Fault.Environment, error.Code.Fault);
        Assert.DoesNotContain("canary-wrong", error.ToString(), StringComparison.Ordinal);
    }

    [ServiceFact("mariadb")]
    public async Task No_such_host_port_socket_database_and_table_are_told_apart()
    {
        SluiceException host = await FailAsync("mysql://sluice:x@no-such-host.invalid/db");
        SluiceException port = await FailAsync("mysql://sluice:x@127.0.0.1:1/db");
        SluiceException socket = await FailAsync("mysql://sluice:x@localhost/db?socket=/no/such.sock");
        SluiceException database = await FailAsync(server.Url.Replace(server.Owner.Database, "nowhere", StringComparison.Ordinal));
        SluiceResult table = await SluiceProcess.RunAsync(Cancellation, "copy", server.Url, "-", "--table", $"{server.Owner.Database}.missing");

        Assert.Equal("mysql.unknown_host: connecting: no such host\n  at no-such-host.invalid:3306/db\n  fix: check the host name in the address", host.Message);
        Assert.Equal("mysql.unreachable: connecting: connection refused\n  at 127.0.0.1:1/db\n  fix: start the server, or check host, port and socket", port.Message);
        Assert.Equal("mysql.unreachable: connecting: there is no such socket\n  at /no/such.sock/db\n  fix: start the server, or check host, port and socket", socket.Message);
        Assert.Equal(
            $"mysql.unknown_database: logging in: Unknown database 'nowhere'\n  at {Place.Replace(server.Owner.Database, "nowhere", StringComparison.Ordinal)}\n"
            + "  fix: name a database of this server; SHOW DATABASES lists them", database.Message);
        table.MustExitWith(2);
        Assert.Contains($"{server.Owner.Database}.missing", table.Errors, StringComparison.Ordinal);
    }

    [ServiceFact("mariadb")]
    public async Task The_unix_socket_and_TLS_in_all_its_modes_work_or_say_why_not()
    {
        string certificate = Uri.EscapeDataString(Environment.GetEnvironmentVariable("SLUICE_TEST_MARIADB_CERT")!);
        string socket = Uri.EscapeDataString(Environment.GetEnvironmentVariable("SLUICE_TEST_MARIADB_SOCKET")!);
        string local = server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        Assert.Equal("no (unix socket)", await EncryptedAsync($"{server.Url}?socket={socket}"));
        Assert.Equal("no", await EncryptedAsync($"{server.Url}?ssl-mode=disabled"));
        Assert.Equal("yes", await EncryptedAsync(server.Url));
        Assert.Equal("yes", await EncryptedAsync($"{server.Url}?ssl-mode=required"));
        Assert.Equal("yes", await EncryptedAsync($"{local}?ssl-mode=verify_identity&ssl-ca={certificate}"));
        SluiceException unknown = await FailAsync($"{local}?ssl-mode=verify_identity");
        SluiceException missing = await FailAsync($"{local}?ssl-mode=verify_ca&ssl-ca=/no/ca.pem");

        Assert.StartsWith("mysql.tls: connecting: the TLS handshake failed: ", unknown.Message, StringComparison.Ordinal);
        Assert.EndsWith("  fix: check ssl-mode, ssl-ca, ssl-cert and ssl-key in the address", unknown.Message, StringComparison.Ordinal);
        Assert.StartsWith("mysql.tls: connecting: Could not find", missing.Message, StringComparison.Ordinal);
    }

    [ServiceFact("mariadb")]
    public async Task A_user_that_must_use_TLS_and_does_not_is_refused()
    {
        await server.AdministerAsync("CREATE OR REPLACE USER tls_only IDENTIFIED BY 'secret-1' REQUIRE SSL; GRANT SELECT ON *.* TO tls_only", Cancellation);
        string url = (server.Owner with { User = "tls_only", Password = "secret-1" }).Url;

        SluiceException error = await FailAsync(url + "?ssl-mode=disabled");

        Assert.Equal("yes", await EncryptedAsync(url));
        Assert.Equal(
            $"mysql.wrong_password: logging in: Access denied for user 'tls_only'@'127.0.0.1' (using password: YES)\n  at {Place}\n  fix: check the user and the password, and that the server lets this user in from here",
            error.Message);
    }

    [ServiceFact("mariadb")]
    public async Task Too_many_connections_are_transient()
    {
        await server.AdministerAsync($"CREATE OR REPLACE USER one_only IDENTIFIED BY 'secret-1' WITH MAX_USER_CONNECTIONS 1; GRANT SELECT ON {server.Owner.Database}.* TO one_only", Cancellation);
        MariaDbAddress address = server.Owner with { User = "one_only", Password = "secret-1" };
        await using var first = new MySqlConnection(address.ConnectionString);
        await first.OpenAsync(Cancellation);

        SluiceException error = await FailAsync(address.Url);

        Assert.Equal(
            $"mysql.too_many_connections: logging in: User 'one_only' has exceeded the 'max_user_connections' resource (current value: 1)\n  at {Place}\n"
            + "  fix: lower parallelism or limits.connections, or end idle sessions on the server", error.Message);
        Assert.Equal(Fault.Transient, error.Code.Fault);
    }

    [ServiceFact("mariadb")]
    public async Task A_lock_that_is_not_given_up_ends_the_write_after_its_time()
    {
        await server.ExecuteAsync("CREATE TABLE fresh (id int PRIMARY KEY); INSERT INTO fresh VALUES (1); CREATE TABLE held (id int PRIMARY KEY)", Cancellation);
        await using var holder = new MySqlConnection(server.Owner.ConnectionString);
        await holder.OpenAsync(Cancellation);
        await using var command = new MySqlCommand("START TRANSACTION; INSERT INTO held VALUES (1)", holder);
        await command.ExecuteNonQueryAsync(Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { SinkOptions = ImmutableDictionary<string, object>.Empty.Add("lock_timeout", TimeSpan.FromSeconds(1)) };

        var error = await Assert.ThrowsAsync<SluiceException>(() => pipe.CopyAsync("fresh", "held", Cancellation));

        Assert.Equal(
            $"mysql.locked: writing: Lock wait timeout exceeded; try restarting transaction\n  at table {server.Owner.Database}.held, {Place}\n"
            + "  fix: run again when the other transaction has ended, or raise lock_timeout", error.Message);
        Assert.Equal(Fault.Transient, error.Code.Fault);
    }

    [ServiceFact("mariadb")]
    public async Task A_row_larger_than_max_allowed_packet_is_named_before_it_is_sent()
    {
        await server.ExecuteAsync("CREATE TABLE large (id int PRIMARY KEY, t longtext); INSERT INTO large VALUES (1, REPEAT('x', 40000000))", Cancellation);
        await server.ExecuteAsync("CREATE TABLE small_packets (id int PRIMARY KEY, t longtext)", Cancellation);
        await server.AdministerAsync("SET GLOBAL max_allowed_packet = 16777216", Cancellation);
        try
        {
            await using var pipe = new PostgresPipe(server.Url) { SinkOptions = ImmutableDictionary<string, object>.Empty.Add("load", "insert") };

            var error = await Assert.ThrowsAsync<SluiceException>(() => pipe.CopyAsync("large", "small_packets", Cancellation));

            Assert.Equal(
                $"mysql.packet_too_large: a row makes a statement of 40000067 bytes and the server's max_allowed_packet is 16777216\n  at table {server.Owner.Database}.small_packets, {Place}\n"
                + "  fix: raise max_allowed_packet on the server: SET GLOBAL max_allowed_packet = 1073741824",
                System.Text.RegularExpressions.Regex.Replace(error.Message, "400000[0-9]{2} bytes", "40000067 bytes"));
        }
        finally
        {
            await server.AdministerAsync("SET GLOBAL max_allowed_packet = 67108864", Cancellation);
        }
    }

    [ServiceFact("mariadb")]
    public async Task Where_LOCAL_is_switched_off_the_plan_says_so_and_rows_go_by_INSERT()
    {
        await server.ExecuteAsync("CREATE TABLE local_off (id int PRIMARY KEY); INSERT INTO local_off SELECT seq FROM seq_1_to_1000", Cancellation);
        await server.AdministerAsync("SET GLOBAL local_infile = 0", Cancellation);
        try
        {
            await using var pipe = new PostgresPipe(server.Url);

            SinkTable target = await pipe.CopyAsync("local_off", "local_off_copy", Cancellation);

            Assert.Equal("INSERT of many rows", target.Method);
            Assert.Equal(["local_infile is off on the server: rows go by INSERT, which is slower; SET GLOBAL local_infile = 1 allows LOAD DATA"], target.Notes);
            Assert.Equal("", await server.DifferencesAsync("local_off", "local_off_copy", Cancellation));
        }
        finally
        {
            await server.AdministerAsync("SET GLOBAL local_infile = 1", Cancellation);
        }
    }

    [ServiceFact("mariadb")]
    public async Task A_session_killed_in_the_middle_of_a_read_is_transient()
    {
        await server.ExecuteAsync("CREATE TABLE killed (id int PRIMARY KEY, t char(250) DEFAULT 'x'); INSERT INTO killed (id) SELECT seq FROM seq_1_to_200000", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { BatchRows = 100 };
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec())!;
        TableScan scan = await pipe.PlanAsync(source, connection.Catalog, new TableName(null, "killed"), Cancellation);
        await using ISourceRun run = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
        await using ISplitReader reader = run.CreateReader(new PostgresPipe.DirtyList(pipe.Dirty));
        await reader.OpenAsync((await run.NextSplitAsync(Cancellation))!, Cancellation);
        (await reader.ReadAsync(Cancellation)).Dispose();
        IReadOnlyList<string> ids = await server.RowsAsync("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT%killed%' AND ID <> CONNECTION_ID()", Cancellation);
        foreach (string id in ids)
            await server.AdministerAsync($"KILL {id}", Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(async () =>
        {
            while (await reader.ReadAsync(Cancellation) is Rows rows)
                rows.Dispose();
        });

        Assert.Single(ids);
        Assert.Equal(Fault.Transient, error.Code.Fault);
        Assert.StartsWith("mysql.connection_lost: reading: ", error.Message, StringComparison.Ordinal);
    }

    [ServiceFact("mariadb")]
    public async Task A_target_that_cannot_take_the_rows_is_refused_with_all_differences_at_once()
    {
        await server.ExecuteAsync(
            "CREATE TABLE wanted (a bigint, b varchar(20), c decimal(10,2), d datetime(6), e text, g int, h double); CREATE TABLE narrow (a int, b varchar(5), c decimal(5,1), d datetime, e date, f int NOT NULL, g int AS (1), h float) ENGINE = MyISAM", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        var error = await Assert.ThrowsAsync<SluiceException>(() => pipe.CopyAsync("wanted", "narrow", Cancellation));

        Assert.Equal(
            [
                $"'{server.Owner.Database}.narrow' has engine MyISAM, which cannot take back the rows of a failed run",
                "column 'a' is BIGINT and the target's is int(11): it is narrower",
                "column 'b' is VARCHAR(20) and the target's is varchar(5): it is shorter",
                "column 'c' is DECIMAL(10, 2) and the target's is decimal(5,1): it is narrower",
                "column 'd' is TIMESTAMP(6) and the target's is datetime: it keeps fewer digits of the second",
                "column 'e' is STRING and the target's is date: text has no one meaning there",
                "column 'g' is computed by the server",
                "column 'h' is DOUBLE and the target's is float: it is narrower",
                "column 'f' of the target must not be NULL, has no default, and gets no value",
            ],
            error.Problems.Select(p => p.What));
    }

    [ServiceFact("mariadb")]
    public async Task A_user_without_rights_is_told_which_is_missing()
    {
        await server.ExecuteAsync("CREATE TABLE secret (a int, b int)", Cancellation);
        await server.AdministerAsync($"CREATE OR REPLACE USER half IDENTIFIED BY 'secret-1'; GRANT SELECT (a) ON {server.Owner.Database}.secret TO half", Cancellation);
        await using var pipe = new PostgresPipe((server.Owner with { User = "half", Password = "secret-1" }).Url);

        List<object?[]> readable = await pipe.ReadAsync("secret", Cancellation, "a");
        var write = await Assert.ThrowsAsync<SluiceException>(() => pipe.CopyAsync("secret", "secret", Cancellation));

        Assert.Empty(readable);
        Assert.Equal(
            $"mysql.missing_right: the user may not insert into column 'a' of table '{server.Owner.Database}.secret'\n  at {Place}\n  fix: grant the right to the user, or use another user", write.Message);
    }

    private static async Task<SluiceException> FailAsync(string url)
    {
        await using var pipe = new PostgresPipe(url);
        return await Assert.ThrowsAsync<SluiceException>(async () => await pipe.Open().Catalog.ListAsync(Cancellation));
    }

    private static async Task<string> EncryptedAsync(string url)
    {
        await using var pipe = new PostgresPipe(url);
        return (await pipe.Open().Catalog.CheckAsync(Cancellation)).Facts.Single(f => f.Key == "encrypted").Value;
    }
}
