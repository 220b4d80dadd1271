using System.Text;
using MySqlConnector;

namespace Sluice.IntegrationTests.Servers;

/// <summary>
/// A database of its own on the test server for one test class: <c>sealed class FooTests(MariaDbServer server) : IClassFixture&lt;MariaDbServer&gt;</c>.
/// It is utf8mb4 and is dropped at the end. What tests see of it goes through a client library that the program does not use.
/// </summary>
public sealed class MariaDbServer : IAsyncLifetime
{
    private static int s_count;
    private MariaDbAddress? _admin;
    private MariaDbAddress? _owner;
    private MariaDbAddress? _reader;

    /// <summary>The ordinary user.</summary>
    internal MariaDbAddress Owner => _owner ?? throw Missing();

    /// <summary>The administrator, in the same database.</summary>
    internal MariaDbAddress Admin => _admin ?? throw Missing();

    /// <summary>A user that may log in and nothing more.</summary>
    internal MariaDbAddress Reader => _reader ?? throw Missing();

    /// <summary>The owner's address as a job has it.</summary>
    public string Url => Owner.Url;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Service.MariaDb.Address is not { } address)
            return;
        string name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}";
        MariaDbAddress server = MariaDbAddress.Parse(Environment.GetEnvironmentVariable("SLUICE_TEST_MARIADB_ADMIN") ?? throw Missing());
        await ExecuteAsync(server, $"CREATE DATABASE {name} CHARACTER SET utf8mb4", CancellationToken.None);
        _admin = server with { Database = name };
        _owner = MariaDbAddress.Parse(address) with { Database = name };
        _reader = MariaDbAddress.Parse(Environment.GetEnvironmentVariable("SLUICE_TEST_MARIADB_READER") ?? throw Missing()) with { Database = name };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_admin is { } admin)
            await ExecuteAsync(admin, $"DROP DATABASE {admin.Database}", CancellationToken.None);
    }

    /// <summary>Runs statements, parted by semicolons, as the owner.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(Owner, sql, cancellationToken);

    /// <summary>Runs statements as the administrator.</summary>
    public Task AdministerAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(Admin, sql, cancellationToken);

    /// <summary>
    /// All rows of a query as the server's own text, columns joined by <c>|</c>, NULL as <c>∅</c>. Bytes that are no UTF-8 come as <c>0x…</c>.
    /// </summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(Owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var zone = new MySqlCommand("SET time_zone = '+00:00'", connection);
        await zone.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "∅" : Text(reader.GetValue(i)))));
        return rows;
    }

    /// <summary>
    /// How many rows stand in one table and not in the other, duplicates counted, both ways; compared column by column as bytes, NULL equal to
    /// NULL: 0 says the tables are identical.
    /// </summary>
    public async Task<string> DifferencesAsync(string left, string right, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> a = await RowsAsync(await AsHexAsync(left, cancellationToken), cancellationToken);
        IReadOnlyList<string> b = await RowsAsync(await AsHexAsync(right, cancellationToken), cancellationToken);
        var missing = a.GroupBy(r => r).ToDictionary(g => g.Key, g => g.Count());
        foreach (string row in b)
            missing[row] = missing.GetValueOrDefault(row) - 1;
        return string.Join('\n', missing.Where(m => m.Value != 0).Select(m => $"{(m.Value > 0 ? "only left: " : "only right: ")}{m.Key}"));
    }

    /// <summary>Sessions of the owner in this database: what a cancelled run must have left behind is 0.</summary>
    public async Task<string> SessionsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(Admin.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand($"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = '{Owner.Database}' AND USER = '{Owner.User}'", connection);
        return $"{await command.ExecuteScalarAsync(cancellationToken)}";
    }

    internal static async Task ExecuteAsync(MariaDbAddress address, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<string> AsHexAsync(string table, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> columns = await RowsAsync(
            $"SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' ORDER BY COLUMN_NAME", cancellationToken);
        string list = string.Join(", ", columns.Select(c => $"HEX(`{c.Replace("`", "``", StringComparison.Ordinal)}`)"));
        return $"SELECT {list} FROM `{table}`";
    }

    private static string Text(object value) => value switch
    {
        byte[] bytes => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : "0x" + Convert.ToHexStringLower(bytes),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static InvalidOperationException Missing() =>
        new("MariaDB is required here and SLUICE_TEST_MARIADB is not set; run ./test.sh, or see tests/servers/README.md");
}
