using System.Runtime.CompilerServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Sluice.Types;

/// <summary>
/// Builds a column of CHAR, VARCHAR and STRING (valid UTF-8) or of BINARY, VARBINARY and BYTES. A batch holds at most 2 GB of them:
/// callers bound batches by <see cref="ColumnBuilder.ByteCount"/> long before.
/// </summary>
public sealed class BytesColumnBuilder : ColumnBuilder
{
    private readonly GrowingBuffer _offsets;
    private readonly GrowingBuffer _bytes;

    internal BytesColumnBuilder(LogicalType type, BufferPool pool)
        : base(type, pool)
    {
        _offsets = new GrowingBuffer(pool);
        _bytes = new GrowingBuffer(pool);
    }

    /// <inheritdoc/>
    public override long ByteCount => _bytes.Length + (long)_offsets.Length;

    /// <summary>Bytes of the values alone.</summary>
    public int HeapBytes => _bytes.Length;

    /// <summary>Appends a value by copying it. Text must be valid UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> value)
    {
        _bytes.Append(value);
        Close();
    }

    /// <summary>Appends text as UTF-8; a lone surrogate becomes <c>?</c>, as in Flink.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        Span<byte> target = _bytes.GetSpan(value.Length * 3);
        _bytes.Advance(s_utf8.GetBytes(value, target));
        Close();
    }

    /// <summary>Room to write the next value into; then <see cref="Commit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int bytes) => _bytes.GetSpan(bytes);

    /// <summary>Appends the first <paramref name="bytes"/> bytes of the span last got as a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(int bytes)
    {
        _bytes.Advance(bytes);
        Close();
    }

    /// <summary>Bytes of all values so far: where the next value starts.</summary>
    public int HeapLength => _bytes.Length;

    /// <summary>Room for the ends of <paramref name="count"/> values, each an offset from the start of the first value of the column.</summary>
    public Span<int> GetEnds(int count)
    {
        Start();
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(_offsets.GetSpan(count * sizeof(int)))[..count];
    }

    /// <summary>
    /// Appends <paramref name="count"/> values at once: their ends are in the span last got from <see cref="GetEnds"/>, their
    /// <paramref name="bytes"/> bytes in the one from <see cref="GetSpan"/>; those that are NULL are marked afterwards.
    /// </summary>
    public void CommitMany(int count, int bytes)
    {
        _offsets.Advance(count * sizeof(int));
        _bytes.Advance(bytes);
        CountValues(count);
    }

    private static readonly Encoding s_utf8 =
        Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"));

    private protected override void AppendEmpty()
    {
        Start();
        _offsets.Append(_bytes.Length);
    }

    private protected override void AppendBoxedValue(object value)
    {
        if (value is string text)
            Append(text.AsSpan());
        else
            Append((byte[])value);
    }

    private protected override void TruncateValues(int count)
    {
        if (_offsets.Length == 0)
            return;
        _offsets.Truncate((count + 1) * sizeof(int));
        _bytes.Truncate(_offsets.As<int>()[count]);
    }

    private protected override ArrayData BuildValues(IArrowType type, int count, int nullCount, ArrowBuffer validity)
    {
        Start();
        return new ArrayData(type, count, nullCount, 0, [validity, _offsets.Detach(), _bytes.Detach()]);
    }

    private protected override void DisposeValues()
    {
        _offsets.Dispose();
        _bytes.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Close()
    {
        Start();
        _offsets.Append(_bytes.Length);
        CountValue();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Start()
    {
        if (_offsets.Length == 0)
            _offsets.Append(0);
    }
}
