using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Minimum and maximum of FLOAT and DOUBLE values that pass as bits. NaN does not count; a zero bound is −0.0 below and +0.0 above, as
/// parquet-format asks of writers.
/// </summary>
internal static class FloatRange
{
    /// <summary>The range without values, as bits: +∞ to −∞.</summary>
    public static (T Min, T Max) Empty<T>()
        where T : unmanaged => (FromDouble<T>(double.PositiveInfinity), FromDouble<T>(double.NegativeInfinity));

    /// <summary>Widens a range by values.</summary>
    public static void Widen<T>(ReadOnlySpan<T> values, ref T min, ref T max)
        where T : unmanaged
    {
        (double low, double high) = (ToDouble(min), ToDouble(max));
        foreach (T bits in values)
        {
            // Comparisons with NaN are false: it never becomes a bound.
            double value = ToDouble(bits);
            if (value < low)
                low = value;
            if (value > high)
                high = value;
        }

        (min, max) = (FromDouble<T>(low), FromDouble<T>(high));
    }

    /// <summary>The range of dictionary entries and of what was widened before.</summary>
    public static ChunkRange Of<T>(ReadOnlySpan<T> entries, T min, T max, bool hasPlainValues)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!hasPlainValues)
            (min, max) = Empty<T>();
        Widen(entries, ref min, ref max);
        (double low, double high) = (ToDouble(min), ToDouble(max));
        if (low > high)
            return ChunkRange.None;
        min = FromDouble<T>(low == 0 ? -0.0 : low);
        max = FromDouble<T>(high == 0 ? 0.0 : high);
        return new ChunkRange(
            MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in min)).ToArray(), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in max)).ToArray(), true, true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble<T>(T bits)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(int)
            ? BitConverter.Int32BitsToSingle(Unsafe.BitCast<T, int>(bits))
            : BitConverter.Int64BitsToDouble(Unsafe.BitCast<T, long>(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FromDouble<T>(double value)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(int)
            ? Unsafe.BitCast<int, T>(BitConverter.SingleToInt32Bits((float)value))
            : Unsafe.BitCast<long, T>(BitConverter.DoubleToInt64Bits(value));
}
