using Npgsql;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

public sealed class PostgresErrorTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Place => $"{server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}";

    [ServiceFact("postgres")]
    public async Task A_wrong_password_is_named_and_not_shown()
    {
        SluiceException error = await FailAsync(server.Url.Replace("sluice-test", "canary-wrong", StringComparison.Ordinal));

        Assert.Equal(
            $"postgres.wrong_password: connecting: password authentication failed for user \"sluice\"\n  at {Place}\n  fix: check the user and the password, and that pg_hba.conf lets this user in from here",
            error.Message);
        Assert.Equal(Fault.Environment, error.Code.Fault);
        Assert.DoesNotContain("canary-wrong", error.ToString(), StringComparison.Ordinal);
    }

    [ServiceFact("postgres")]
    public async Task No_such_host_no_such_port_and_no_such_database_are_told_apart()
    {
        SluiceException host = await FailAsync("postgres://sluice:x@no-such-host.invalid/db");
        SluiceException port = await FailAsync("postgres://sluice:x@127.0.0.1:1/db");
        SluiceException database = await FailAsync(server.Url.Replace(server.Owner.Database, "nowhere", StringComparison.Ordinal));

        Assert.Equal("postgres.unknown_host: connecting: no such host\n  at no-such-host.invalid:5432/db\n  fix: check the host name in the address", host.Message);
        Assert.Equal("postgres.unreachable: connecting: connection refused\n  at 127.0.0.1:1/db\n  fix: start the server, or check host and port", port.Message);
        Assert.Equal(
            $"postgres.unknown_database: connecting: database \"nowhere\" does not exist\n  at {Place.Replace(server.Owner.Database, "nowhere", StringComparison.Ordinal)}\n"
            + "  fix: name a database of this server; `psql -l` lists them", database.Message);
    }

    [ServiceFact("postgres")]
    public async Task A_missing_right_names_the_table_and_the_user()
    {
        await server.ExecuteAsync("CREATE TABLE secret (a int); CREATE TABLE half (a int, b int); GRANT USAGE ON SCHEMA public TO sluice_reader; GRANT SELECT (a) ON half TO sluice_reader", Cancellation);
        await using var pipe = new PostgresPipe(server.Reader.Url);
        Sluice.Connectors.IConnection connection = pipe.Open();
        TableSchema schema = new([new Column("a", LogicalType.Int)]);
        await using ISink sink = connection.OpenSink(new SinkSpec())!;

        var read = await Assert.ThrowsAsync<SluiceException>(() => pipe.ReadAsync("secret", Cancellation));
        List<object?[]> readable = await pipe.ReadAsync("half", Cancellation, "a");
        var write = await Assert.ThrowsAsync<SluiceException>(async () => await sink.PlanAsync(new SinkRequest { Name = new(null, "secret"), Schema = schema }, Cancellation));
        var create = await Assert.ThrowsAsync<SluiceException>(async () => await sink.PlanAsync(new SinkRequest { Name = new("public", "new"), Schema = schema }, Cancellation));

        Assert.Equal(
            "postgres.missing_right: the user may not read column 'a' of table 'public.secret'\n  fix: grant it: GRANT SELECT (\"a\") ON \"public\".\"secret\" TO …", read.Message);
        Assert.Empty(readable);
        Assert.Equal($"postgres.missing_right: user 'sluice_reader' may not insert into table 'public.secret'\n  at {Place}\n  fix: grant the right to the user, or use another user", write.Message);
        Assert.Equal($"postgres.missing_right: user 'sluice_reader' may not create tables in schema 'public'\n  at {Place}\n  fix: grant the right to the user, or use another user", create.Message);
    }

    [ServiceFact("postgres")]
    public async Task A_session_killed_in_the_middle_of_a_read_is_transient()
    {
        await server.ExecuteAsync("CREATE TABLE killed AS SELECT i, repeat('x', 500) AS t FROM generate_series(1, 200000) i", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { BatchRows = 100 };
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec())!;
        TableScan scan = await pipe.PlanAsync(source, connection.Catalog, new TableName("public", "killed"), Cancellation);
        await using ISourceRun run = await source.OpenRunAsync([scan], pipe.Context, Cancellation);
        await using ISplitReader reader = run.CreateReader(new PostgresPipe.DirtyList(pipe.Dirty));
        await reader.OpenAsync((await run.NextSplitAsync(Cancellation))!, Cancellation);
        (await reader.ReadAsync(Cancellation)).Dispose();
        await server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'", Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(async () =>
        {
            while (await reader.ReadAsync(Cancellation) is Rows rows)
                rows.Dispose();
        });

        Assert.True(error.Code.Name is "postgres.server_stopped" or "postgres.connection_lost", error.Message);
        Assert.Equal(Fault.Transient, error.Code.Fault);
        Assert.Equal(Place, error.Problems[0].Where);
    }

    [ServiceFact("postgres")]
    public async Task Drift_of_the_target_is_refused_by_name_all_at_once()
    {
        await server.ExecuteAsync("CREATE TABLE drifted (id int, n numeric(10,2), v varchar(5), must text NOT NULL, made int GENERATED ALWAYS AS (1) STORED, ts timestamptz)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);
        await using ISink sink = pipe.Open().OpenSink(new SinkSpec())!;
        TableSchema schema = new([
            new Column("id", LogicalType.BigInt), new Column("n", LogicalType.Decimal(15, 2)), new Column("v", LogicalType.VarChar(9)), new Column("mst", LogicalType.String),
            new Column("made", LogicalType.Int), new Column("ts", LogicalType.Timestamp(6))]);

        var error = await Assert.ThrowsAsync<SluiceException>(async () => await sink.PlanAsync(new SinkRequest { Name = new(null, "drifted"), Schema = schema }, Cancellation));

        Assert.Equal(
            [
                "column 'id' is BIGINT and the target's is integer: it is narrower",
                "column 'n' is DECIMAL(15, 2) and the target's is numeric(10,2): it is narrower",
                "column 'v' is VARCHAR(9) and the target's is character varying(5): it is shorter",
                "the target has no column 'mst'",
                "column 'made' is computed by the server",
                "column 'ts' is TIMESTAMP(6) and the target's is timestamp with time zone: no conversion keeps every value",
                "column 'must' of the target must not be NULL, has no default, and gets no value",
            ],
            error.Problems.Select(p => p.What));
        Assert.Equal("write 'must' in `select`, or add the column to the target", error.Problems[3].Fix);
    }

    [ServiceFact("postgres")]
    public async Task Other_write_modes_are_refused_by_name()
    {
        await using var pipe = new PostgresPipe(server.Url);
        await using ISink sink = pipe.Open().OpenSink(new SinkSpec())!;

        var error = await Assert.ThrowsAsync<SluiceException>(async () => await sink.PlanAsync(
            new SinkRequest { Name = new(null, "x"), Schema = new([]), Write = WriteMode.OverwritePartitions }, Cancellation));

        Assert.Equal("postgres.unsupported: write: overwrite_partitions is not supported for PostgreSQL\n  at table x\n  fix: use write: append, insert_ignore, upsert, replace or truncate", error.Message);
    }

    [ServiceFact("postgres")]
    public async Task A_server_without_a_connection_left_is_waited_for_and_then_it_is_said()
    {
        await using (var admin = new NpgsqlConnection(server.Admin.ConnectionString))
        {
            await admin.OpenAsync(Cancellation);
            await using var make = new NpgsqlCommand($"CREATE ROLE single_{server.Owner.Database} LOGIN PASSWORD 'single' CONNECTION LIMIT 1", admin);
            await make.ExecuteNonQueryAsync(Cancellation);
        }

        PostgresAddress single = server.Owner with { User = $"single_{server.Owner.Database}", Password = "single" };
        await using var holder = new NpgsqlConnection(single.ConnectionString);
        await holder.OpenAsync(Cancellation);
        await using var pipe = new PostgresPipe(single.Url + "?connect_timeout=1");

        var error = await Assert.ThrowsAsync<SluiceException>(() => pipe.Open().Catalog.ListAsync(Cancellation).AsTask());

        Assert.Equal(
            $"postgres.too_many_connections: connecting: too many connections for role \"{single.User}\"; waited 1 s for one\n  at {single.Host}:{single.Port}/{single.Database}\n"
            + "  fix: lower parallelism or limits.connections, or end idle sessions on the server",
            error.Message);
        Task<IReadOnlyList<TableName>> waiting = pipe.Open().Catalog.ListAsync(Cancellation).AsTask();
        await Task.Delay(100, Cancellation);
        await holder.CloseAsync();
        Assert.NotNull(await waiting);
    }

    [ServiceFact("postgres")]
    public async Task The_check_reports_version_user_rights_and_encoding()
    {
        await using var pipe = new PostgresPipe(server.Url);

        ServerReport report = await pipe.Open().Catalog.CheckAsync(Cancellation);

        Assert.StartsWith("PostgreSQL 1", report.Product, StringComparison.Ordinal);
        Dictionary<string, string> facts = report.Facts.ToDictionary();
        Assert.Equal(("sluice", "UTF8", "primary", "public", "yes"), (facts["user"], facts["encoding"], facts["role of the server"], facts["default schema"], facts["may create tables in the default schema"]));
        Assert.Empty(report.Warnings);
    }

    private static async Task<SluiceException> FailAsync(string url)
    {
        await using var pipe = new PostgresPipe(url);
        return await Assert.ThrowsAsync<SluiceException>(async () => await pipe.Open().Catalog.ListAsync(Cancellation));
    }
}
