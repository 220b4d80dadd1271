using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>What the server says of a statement without rows (protocol: OK_Packet).</summary>
/// <param name="Rows">Rows it changed.</param>
/// <param name="Warnings">Warnings it kept.</param>
/// <param name="Info">Its words, for example <c>Records: 3  Deleted: 0  Skipped: 1  Warnings: 1</c>.</param>
internal readonly record struct ServerOk(long Rows, int Warnings, string Info)
{
    /// <summary>A number of <see cref="Info"/> by its word; null when the server does not say it, as for a statement of one row.</summary>
    public long? Count(string word)
    {
        int at = Info.IndexOf(word + ": ", StringComparison.Ordinal);
        if (at < 0)
            return null;
        ReadOnlySpan<char> digits = Info.AsSpan(at + word.Length + 2);
        int end = digits.IndexOf(' ');
        return long.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
    }
}

/// <summary>A session on a server. Not thread-safe.</summary>
internal sealed class MySqlSession : IAsyncDisposable
{
    private static readonly byte[] s_quit = [1];
    private readonly MySqlWire _wire;

    private MySqlSession(MySqlWire wire, Handshake server, string place)
    {
        _wire = wire;
        Server = server;
        Place = place;
    }

    /// <summary>The server and database, for messages.</summary>
    public string Place { get; }

    /// <summary>What the server said of itself.</summary>
    public Handshake Server { get; }

    /// <summary>A statement's answer is not read to its end: the session can only be stopped.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The connection broke: there is nothing left on the server to stop.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The packets.</summary>
    public MySqlWire Wire => _wire;

    /// <summary>Connects, logs in and sets the session's values.</summary>
    public static async ValueTask<MySqlSession> OpenAsync(MySqlAddress address, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        MySqlWire? wire = null;
        try
        {
            wire = await MySqlWire.ConnectAsync(address, limit.Token).ConfigureAwait(false);
            Handshake server = await new Login(address, wire).RunAsync(limit.Token).ConfigureAwait(false);
            var session = new MySqlSession(wire, server, address.Display);
            await session.ExecuteAsync(Settings(server), "setting up the session", limit.Token).ConfigureAwait(false);
            return session;
        }
        catch (Exception error)
        {
            if (wire is not null)
                await wire.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw MySqlFailure.Wrap(new TimeoutException(), "connecting", address.Display);
            if (error is OperationCanceledException or SluiceException)
                throw;
            throw MySqlFailure.Wrap(error, "connecting", address.Display);
        }
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public async ValueTask<ServerOk> ExecuteAsync(string sql, string doing, CancellationToken cancellationToken)
    {
        (ServerOk ok, ServerMessage? error) = await TryExecuteAsync(Encoding.UTF8.GetBytes("\u0003" + sql), doing, cancellationToken).ConfigureAwait(false);
        return error is null ? ok : throw MySqlFailure.FromServer(error, doing, Place);
    }

    /// <summary>Runs a statement that gives no rows; a refusal of the server is returned.</summary>
    /// <param name="command">The command byte 3 and the statement in UTF-8.</param>
    /// <param name="doing">What is being done, for messages.</param>
    /// <param name="cancellationToken">Leaves the session busy.</param>
    public async ValueTask<(ServerOk Ok, ServerMessage? Error)> TryExecuteAsync(ReadOnlyMemory<byte> command, string doing, CancellationToken cancellationToken)
    {
        try
        {
            IsBusy = true;
            byte[] answer;
            try
            {
                await _wire.SendAsync(command, 0, cancellationToken).ConfigureAwait(false);
                answer = await _wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested && command.Length > 1 << 20)
            {
                // The server hangs up on a statement over its limit while it is still being sent; its reason is there to be read.
                answer = await _wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false);
            }

            IsBusy = false;
            if (answer[0] == 0xFF)
                return (default, ServerMessage.Parse(answer));
            if (answer[0] != 0)
                MySqlFailure.ThrowProtocol($"{doing}: rows came where none were asked for", Place);
            return (ReadOk(answer), null);
        }
        catch (Exception error) when (error is not (OperationCanceledException or SluiceException))
        {
            IsBroken = true;
            throw MySqlFailure.Wrap(error, doing, Place);
        }
    }

