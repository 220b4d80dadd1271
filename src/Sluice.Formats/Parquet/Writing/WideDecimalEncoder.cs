using System.Buffers.Binary;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Encodes DECIMAL of more than 18 digits as FIXED_LEN_BYTE_ARRAY, big-endian two's complement, in the fewest bytes that hold the precision.
/// </summary>
internal sealed class WideDecimalEncoder(int width, BufferPool pool) : ValueEncoder(pool)
{
    private Int128 _min = Int128.MaxValue;
    private Int128 _max = Int128.MinValue;

    /// <inheritdoc/>
    public override long PendingBytes => Plain.Length;

    /// <summary>The fewest bytes that hold every value of <paramref name="precision"/> digits.</summary>
    public static int WidthOf(int precision)
    {
        Int128 largest = 0;
        for (int i = 0; i < precision; i++)
            largest = (largest * 10) + 9;
        int bytes = 1;
        while (bytes < 16 && largest >> ((8 * bytes) - 1) != 0)
            bytes++;
        return bytes;
    }

    /// <inheritdoc/>
    public override void Append(ColumnView column, int start, int count)
    {
        foreach (Int128 value in column.Values<Int128>().Slice(start, count))
            Append(value);
    }

    /// <inheritdoc/>
    public override void Append(ColumnView column, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<Int128> values = column.Values<Int128>();
        foreach (int row in rows)
            Append(values[row]);
    }

    /// <inheritdoc/>
    public override ParquetEncoding FinishPage(GrowingBuffer page) => FinishPlainPage(page);

    /// <inheritdoc/>
    public override ChunkRange Range() => _min > _max ? ChunkRange.None : new ChunkRange(BytesOf(_min), BytesOf(_max), true, true);

    /// <inheritdoc/>
    public override void StartChunk() => (_min, _max) = (Int128.MaxValue, Int128.MinValue);

    private byte[] BytesOf(Int128 value)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        return bytes[(16 - width)..];
    }

    private void Append(Int128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        Plain.Append(bytes[(16 - width)..]);
        PendingCount++;
        if (value < _min)
            _min = value;
        if (value > _max)
            _max = value;
    }
}
