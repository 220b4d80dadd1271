using Npgsql;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>A PostgreSQL of the test's own, to be killed: <c>tests/servers/postgres</c> in a folder that is removed. It keeps its port.</summary>
internal sealed class ThrowAwayPostgres : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private PostgresAddress? _owner;

    private static string Script => Path.Combine(Repository.Root, "tests", "servers", "postgres");

    /// <summary>The ordinary role's address.</summary>
    public PostgresAddress Owner => _owner ?? throw new InvalidOperationException("not started");

    public static async Task<ThrowAwayPostgres> StartAsync()
    {
        var server = new ThrowAwayPostgres();
        // The server runs as another user.
        File.SetUnixFileMode(server._folder.FullName, (UnixFileMode)0b111_101_101);
        await server.UpAsync();
        await server.ExecuteAsync("CREATE DATABASE mortal", CancellationToken.None);
        server._owner = server.Owner with { Database = "mortal" };
        return server;
    }

    /// <summary>Starts the server, also after <see cref="KillAsync"/>.</summary>
    public async Task UpAsync()
    {
        string variables = await ShellCommand.RunAsync("bash", Script, "start", _folder["pg"]);
        if (_owner is not null)
            return;
        string line = variables.Split('\n').First(l => l.StartsWith("export SLUICE_TEST_POSTGRES=", StringComparison.Ordinal));
        _owner = PostgresAddress.Parse(line.Split('\'')[1]);
    }

    /// <summary>As a power cut would: no session is asked, nothing is flushed.</summary>
    public Task KillAsync() => ShellCommand.RunAsync("bash", Script, "kill", _folder["pg"]);

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken) => await ScalarAsync<object>(sql, cancellationToken);

    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        object? value = await command.ExecuteScalarAsync(cancellationToken);
        return value is null or DBNull ? default : (T)value;
    }

    public async ValueTask DisposeAsync()
    {
        await ShellCommand.RunAsync("bash", Script, "kill", _folder["pg"]);
        _folder.Dispose();
    }
}