    /// <summary>Runs a query whose result is small; values as text, NULL as null.</summary>
    public async ValueTask<List<string?[]>> QueryAsync(string sql, string doing, CancellationToken cancellationToken)
    {
        try
        {
            var rows = new List<string?[]>();
            int columns = await StartQueryAsync(sql, doing, cancellationToken).ConfigureAwait(false);
            while (await _wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false) is var payload && !IsEnd(payload, payload.Length))
            {
                if (payload[0] == 0xFF)
                {
                    IsBusy = false;
                    throw MySqlFailure.FromServer(ServerMessage.Parse(payload), doing, Place);
                }

                rows.Add(ReadRow(payload, columns));
            }

            IsBusy = false;
            return rows;
        }
        catch (Exception error) when (error is not (OperationCanceledException or SluiceException))
        {
            IsBroken = true;
            throw MySqlFailure.Wrap(error, doing, Place);
        }
    }

    /// <summary>Sends a query and reads up to its first row; the session is then busy until the end packet was read.</summary>
    /// <returns>The number of columns.</returns>
    public async ValueTask<int> StartQueryAsync(string sql, string doing, CancellationToken cancellationToken)
    {
        IsBusy = true;
        await _wire.SendAsync(Encoding.UTF8.GetBytes("\u0003" + sql), 0, cancellationToken).ConfigureAwait(false);
        byte[] head = await _wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (head[0] == 0xFF)
        {
            IsBusy = false;
            throw MySqlFailure.FromServer(ServerMessage.Parse(head), doing, Place);
        }

        int columns = (int)(TextRow.ReadLength(head, out _) ?? 0);
        if (columns == 0)
            MySqlFailure.ThrowProtocol($"{doing}: no rows came where some were asked for", Place);
        for (int i = 0; i <= columns; i++) // Each column's description, then an end packet.
            await _wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false);
        return columns;
    }

    /// <summary>Whether a packet ends a result (protocol: EOF_Packet).</summary>
    public static bool IsEnd(ReadOnlySpan<byte> payload, int length) => length is > 0 and < 9 && payload[0] == 0xFE;

    /// <summary>Reads the payload of an OK packet.</summary>
    public static ServerOk ReadOk(ReadOnlySpan<byte> payload)
    {
        payload = payload[1..];
        long rows = TextRow.ReadLength(payload, out int used) ?? 0;
        payload = payload[used..];
        TextRow.ReadLength(payload, out used);
        payload = payload[used..];
        int warnings = BinaryPrimitives.ReadUInt16LittleEndian(payload[2..]);
        return new ServerOk(rows, warnings, Encoding.UTF8.GetString(payload[4..]));
    }

    /// <summary>Ends the session. Never throws for a broken peer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsBusy)
        {
            try
            {
                await _wire.SendAsync(s_quit, 0, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                // The peer is gone: so is the session.
            }
        }

        await _wire.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A duration in whole seconds, at least one, as the server's settings take it.</summary>
    public static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static string?[] ReadRow(byte[] payload, int columns)
    {
        var row = new string?[columns];
        ReadOnlySpan<byte> rest = payload;
        for (int i = 0; i < columns; i++)
        {
            long? length = TextRow.ReadLength(rest, out int used);
            row[i] = length is { } bytes ? Encoding.UTF8.GetString(rest.Slice(used, (int)bytes)) : null;
            rest = rest[(used + (int)(length ?? 0))..];
        }

        return row;
    }

    /// <summary>
    /// What gives values one text form, whatever the server's own settings are; and no time-out while the other side of the run is slow
    /// (<c>net_write_timeout</c> ends a session whose client does not read for a minute).
    /// </summary>
    private static string Settings(Handshake server) =>
        $"SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = '{MySqlDialect.SqlMode}', autocommit = 1, net_write_timeout = 604800, net_read_timeout = 604800, "
        + "wait_timeout = 604800, sql_select_limit = DEFAULT, sql_safe_updates = 0, sql_auto_is_null = 0, foreign_key_checks = 1, unique_checks = 1, "
        + (server.IsMariaDb ? "max_statement_time = 0" : "max_execution_time = 0");
}
