namespace Sluice.Connectors.Databases.MySql;

/// <summary>Encoded rows on their way to the server. Not thread-safe.</summary>
internal sealed class RowBuffer(int bytes)
{
    private byte[] _bytes = new byte[bytes];

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public Memory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Room for <paramref name="count"/> bytes; then <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max((long)Length + count, 2L * _bytes.Length), Array.MaxLength));
        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts reserved bytes as written.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Length += value.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Starts anew; a buffer that a huge row has made large is given up.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > 16 << 20)
            _bytes = new byte[bytes];
    }
}
