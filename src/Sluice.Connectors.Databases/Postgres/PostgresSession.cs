using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// One session on the server. Login, TLS and what changes something go through Npgsql; questions (<see cref="SimpleQuery"/>) and COPY
/// (<see cref="CopyOut"/>, <see cref="CopyIn"/>) go over the same socket with our own framing, because Npgsql's raw COPY stream costs more
/// per row than the server does, and its commands are slow to start. Not thread-safe.
/// </summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private static readonly TimeSpan s_cancelPatience = TimeSpan.FromSeconds(1);
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private PostgresSession(NpgsqlDataSource source, NpgsqlConnection connection, string place)
    {
        _source = source;
        _connection = connection;
        Place = place;
    }

    /// <summary>Host, port and database, for messages.</summary>
    public string Place { get; }

    /// <summary>The server process, for <c>pg_cancel_backend</c>.</summary>
    public int ProcessId => _connection.ProcessID;

    /// <summary>The server's version, for example 15.18.</summary>
    public Version ServerVersion => _connection.PostgreSqlVersion;

    /// <summary>The server's version as it says it.</summary>
    public string ServerVersionText => _connection.ServerVersion;

    /// <summary>A COPY or a question is under way on the socket; nothing else may be sent.</summary>
    public bool IsCopying { get; set; }

    /// <summary>The socket or TLS stream, idle between Npgsql's commands.</summary>
    public Stream Stream => StreamOf(ConnectorOf(_connection));

    /// <exception cref="SluiceException">Unreachable or refused.</exception>
    public static async ValueTask<PostgresSession> OpenAsync(NpgsqlDataSource source, string place, CancellationToken cancellationToken)
    {
        try
        {
            return new PostgresSession(source, await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false), place);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw PostgresErrors.Wrap(error, "connecting", place);
        }
    }

    /// <summary>Runs statements without results, through Npgsql, which stops them on the server when they are cancelled.</summary>
    /// <returns>The rows that they inserted, updated and deleted; -1 when they do none of it.</returns>
    public async ValueTask<int> ExecuteAsync(string sql, string doing, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand(sql, _connection);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw PostgresErrors.Wrap(error, doing, Place);
        }
    }

    /// <summary>Runs a statement that the server may refuse for a reason that the caller can deal with.</summary>
    /// <returns>The rows it wrote, or the server's error, after which the transaction waits for a rollback.</returns>
    public async ValueTask<(int Count, ServerMessage? Error)> TryExecuteAsync(string sql, string doing, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand(sql, _connection);
            return (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (PostgresException error) when (!error.SqlState.StartsWith("57P", StringComparison.Ordinal))
        {
            return (0, ServerMessage.From(error));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw PostgresErrors.Wrap(error, doing, Place);
        }
    }

    /// <summary>
    /// All rows of one statement or several, every value as the server's text (null for NULL). Over the socket itself: Npgsql's command and
    /// reader have some 190 methods compiled in a new process.
    /// </summary>
    public async ValueTask<List<string?[]>> QueryAsync(string sql, string doing, CancellationToken cancellationToken)
    {
        try
        {
            return await new SimpleQuery(this, doing).RunAsync(sql, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the session. Never throws for a broken peer.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsCopying)
                await Stream.DisposeAsync().ConfigureAwait(false);
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or IOException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The peer is gone: so is the session.
        }
    }

    /// <summary>Asks the server, over another session, to stop what this one does: closing the socket alone would let it run on.</summary>
    private async ValueTask CancelAsync()
    {
        using var patience = new CancellationTokenSource(s_cancelPatience);
        try
        {
            PostgresSession other = await OpenAsync(_source, Place, patience.Token).ConfigureAwait(false);
            await using (other.ConfigureAwait(false))
            {
                string sql = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_catalog.pg_cancel_backend({ProcessId})");
                await other.ExecuteAsync(sql, "cancelling", patience.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The server does not answer: closing the socket is all that is left.
        }
    }

    /// <summary>The settings that give values one text form, whatever the server's, the database's or the role's own are.</summary>
    public static string ValueSettings =>
        "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 3; "
        + "SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL xmloption = 'content'; SET LOCAL client_encoding = 'UTF8'; ";

    /// <summary>A duration as the server's settings take it.</summary>
    public static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    // Npgsql keeps both to itself (docs/decisions/20261124-postgres-copy.md); every read fails when a new version moves them.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Connector")]
    [return: UnsafeAccessorType("Npgsql.Internal.NpgsqlConnector, Npgsql")]
    private static extern object ConnectorOf(NpgsqlConnection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stream")]
    private static extern ref Stream StreamOf([UnsafeAccessorType("Npgsql.Internal.NpgsqlConnector, Npgsql")] object connector);
}
