using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Formats.Text;

/// <summary>Writes numbers and dates as UTF-8. Every writer needs <see cref="Room"/> bytes and returns the byte behind what it wrote.</summary>
internal static unsafe class Utf8Writing
{
    /// <summary>The most bytes any of the writers writes.</summary>
    public const int Room = 64;

    private const ulong TenTo18 = 1_000_000_000_000_000_000;
    private static readonly byte[] s_pairs = MakePairs();

    /// <summary>An integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Write(long value, byte* to)
    {
        if (value < 0)
        {
            *to++ = (byte)'-';
            return Write((ulong)-value, to);
        }

        return Write((ulong)value, to);
    }

    /// <summary>A decimal with exactly <paramref name="scale"/> digits after the point.</summary>
    public static byte* WriteDecimal(Int128 value, int scale, byte* to)
    {
        UInt128 magnitude = (UInt128)value;
        if (value < 0)
        {
            *to++ = (byte)'-';
            magnitude = (UInt128)(-value);
        }

        byte* digits = stackalloc byte[Room];
        byte* end = digits + Room;
        byte* start = end;
        while (magnitude > ulong.MaxValue)
        {
            (UInt128 rest, UInt128 low) = UInt128.DivRem(magnitude, TenTo18);
            start = WriteBackwards((ulong)low, start);
            while (end - start < 18 || (end - start) % 18 != 0)
                *--start = (byte)'0';
            magnitude = rest;
        }

        start = WriteBackwards((ulong)magnitude, start);
        while (end - start <= scale)
            *--start = (byte)'0';
        int whole = (int)(end - start) - scale;
        Unsafe.CopyBlockUnaligned(to, start, (uint)whole);
        to += whole;
        if (scale == 0)
            return to;
        *to++ = (byte)'.';
        Unsafe.CopyBlockUnaligned(to, start + whole, (uint)scale);
        return to + scale;
    }

    /// <summary>The shortest text that reads back as the same double; NaN, Infinity and -Infinity by name.</summary>
    public static byte* Write(double value, byte* to)
    {
        value.TryFormat(new Span<byte>(to, Room), out int length, default, CultureInfo.InvariantCulture);
        return to + length;
    }

    /// <summary>The shortest text that reads back as the same float.</summary>
    public static byte* Write(float value, byte* to)
    {
        value.TryFormat(new Span<byte>(to, Room), out int length, default, CultureInfo.InvariantCulture);
        return to + length;
    }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteDate(int days, byte* to)
    {
        const int daysToEpoch = 719_468;
        const uint endOf9999 = 3_652_364;
        uint shifted = (uint)(days + daysToEpoch);
        if (shifted is < 306 or > endOf9999)
            return to + Iso8601Utf8.WriteDate(days, new Span<byte>(to, Room));
        // Years that begin in March, in eras of 400 years (146,097 days).
        uint era = shifted / 146_097;
        uint dayOfEra = shifted - (era * 146_097);
        uint yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        uint dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        uint monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        uint day = dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1;
        uint month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        uint year = yearOfEra + (era * 400) + (month <= 2 ? 1u : 0u);
        Pair(year / 100, to);
        Pair(year % 100, to + 2);
        to[4] = (byte)'-';
        Pair(month, to + 5);
        to[7] = (byte)'-';
        Pair(day, to + 8);
        return to + 10;
    }

    /// <summary><c>HH:mm:ss[.f…]</c>.</summary>
    public static byte* WriteTime(long nanosOfDay, int digits, byte* to) => to + Iso8601Utf8.WriteTime(nanosOfDay, digits, new Span<byte>(to, Room));

    /// <summary>A date-time with exactly <paramref name="digits"/> digits of the fraction.</summary>
    public static byte* WriteTimestamp(Timestamp value, int digits, byte separator, byte* to) =>
        to + Iso8601Utf8.WriteTimestamp(value, digits, separator, new Span<byte>(to, Room));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Write(ulong value, byte* to)
    {
        int length = CountDigits(value);
        WriteBackwards(value, to + length);
        return to + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(uint value, byte* to) => Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ushort>(ref s_pairs[value * 2]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteBackwards(ulong value, byte* end)
    {
        while (value >= 100)
        {
            ulong rest = value / 100;
            end -= 2;
            Pair((uint)(value - (rest * 100)), end);
            value = rest;
        }

        if (value >= 10)
        {
            end -= 2;
            Pair((uint)value, end);
            return end;
        }

        *--end = (byte)('0' + value);
        return end;
    }

    private static int CountDigits(ulong value)
    {
        int digits = 1;
        for (ulong limit = 10; value >= limit; limit *= 10)
        {
            digits++;
            if (digits == 20)
                break;
        }

        return digits;
    }

    private static byte[] MakePairs()
    {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++)
            (pairs[i * 2], pairs[(i * 2) + 1]) = ((byte)('0' + (i / 10)), (byte)('0' + (i % 10)));
        return pairs;
    }
}
