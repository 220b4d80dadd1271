using Npgsql;

namespace Sluice.IntegrationTests.Servers;

/// <summary>
/// A database of its own on the test server for one test class: <c>sealed class FooTests(PostgresServer server) : IClassFixture&lt;PostgresServer&gt;</c>.
/// It belongs to the ordinary role, is UTF8, and is dropped at the end with every session that is left in it.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static int s_count;
    private PostgresAddress? _admin;
    private PostgresAddress? _owner;
    private PostgresAddress? _reader;

    /// <summary>The ordinary role, owner of the database.</summary>
    internal PostgresAddress Owner => _owner ?? throw Missing();

    /// <summary>The superuser, in the same database.</summary>
    internal PostgresAddress Admin => _admin ?? throw Missing();

    /// <summary>A role that may log in and nothing more, in the same database.</summary>
    internal PostgresAddress Reader => _reader ?? throw Missing();

    /// <summary>The owner's address as a job has it.</summary>
    public string Url => Owner.Url;

    /// <summary>The server's log, one file for all databases: lines have <c>user@database</c>.</summary>
    public static string LogFile => Environment.GetEnvironmentVariable("SLUICE_TEST_POSTGRES_LOG") ?? throw Missing();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Service.Postgres.Address is not { } address)
            return;
        string name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}";
        PostgresAddress server = Read("SLUICE_TEST_POSTGRES_ADMIN");
        await ExecuteAsync(server, $"CREATE DATABASE {name} OWNER sluice", CancellationToken.None);
        _admin = server with { Database = name };
        _owner = PostgresAddress.Parse(address) with { Database = name };
        _reader = Read("SLUICE_TEST_POSTGRES_READER") with { Database = name };
        await ExecuteAsync(_admin, "REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT ALL ON SCHEMA public TO sluice", CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_admin is { } admin)
            await ExecuteAsync(admin with { Database = "postgres" }, $"DROP DATABASE {admin.Database} WITH (FORCE)", CancellationToken.None);
    }

    /// <summary>Runs statements as the owner.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(Owner, sql, cancellationToken);

    /// <summary>The first column of the first row, as the owner; null for SQL NULL or no row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        object? value = await command.ExecuteScalarAsync(cancellationToken);
        return value is null or DBNull ? default : (T)value;
    }

    /// <summary>All rows of a query as the server's own text, columns joined by <c>|</c>, NULL as <c>∅</c>.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "∅" : reader.GetString(i))));
        return rows;
    }

    /// <summary>How many rows stand in one query and not in the other, duplicates counted, both ways: 0 says the tables are identical.</summary>
    public async Task<long> DifferencesAsync(string left, string right, CancellationToken cancellationToken) =>
        await ScalarAsync<long>(
            $"SELECT (SELECT count(*) FROM (({left}) EXCEPT ALL ({right})) a) + (SELECT count(*) FROM (({right}) EXCEPT ALL ({left})) b)",
            cancellationToken);

    /// <summary>Sessions of clients in this database that are not the caller's: what a cancelled run must have left behind is 0.</summary>
    public Task<long> OtherSessionsAsync(CancellationToken cancellationToken) =>
        ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
            cancellationToken);

    private static async Task ExecuteAsync(PostgresAddress address, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static PostgresAddress Read(string variable) =>
        PostgresAddress.Parse(Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set"));

    private static InvalidOperationException Missing() =>
        new("PostgreSQL is required here and SLUICE_TEST_POSTGRES is not set; run ./test.sh, or see tests/servers/README.md");
}
