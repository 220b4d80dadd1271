using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Sluice.Types;

/// <summary>
/// Builds a column of fixed-width values: integers, floats, DECIMAL (unscaled <see cref="Int128"/>), DATE (days), TIME (microseconds, or
/// nanoseconds when its precision is over 6), TIMESTAMP and TIMESTAMP_LTZ of up to 6 digits (microseconds), intervals.
/// </summary>
public sealed unsafe class FixedColumnBuilder<T> : ColumnBuilder
    where T : unmanaged
{
    private readonly GrowingBuffer _values;

    internal FixedColumnBuilder(LogicalType type, BufferPool pool)
        : base(type, pool) => _values = new GrowingBuffer(pool);

    /// <inheritdoc/>
    public override long ByteCount => _values.Length;

    /// <summary>Appends a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(T value)
    {
        _values.Append(value);
        CountValue();
    }

    /// <summary>Appends values, none of them NULL.</summary>
    public void Append(ReadOnlySpan<T> values)
    {
        _values.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));
        CountValues(values.Length);
    }

    /// <summary>Room for <paramref name="count"/> values after those appended; then <see cref="Commit"/>.</summary>
    public Span<T> GetSpan(int count) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(_values.GetSpan(count * sizeof(T)))[..count];

    /// <summary>Appends the first <paramref name="count"/> values of the span last got; those that are NULL are marked afterwards.</summary>
    public void Commit(int count)
    {
        _values.Advance(count * sizeof(T));
        CountValues(count);
    }

    private protected override void AppendEmpty() => _values.Append(default(T));

    private protected override void AppendBoxedValue(object value)
    {
        if (value is Timestamp timestamp)
            value = timestamp.Micros;
        Append((T)value);
    }

    private protected override void TruncateValues(int count) => _values.Truncate(count * sizeof(T));

    private protected override ArrayData BuildValues(IArrowType type, int count, int nullCount, ArrowBuffer validity) =>
        new(type, count, nullCount, 0, [validity, _values.Detach()]);

    private protected override void DisposeValues() => _values.Dispose();
}
