using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Reads the values of a column as stored ones, into a scratch buffer where the layouts differ.</summary>
/// <typeparam name="T">int or long: the stored width.</typeparam>
internal abstract class FixedValueSource<T>
    where T : unmanaged
{
    /// <summary>Rows <paramref name="start"/> to start + count, none NULL; valid until the scratch buffer is used again.</summary>
    public virtual ReadOnlySpan<T> Read(ColumnView column, int start, int count, GrowingBuffer scratch)
    {
        Span<T> target = Room(scratch, count);
        Copy(column, start, target);
        return target;
    }

    /// <summary>The given rows, none NULL; valid until the scratch buffer is used again.</summary>
    public abstract ReadOnlySpan<T> Gather(ColumnView column, ReadOnlySpan<int> rows, GrowingBuffer scratch);

    /// <summary>Copies rows from <paramref name="start"/> on.</summary>
    protected abstract void Copy(ColumnView column, int start, Span<T> target);

    /// <summary>Room for values in the scratch buffer.</summary>
    protected static Span<T> Room(GrowingBuffer scratch, int count) =>
        MemoryMarshal.Cast<byte, T>(scratch.GetSpan(count * Unsafe.SizeOf<T>()))[..count];
}

/// <summary>Values that Arrow holds as Parquet does.</summary>
internal sealed class DirectSource<T> : FixedValueSource<T>
    where T : unmanaged
{
    public override ReadOnlySpan<T> Read(ColumnView column, int start, int count, GrowingBuffer scratch) =>
        column.Values<T>().Slice(start, count);

    public override ReadOnlySpan<T> Gather(ColumnView column, ReadOnlySpan<int> rows, GrowingBuffer scratch)
    {
        ReadOnlySpan<T> values = column.Values<T>();
        Span<T> target = Room(scratch, rows.Length);
        for (int i = 0; i < target.Length; i++)
            target[i] = values[rows[i]];
        return target;
    }

    protected override void Copy(ColumnView column, int start, Span<T> target) => column.Values<T>().Slice(start, target.Length).CopyTo(target);
}

/// <summary>TINYINT and SMALLINT, which Parquet stores in 32 bits.</summary>
internal sealed class WidenedSource<TFrom> : FixedValueSource<int>
    where TFrom : unmanaged, IBinaryInteger<TFrom>
{
    public override ReadOnlySpan<int> Gather(ColumnView column, ReadOnlySpan<int> rows, GrowingBuffer scratch)
    {
        ReadOnlySpan<TFrom> values = column.Values<TFrom>();
        Span<int> target = Room(scratch, rows.Length);
        for (int i = 0; i < target.Length; i++)
            target[i] = int.CreateTruncating(values[rows[i]]);
        return target;
    }

    protected override void Copy(ColumnView column, int start, Span<int> target)
    {
        ReadOnlySpan<TFrom> values = column.Values<TFrom>().Slice(start, target.Length);
        for (int i = 0; i < target.Length; i++)
            target[i] = int.CreateTruncating(values[i]);
    }
}

/// <summary>
/// DECIMAL of up to 9 (int) or 18 (long) digits: the low half of each 128-bit value, which holds it whole because <see cref="RowCheck"/> let it pass.
/// </summary>
internal sealed class DecimalSource<T> : FixedValueSource<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public override ReadOnlySpan<T> Gather(ColumnView column, ReadOnlySpan<int> rows, GrowingBuffer scratch)
    {
        ReadOnlySpan<long> halves = MemoryMarshal.Cast<Int128, long>(column.Values<Int128>());
        Span<T> target = Room(scratch, rows.Length);
        for (int i = 0; i < target.Length; i++)
            target[i] = T.CreateTruncating(halves[2 * rows[i]]);
        return target;
    }

    protected override void Copy(ColumnView column, int start, Span<T> target)
    {
        ReadOnlySpan<long> halves = MemoryMarshal.Cast<Int128, long>(column.Values<Int128>().Slice(start, target.Length));
        for (int i = 0; i < target.Length && 2 * i < halves.Length; i++)
            target[i] = T.CreateTruncating(halves[2 * i]);
    }
}

/// <summary>TIMESTAMP of 7 to 9 digits as nanoseconds, in which it fits because <see cref="RowCheck"/> let it pass.</summary>
internal sealed class NanosSource : FixedValueSource<long>
{
    public override ReadOnlySpan<long> Gather(ColumnView column, ReadOnlySpan<int> rows, GrowingBuffer scratch)
    {
        ReadOnlySpan<long> seconds = column.Field(0).Values<long>();
        ReadOnlySpan<int> nanos = column.Field(1).Values<int>();
        Span<long> target = Room(scratch, rows.Length);
        for (int i = 0; i < target.Length; i++)
            target[i] = unchecked((seconds[rows[i]] * 1_000_000_000) + nanos[rows[i]]);
        return target;
    }

    protected override void Copy(ColumnView column, int start, Span<long> target)
    {
        ReadOnlySpan<long> seconds = column.Field(0).Values<long>().Slice(start, target.Length);
        ReadOnlySpan<int> nanos = column.Field(1).Values<int>().Slice(start, target.Length);
        for (int i = 0; i < target.Length; i++)
            target[i] = unchecked((seconds[i] * 1_000_000_000) + nanos[i]);
    }
}
