using System.Buffers.Binary;
using System.Globalization;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Receives one <c>COPY … TO STDOUT (FORMAT binary)</c> in big blocks. The server sends one message a row (protocol: COPY Operations), so a
/// block is an array of framed rows which <see cref="RowIndex"/> finds without copying. Not thread-safe.
/// </summary>
internal sealed class CopyOut(PostgresSession session)
{
    private const int BlockBytes = 256 << 10;
    private const int HeaderBytes = 19;
    private byte[] _block = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
    private bool _sawHeader;
    private bool _isCopyDone;
    private ServerMessage? _error;

    /// <summary>The block; pinned.</summary>
    public byte[] Block => _block;

    /// <summary>Where the next unread message starts.</summary>
    public int Position { get; set; }

    /// <summary>Where the received bytes end.</summary>
    public int End { get; private set; }

    /// <summary>Bytes received in this COPY.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Rows the server says it sent; -1 before it said so.</summary>
    public long ServerRows { get; private set; } = -1;

    /// <summary>Sends the COPY statement.</summary>
    public async ValueTask StartAsync(string sql, CancellationToken cancellationToken)
    {
        (Position, End, BytesReceived, ServerRows, _sawHeader, _isCopyDone) = (0, 0, 0, -1, false, false);
        session.IsCopying = true;
        byte[] message = Wire.Query(sql);
        try
        {
            await session.Stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            await session.Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw PostgresErrors.Wrap(error, "starting COPY", session.Place);
        }
    }

    /// <summary>
    /// Receives until at least one whole row is at <see cref="Position"/> (true), or until the COPY ended and the session is idle (false).
    /// </summary>
    /// <exception cref="SluiceException">The server reported an error or the connection broke.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (Control())
            {
                case Next.Row: return true;
                case Next.End: return false;
                default: await ReceiveAsync(cancellationToken).ConfigureAwait(false); break;
            }
        }
    }

    private enum Next
    {
        Row,
        End,
        Bytes,
    }

    /// <summary>Handles what stands before the next row.</summary>
    private Next Control()
    {
        while (End - Position >= 5)
        {
            ReadOnlySpan<byte> head = _block.AsSpan(Position);
            int length = BinaryPrimitives.ReadInt32BigEndian(head[1..]) + 1;
            if (length > End - Position)
                return Next.Bytes;
            if (head[0] == 'd' && _sawHeader)
            {
                if (length != 7 || BinaryPrimitives.ReadInt16BigEndian(head[5..]) != -1)
                    return Next.Row;
            }
            else if (head[0] == 'd')
            {
                if (StripHeader(length))
                    continue;
            }
            else if (ReadMessage(head[0], head[5..length]))
            {
                Position += length;
                return Next.End;
            }

            Position += length;
        }

        return Next.Bytes;
    }

    /// <summary>Takes the file header off the first message; true when a row follows it in the same message.</summary>
    private bool StripHeader(int length)
    {
        _sawHeader = true;
        if (length - 5 < HeaderBytes || !_block.AsSpan(Position + 5, Wire.Signature.Length).SequenceEqual(Wire.Signature))
            PostgresErrors.ThrowProtocol("the binary COPY does not begin with its signature", session.Place);
        if (length - 5 == HeaderBytes)
            return false;
        Position += HeaderBytes;
        _block[Position] = (byte)'d';
        BinaryPrimitives.WriteInt32BigEndian(_block.AsSpan(Position + 1), length - HeaderBytes - 1);
        return true;
    }

    /// <summary>True for ReadyForQuery.</summary>
    private bool ReadMessage(byte type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case (byte)'E':
                _error ??= ServerMessage.Parse(body);
                return false;
            case (byte)'c':
                _isCopyDone = true;
                return false;
            case (byte)'C':
                if (Wire.CountOf(body) is { } rows && _isCopyDone)
                    ServerRows = rows;
                return false;
            case (byte)'Z':
                session.IsCopying = false;
                if (_error is { } error)
                {
                    _error = null;
                    throw PostgresErrors.FromServer(error, "reading", session.Place);
                }

                return true;
            case (byte)'H' or (byte)'N' or (byte)'S' or (byte)'A':
                return false;
            default:
                PostgresErrors.ThrowProtocol(string.Create(CultureInfo.InvariantCulture, $"message type {type} in a COPY"), session.Place);
                return false;
        }
    }

    private async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        int received;
        try
        {
            received = await session.Stream.ReadAsync(_block.AsMemory(End), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw PostgresErrors.Wrap(Lost(error), "reading", session.Place);
        }

        if (received == 0)
            throw PostgresErrors.Wrap(Lost(null), "reading", session.Place);
        End += received;
        BytesReceived += received;
    }

    /// <summary>A server that stops says so before it hangs up: that is the better message.</summary>
    private Exception Lost(Exception? error) => _error is { } last
        ? PostgresErrors.FromServer(last, "reading", session.Place, error)
        : error ?? new IOException("the server closed the connection");

    private void MakeRoom()
    {
        int left = End - Position;
        int wanted = left >= 5 ? BinaryPrimitives.ReadInt32BigEndian(_block.AsSpan(Position + 1)) + 1 : 5;
        byte[] target = _block;
        if (wanted > _block.Length)
            target = GC.AllocateUninitializedArray<byte>(checked(wanted + 4096), pinned: true);
        else if (_block.Length > BlockBytes && wanted <= BlockBytes && left <= BlockBytes)
            target = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        Buffer.BlockCopy(_block, Position, target, 0, left);
        (_block, Position, End) = (target, 0, left);
    }
}
