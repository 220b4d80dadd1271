using System.Buffers.Binary;
using System.Globalization;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Sends one COPY … FROM STDIN after another over a session's socket. The statement and its rows go out without waiting for the answer in
/// between: the server drops rows of a COPY that did not start (protocol: COPY Operations). Not thread-safe.
/// </summary>
internal sealed class CopyIn(PostgresSession session)
{
    private static readonly byte[] s_done = [(byte)'c', 0, 0, 0, 4];
    private byte[] _answer = new byte[8192];

    /// <summary>Sends statements of which the last is the COPY.</summary>
    public ValueTask StartAsync(string sql, CancellationToken cancellationToken)
    {
        session.IsCopying = true;
        return SendAsync(Wire.Query(sql), cancellationToken);
    }

    /// <summary>Sends a CopyData message.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await session.Stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw PostgresErrors.Wrap(error, "writing", session.Place);
        }
    }

    /// <summary>Ends the COPY and waits for the server's answer.</summary>
    /// <returns>The rows the server says it took; or its error, after which the transaction waits for a rollback.</returns>
    public async ValueTask<(long Rows, ServerMessage? Error)> FinishAsync(CancellationToken cancellationToken)
    {
        await SendAsync(s_done, cancellationToken).ConfigureAwait(false);
        long rows = -1;
        ServerMessage? error = null;
        int end = 0;
        try
        {
            await session.Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                int received = await session.Stream.ReadAsync(_answer.AsMemory(end), cancellationToken).ConfigureAwait(false);
                if (received == 0)
                    throw error is null ? new IOException("the server closed the connection") : PostgresErrors.FromServer(error, "writing", session.Place);
                end += received;
                int used = 0;
                while (MessageLength(used, end) is { } length)
                {
                    if (Read(_answer[used], _answer.AsSpan(used + 5, length - 5), ref rows, ref error))
                        return (rows, error);
                    used += length;
                }

                Keep(used, ref end);
            }
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            throw error is null
                ? PostgresErrors.Wrap(lost, "writing", session.Place)
                : PostgresErrors.FromServer(error, "writing", session.Place, lost);
        }
    }

    private int? MessageLength(int start, int end)
    {
        if (end - start < 5)
            return null;
        int length = BinaryPrimitives.ReadInt32BigEndian(_answer.AsSpan(start + 1)) + 1;
        return length <= end - start ? length : null;
    }

    private void Keep(int used, ref int end)
    {
        int left = end - used;
        byte[] target = left >= _answer.Length / 2 ? new byte[_answer.Length * 2] : _answer;
        Buffer.BlockCopy(_answer, used, target, 0, left);
        (_answer, end) = (target, left);
    }

    /// <summary>True for ReadyForQuery.</summary>
    private bool Read(byte type, ReadOnlySpan<byte> body, ref long rows, ref ServerMessage? error)
    {
        switch (type)
        {
            case (byte)'Z':
                session.IsCopying = false;
                return true;
            case (byte)'E':
                error ??= ServerMessage.Parse(body);
                return false;
            case (byte)'C':
                if (body.StartsWith("COPY "u8))
                    rows = Wire.CountOf(body) ?? -1;
                return false;
            case (byte)'G' or (byte)'N' or (byte)'S' or (byte)'A':
                return false;
            default:
                PostgresErrors.ThrowProtocol(string.Create(CultureInfo.InvariantCulture, $"message type {type} in answer to a COPY"), session.Place);
                return false;
        }
    }
}
