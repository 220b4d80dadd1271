namespace Sluice.Types;

/// <summary>
/// Reads and writes ISO 8601 dates, times and date-times as UTF-8, without allocation: what files and the fast paths of casts use.
/// </summary>
/// <remarks>
/// Strict: two digits for month, day, hour, minute and second, four for the year (more only behind a sign), one to nine for the fraction, the day must exist, no
/// blanks around. What does not fit that form is refused by a return value, never by an exception.
/// </remarks>
public static class Iso8601Utf8
{
    /// <summary>The most bytes any of the writers writes.</summary>
    public const int MaxLength = 48;

    private const long NanosPerSecond = 1_000_000_000;
    private static readonly long s_leastDays = CivilDate.ToDays(-999_999_999, 1, 1);
    private static readonly int[] s_powersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>Reads <c>yyyy-MM-dd</c>, <c>±yyyyy-MM-dd</c>.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="days">Days since 1970-01-01.</param>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (!TryReadDate(text, out long value, out int used) || used != text.Length || value is < int.MinValue or > int.MaxValue)
            return false;
        days = (int)value;
        return true;
    }

    /// <summary>Reads <c>HH:mm:ss[.f…]</c> or <c>HH:mm</c>, within a day.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="nanosOfDay">Nanoseconds since midnight.</param>
    public static bool TryParseTime(ReadOnlySpan<byte> text, out long nanosOfDay) => TryReadTime(text, out nanosOfDay, out int used) && used == text.Length;

    /// <summary>Reads a date, or a date, a blank or <c>T</c>, and a time; no zone.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="value">The date-time.</param>
    public static bool TryParseTimestamp(ReadOnlySpan<byte> text, out Timestamp value) => TryReadTimestamp(text, out value, out int used) && used == text.Length;

    /// <summary>Reads a date-time followed by <c>Z</c> or an offset (<c>+08</c>, <c>+08:00</c>, <c>+0800</c>, <c>+08:05:43</c>), a blank before it allowed.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="instant">The instant in UTC.</param>
    public static bool TryParseInstant(ReadOnlySpan<byte> text, out Timestamp instant)
    {
        if (!TryReadTimestamp(text, out instant, out int used))
            return false;
        text = text[used..];
        if (text.Length > 1 && text[0] == ' ')
            text = text[1..];
        if (!TryReadOffset(text, out int offsetSeconds))
            return false;
        instant = new Timestamp(instant.Seconds - offsetSeconds, instant.Nanos);
        return true;
    }

    /// <summary>Writes <c>yyyy-MM-dd</c>; years over 9999 get a plus, years before 0 a minus.</summary>
    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteDate(int days, Span<byte> target) => WriteDate((long)days, target);

    /// <summary>Writes <c>HH:mm:ss[.f…]</c>.</summary>
    /// <param name="nanosOfDay">Nanoseconds since midnight.</param>
    /// <param name="digits">Digits of the fraction, 0 to 9; further ones are cut.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteTime(long nanosOfDay, int digits, Span<byte> target)
    {
        int seconds = (int)(nanosOfDay / NanosPerSecond);
        Write2(seconds / 3_600, target);
        target[2] = (byte)':';
        Write2(seconds / 60 % 60, target[3..]);
        target[5] = (byte)':';
        Write2(seconds % 60, target[6..]);
        return 8 + WriteFraction((int)(nanosOfDay % NanosPerSecond), digits, target[8..]);
    }

    /// <summary>Writes <c>yyyy-MM-dd HH:mm:ss[.f…]</c>.</summary>
    /// <param name="value">The date-time.</param>
    /// <param name="digits">Digits of the fraction, 0 to 9; further ones are cut.</param>
    /// <param name="separator">The byte between date and time: a blank or <c>T</c>.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteTimestamp(Timestamp value, int digits, byte separator, Span<byte> target)
    {
        long days = CivilDate.FloorDiv(value.Seconds, 86_400);
        int length = WriteDate(days, target);
        target[length++] = separator;
        return length + WriteTime(((value.Seconds - (days * 86_400)) * NanosPerSecond) + value.Nanos, digits, target[length..]);
    }

    private static int WriteDate(long days, Span<byte> target)
    {
        CivilDate.FromDays(days, out long year, out int month, out int day);
        int length = 0;
        if (year is < 0 or > 9999)
            target[length++] = year < 0 ? (byte)'-' : (byte)'+';
        ulong rest = (ulong)Math.Abs(year);
        int digits = 4;
        for (ulong limit = 10_000; rest >= limit; limit *= 10)
            digits++;
        for (int i = digits - 1; i >= 0; i--, rest /= 10)
            target[length + i] = (byte)('0' + (rest % 10));
        length += digits;
        target[length] = (byte)'-';
        Write2(month, target[(length + 1)..]);
        target[length + 3] = (byte)'-';
        Write2(day, target[(length + 4)..]);
        return length + 6;
    }

    private static int WriteFraction(int nanos, int digits, Span<byte> target)
    {
        if (digits == 0)
            return 0;
        target[0] = (byte)'.';
        int rest = nanos / s_powersOfTen[9 - digits];
        for (int i = digits; i > 0; i--, rest /= 10)
            target[i] = (byte)('0' + (rest % 10));
        return digits + 1;
    }

    private static void Write2(int value, Span<byte> target)
    {
        target[1] = (byte)('0' + (value % 10));
        target[0] = (byte)('0' + (value / 10));
    }

    private static bool TryReadTimestamp(ReadOnlySpan<byte> text, out Timestamp value, out int used)
    {
        value = default;
        if (!TryReadDate(text, out long days, out used))
            return false;
        long nanos = 0;
        if (used + 1 < text.Length && text[used] is (byte)' ' or (byte)'T' && IsDigit(text[used + 1]))
        {
            if (!TryReadTime(text[(used + 1)..], out nanos, out int usedByTime))
                return false;
            used += 1 + usedByTime;
        }

        value = new Timestamp((days * 86_400) + (nanos / NanosPerSecond), (int)(nanos % NanosPerSecond));
        return true;
    }

    private static bool TryReadDate(ReadOnlySpan<byte> text, out long days, out int used)
    {
        days = 0;
        if (!TryReadYear(text, out long year, out used) || text.Length < used + 6 || text[used] != '-' || text[used + 3] != '-')
            return false;
        int month = Read2(text, used + 1);
        int day = Read2(text, used + 4);
        used += 6;
        if ((month | day) < 0 || !CivilDate.Exists(year, month, day))
            return false;
        days = CivilDate.ToDays(year, month, day);
        return days >= s_leastDays;
    }

    private static bool TryReadYear(ReadOnlySpan<byte> text, out long year, out int used)
    {
        (year, used) = (0, 0);
        bool isSigned = text.Length > 0 && text[0] is (byte)'+' or (byte)'-';
        int at = isSigned ? 1 : 0;
        int start = at;
        for (; at < text.Length && IsDigit(text[at]) && at - start <= 9; at++)
            year = (year * 10) + (text[at] - '0');
        if (isSigned && text[0] == '-')
            year = -year;
        used = at;
        int digits = at - start;
        return isSigned ? digits is >= 4 and <= 9 : digits == 4;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, out long nanosOfDay, out int used)
    {
        (nanosOfDay, used) = (0, 0);
        if (text.Length < 5 || text[2] != ':')
            return false;
        int hour = Read2(text, 0);
        int minute = Read2(text, 3);
        int second = 0;
        int nanos = 0;
        used = 5;
        if (text.Length >= 8 && text[5] == ':')
        {
            second = Read2(text, 6);
            used = 8;
            if (text.Length > 9 && text[8] == '.' && !TryReadFraction(text[9..], out nanos, ref used))
                return false;
        }

        if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59)
            return false;
        nanosOfDay = ((((hour * 60L) + minute) * 60) + second) * NanosPerSecond;
        nanosOfDay += nanos;
        return true;
    }

    private static bool TryReadFraction(ReadOnlySpan<byte> text, out int nanos, ref int used)
    {
        nanos = 0;
        int digits = 0;
        for (; digits < text.Length && IsDigit(text[digits]); digits++)
        {
            if (digits == 9)
                return false;
            nanos = (nanos * 10) + (text[digits] - '0');
        }

        used += 1 + digits;
        nanos *= digits == 0 ? 0 : s_powersOfTen[9 - digits];
        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text is [(byte)'Z'])
            return true;
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-'))
            return false;
        int sign = text[0] == '-' ? -1 : 1;
        int hour = Read2(text, 1);
        text = text[3..];
        int minute = ReadOffsetPart(ref text);
        int second = ReadOffsetPart(ref text);
        if ((hour | minute | second) < 0 || !text.IsEmpty || hour > 18 || minute > 59 || second > 59)
            return false;
        seconds = sign * ((((hour * 60) + minute) * 60) + second);
        return true;
    }

    /// <summary>Reads <c>:mm</c> or <c>mm</c>; 0 at the end of the text, negative when it is neither.</summary>
    private static int ReadOffsetPart(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        int at = text[0] == ':' ? 1 : 0;
        if (text.Length < at + 2)
            return -1;
        int value = Read2(text, at);
        text = text[(at + 2)..];
        return value;
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    private static int Read2(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0');
        uint ones = (uint)(text[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1;
    }
}
