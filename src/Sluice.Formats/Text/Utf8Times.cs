using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Formats.Text;

/// <summary>
/// Reads dates and times from UTF-8: the usual forms at speed here, every other one by <see cref="Iso8601Utf8"/>. A digit that the type's precision
/// would drop is refused unless it is a zero (invariant 4).
/// </summary>
internal static unsafe class Utf8Times
{
    private const long MicrosPerDay = 86_400_000_000;
    private static readonly int[] s_powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>A date; days since 1970-01-01.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDate(byte* text, int length, out int days) =>
        (length == 10 && TryReadDate10(text, out days)) || Iso8601Utf8.TryParseDate(new ReadOnlySpan<byte>(text, length), out days);

    /// <summary>A date-time of at most 6 digits; microseconds since 1970-01-01 00:00:00. A date alone is midnight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadTimestamp(byte* text, int length, int precision, out long micros)
    {
        if (length >= 19 && text[10] is (byte)' ' or (byte)'T' && TryReadDate10(text, out int days) && TryReadClock(text + 11, out int seconds))
        {
            micros = (days * MicrosPerDay) + (seconds * 1_000_000L);
            if (length == 19)
                return true;
            if (TryReadFraction(text + 19, length - 19, precision, out int nanos))
            {
                micros += nanos / 1_000;
                return true;
            }
        }

        micros = 0;
        if (!TryReadAnyTimestamp(new ReadOnlySpan<byte>(text, length), precision, out Timestamp value) || !IsInMicros(value))
            return false;
        micros = value.Micros;
        return true;
    }

    /// <summary>A date-time of any precision.</summary>
    public static bool TryReadAnyTimestamp(ReadOnlySpan<byte> text, int precision, out Timestamp value) =>
        Iso8601Utf8.TryParseTimestamp(text, out value) && Keeps(value.Nanos, precision);

    /// <summary>An instant: a date-time with <c>Z</c> or an offset, or one without, which is local time of <paramref name="zone"/>.</summary>
    public static bool TryReadInstant(ReadOnlySpan<byte> text, int precision, TimeZoneInfo? zone, out Timestamp value)
    {
        if (Iso8601Utf8.TryParseInstant(text, out value))
            return Keeps(value.Nanos, precision);
        return TryReadAnyTimestamp(text, precision, out value) && (zone is null || TryMakeInstant(zone, ref value));
    }

    /// <summary>A time of day; nanoseconds since midnight.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> text, int precision, out long nanosOfDay) =>
        Iso8601Utf8.TryParseTime(text, out nanosOfDay) && Keeps((int)(nanosOfDay % 1_000_000_000), precision);

    /// <summary>Whether microseconds since 1970 can hold a date-time.</summary>
    public static bool IsInMicros(Timestamp value) => value.Seconds is > -9_223_372_036_854 and < 9_223_372_036_854;

    private static bool Keeps(int nanos, int precision) => nanos % s_powers[9 - precision] == 0;

    /// <summary>A local time that the zone skips or has twice is no one instant.</summary>
    private static bool TryMakeInstant(TimeZoneInfo zone, ref Timestamp value)
    {
        const long ticksAtEpoch = 621_355_968_000_000_000;
        if (value.Seconds is < -62_135_596_800 or > 253_402_300_799)
            return false;
        var local = new DateTime(ticksAtEpoch + (value.Seconds * TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local) || zone.IsAmbiguousTime(local))
            return false;
        value = new Timestamp(value.Seconds - (long)zone.GetUtcOffset(local).TotalSeconds, value.Nanos);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadDate10(byte* text, out int days)
    {
        uint y1 = (uint)(text[0] - '0');
        uint y2 = (uint)(text[1] - '0');
        uint y3 = (uint)(text[2] - '0');
        uint y4 = (uint)(text[3] - '0');
        uint m1 = (uint)(text[5] - '0');
        uint m2 = (uint)(text[6] - '0');
        uint d1 = (uint)(text[8] - '0');
        uint d2 = (uint)(text[9] - '0');
        uint year = (y1 * 1_000) + (y2 * 100) + (y3 * 10) + y4;
        uint month = (m1 * 10) + m2;
        uint day = (d1 * 10) + d2;
        bool isGood = y1 <= 9 & y2 <= 9 & y3 <= 9 & y4 <= 9 & m1 <= 9 & m2 <= 9 & d1 <= 9 & d2 <= 9
            & text[4] == '-' & text[7] == '-' & year >= 1 & month - 1 <= 11 & day - 1 <= 30;
        days = 0;
        if (!isGood || (day > 28 && day > DaysInMonth(year, month)))
            return false;
        days = DaysOf(year, month, day);
        return true;
    }

    private static uint DaysInMonth(uint year, uint month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29u : 28u,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Days since 1970-01-01, counted in years that begin in March, so that the leap day comes last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DaysOf(uint year, uint month, uint day)
    {
        uint y = month <= 2 ? year - 1 : year;
        uint m = month <= 2 ? month + 9 : month - 3;
        uint days = (365 * y) + (y / 4) - (y / 100) + (y / 400) + (((153 * m) + 2) / 5) + day - 1;
        const int daysToEpoch = 719_468;
        return (int)days - daysToEpoch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadClock(byte* text, out int seconds)
    {
        uint h = Two(text, 0);
        uint m = Two(text, 3);
        uint s = Two(text, 6);
        seconds = (int)((h * 3_600) + (m * 60) + s);
        return h <= 23 & m <= 59 & s <= 59 & text[2] == ':' & text[5] == ':';
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Two(byte* text, int at)
    {
        uint tens = (uint)(text[at] - '0');
        uint ones = (uint)(text[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? (tens * 10) + ones : 100;
    }

    private static bool TryReadFraction(byte* text, int length, int precision, out int nanos)
    {
        nanos = 0;
        if (text[0] != '.' || length is < 2 or > 10)
            return false;
        for (int i = 1; i < length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9)
                return false;
            nanos = (nanos * 10) + (int)digit;
        }

        nanos *= s_powers[10 - length];
        return Keeps(nanos, precision);
    }
}
