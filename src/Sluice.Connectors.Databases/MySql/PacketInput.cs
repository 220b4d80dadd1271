namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Receives packets in big blocks (protocol: a packet is 3 bytes of length, a number, then its payload; a payload of 16 MB − 1 goes on in the
/// next one). Whole packets lie in the block as they came, so that rows are found without copying. Not thread-safe.
/// </summary>
internal sealed class PacketInput
{
    public const int HeadBytes = 4;
    public const int LongestPayload = 0xFF_FFFF;
    private const int BlockBytes = 256 << 10;
    private Stream _stream;
    private byte[] _block = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
    private int _joinedEnd;

    public PacketInput(Stream stream) => _stream = stream;

    /// <summary>The block; pinned.</summary>
    public byte[] Block => _block;

    /// <summary>Where the next unread packet starts.</summary>
    public int Position { get; set; }

    /// <summary>Where the received bytes end.</summary>
    public int End { get; private set; }

    /// <summary>Bytes received so far.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Where the payload at <see cref="Position"/> ends when it was put together from several packets; else 0.</summary>
    public int JoinedEnd => _joinedEnd > Position ? _joinedEnd : 0;

    /// <summary>The number of the last packet, which the next one sent in the same exchange follows.</summary>
    public byte Sequence { get; private set; }

    /// <summary>Where the payload at <see cref="Position"/> ends.</summary>
    public int PayloadEnd => JoinedEnd > 0 ? JoinedEnd : Position + HeadBytes + LengthAt(Position);

    /// <summary>Goes on with another stream (TLS); nothing may have been received ahead.</summary>
    public void Replace(Stream stream) => _stream = stream;

    /// <summary>Receives until one whole packet is at <see cref="Position"/>.</summary>
    /// <exception cref="EndOfStreamException">The peer hung up.</exception>
    public ValueTask FillAsync(CancellationToken cancellationToken) => HasWhole() ? ValueTask.CompletedTask : ReceiveWholeAsync(cancellationToken);

    /// <summary>The payload of the packet at <see cref="Position"/>, which is then passed.</summary>
    public async ValueTask<byte[]> TakeAsync(CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        int end = PayloadEnd;
        byte[] payload = _block.AsSpan(Position + HeadBytes, end - Position - HeadBytes).ToArray();
        Sequence = _block[Position + 3];
        Position = end;
        return payload;
    }

    private int LengthAt(int position) => _block[position] | (_block[position + 1] << 8) | (_block[position + 2] << 16);

    private bool HasWhole()
    {
        if (JoinedEnd > 0)
            return true;
        if (End - Position < HeadBytes)
            return false;
        int length = LengthAt(Position);
        return length != LongestPayload && End - Position - HeadBytes >= length;
    }

    private async ValueTask ReceiveWholeAsync(CancellationToken cancellationToken)
    {
        await ReceiveAsync(HeadBytes, cancellationToken).ConfigureAwait(false);
        int length = LengthAt(Position);
        await ReceiveAsync(HeadBytes + length, cancellationToken).ConfigureAwait(false);
        if (length == LongestPayload)
            await JoinAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the heads out between the parts of a long payload.</summary>
    private async ValueTask JoinAsync(CancellationToken cancellationToken)
    {
        int whole = HeadBytes + LongestPayload;
        int length;
        do
        {
            await ReceiveAsync(checked(whole + HeadBytes), cancellationToken).ConfigureAwait(false);
            length = LengthAt(Position + whole);
            await ReceiveAsync(checked(whole + HeadBytes + length), cancellationToken).ConfigureAwait(false);
            int from = Position + whole + HeadBytes;
            Buffer.BlockCopy(_block, from, _block, from - HeadBytes, End - from);
            End -= HeadBytes;
            whole += length;
        }
        while (length == LongestPayload);
        _joinedEnd = Position + whole;
    }

    /// <summary>Receives until <paramref name="bytes"/> bytes are there from <see cref="Position"/> on.</summary>
    private async ValueTask ReceiveAsync(int bytes, CancellationToken cancellationToken)
    {
        while (End - Position < bytes)
        {
            if (Position + bytes > _block.Length || End == _block.Length)
                MakeRoom(bytes);
            int received = await _stream.ReadAsync(_block.AsMemory(End), cancellationToken).ConfigureAwait(false);
            if (received == 0)
                throw new EndOfStreamException("the server closed the connection");
            End += received;
            BytesReceived += received;
        }
    }

    private void MakeRoom(int bytes)
    {
        int left = End - Position;
        byte[] target = _block;
        if (bytes > _block.Length)
            target = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(bytes + 4096L, Math.Min(2L * _block.Length, bytes + (32L << 20))), Array.MaxLength), pinned: true);
        else if (_block.Length > BlockBytes && bytes <= BlockBytes && left <= BlockBytes)
            target = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        Buffer.BlockCopy(_block, Position, target, 0, left);
        (_block, Position, End, _joinedEnd) = (target, 0, left, 0);
    }
}
