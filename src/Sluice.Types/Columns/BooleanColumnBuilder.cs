using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Sluice.Types;

/// <summary>Builds a BOOLEAN column: one bit a value.</summary>
public sealed class BooleanColumnBuilder : ColumnBuilder
{
    private readonly GrowingBuffer _bits;

    internal BooleanColumnBuilder(LogicalType type, BufferPool pool)
        : base(type, pool) => _bits = new GrowingBuffer(pool);

    /// <inheritdoc/>
    public override long ByteCount => _bits.Length;

    /// <summary>Appends a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(bool value)
    {
        Push(value);
        CountValue();
    }

    private protected override void AppendEmpty() => Push(false);

    private protected override void AppendBoxedValue(object value) => Append((bool)value);

    private protected override void TruncateValues(int count) => _bits.Truncate((count + 7) >> 3);

    private protected override ArrayData BuildValues(IArrowType type, int count, int nullCount, ArrowBuffer validity) =>
        new(type, count, nullCount, 0, [validity, _bits.Detach()]);

    private protected override void DisposeValues() => _bits.Dispose();

    private void Push(bool value)
    {
        if (Count >> 3 >= _bits.Length)
            _bits.Append((byte)0);
        ref byte cell = ref _bits.Written[Count >> 3];
        byte mask = (byte)(1 << (Count & 7));
        cell = value ? (byte)(cell | mask) : (byte)(cell & ~mask);
    }
}
