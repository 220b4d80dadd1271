using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// A question in the simple query protocol (PostgreSQL documentation, Frontend/Backend Protocol: Simple Query), its answer as text. For small
/// answers. Not thread-safe; one use.
/// </summary>
internal sealed class SimpleQuery(PostgresSession session, string doing)
{
    private readonly List<string?[]> _rows = [];
    private byte[] _answer = new byte[8192];
    private int _end;
    private ServerMessage? _error;

    /// <summary>Runs one statement or several; the rows of all.</summary>
    /// <exception cref="SluiceException">The server's error, or a broken connection.</exception>
    public async ValueTask<List<string?[]>> RunAsync(string sql, CancellationToken cancellationToken)
    {
        session.IsCopying = true;
        try
        {
            await session.Stream.WriteAsync(Wire.Query(sql), cancellationToken).ConfigureAwait(false);
            await session.Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            while (!ReadMessages())
                await ReceiveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            throw _error is null
                ? PostgresErrors.Wrap(lost, doing, session.Place)
                : PostgresErrors.FromServer(_error, doing, session.Place, lost);
        }

        session.IsCopying = false;
        return _error is null ? _rows : throw PostgresErrors.FromServer(_error, doing, session.Place);
    }

    private async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_end == _answer.Length)
            Array.Resize(ref _answer, _answer.Length * 2);
        int received = await session.Stream.ReadAsync(_answer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (received == 0)
            throw new IOException("the server closed the connection");
        _end += received;
    }

    /// <summary>Takes the whole messages at hand; true after ReadyForQuery.</summary>
    private bool ReadMessages()
    {
        int used = 0;
        while (_end - used >= 5)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(_answer.AsSpan(used + 1)) + 1;
            if (length > _end - used)
                break;
            if (Read(_answer[used], _answer.AsSpan(used + 5, length - 5)))
                return true;
            used += length;
        }

        _end -= used;
        Buffer.BlockCopy(_answer, used, _answer, 0, _end);
        return false;
    }

    private bool Read(byte type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case (byte)'Z':
                return true;
            case (byte)'D':
                _rows.Add(ReadRow(body));
                return false;
            case (byte)'E':
                _error ??= ServerMessage.Parse(body);
                return false;
            case (byte)'T' or (byte)'C' or (byte)'I' or (byte)'N' or (byte)'S' or (byte)'A':
                return false;
            default:
                PostgresErrors.ThrowProtocol(string.Create(CultureInfo.InvariantCulture, $"message type {type} in answer to a query"), session.Place);
                return false;
        }
    }

    private static string?[] ReadRow(ReadOnlySpan<byte> body)
    {
        var row = new string?[BinaryPrimitives.ReadInt16BigEndian(body)];
        body = body[2..];
        for (int i = 0; i < row.Length; i++)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(body);
            body = body[4..];
            if (length < 0)
                continue;
            row[i] = Encoding.UTF8.GetString(body[..length]);
            body = body[length..];
        }

        return row;
    }
}
