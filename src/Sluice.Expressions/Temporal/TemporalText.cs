using System.Globalization;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The text forms of dates, times, date-times and intervals in casts, as Flink reads and prints them.</summary>
internal static class TemporalText
{
    /// <summary>What Java's <c>trim</c> takes off.</summary>
    private static readonly string s_space = string.Concat(Enumerable.Range(0, 33).Select(c => (char)c));

    /// <summary>
    /// Reads <c>y[-M[-d]]</c>, year 0 to 9999, digits only, white space around each number; what follows a blank behind the first character is ignored.
    /// </summary>
    public static bool TryParseDate(ReadOnlySpan<char> text, out int days)
    {
        days = 0;
        int blank = text.IndexOf(' ');
        if (blank > 0)
            text = text[..blank];
        int month = 1;
        int day = 1;
        int dash = text.IndexOf('-');
        if (!TryNumber(dash < 0 ? text : text[..dash], out int year))
            return false;
        if (dash >= 0)
        {
            text = text[(dash + 1)..];
            dash = text.IndexOf('-');
            if (!TryNumber(dash < 0 ? text : text[..dash], out month) || (dash >= 0 && !TryNumber(text[(dash + 1)..], out day)))
                return false;
        }

        if (year > 9999 || !CivilDate.Exists(year, month, day))
            return false;
        days = (int)CivilDate.ToDays(year, month, day);
        return true;
    }

    /// <summary>Whether a text that is no date has a number too big for an INT where one belongs: there Flink's TO_DATE fails the row.</summary>
    public static bool HasOverlongNumber(ReadOnlySpan<char> text)
    {
        int blank = text.IndexOf(' ');
        if (blank > 0)
            text = text[..blank];
        foreach (Range part in text.Split('-'))
        {
            ReadOnlySpan<char> number = text[part].Trim(s_space);
            if (number.IsEmpty || number.ContainsAnyExceptInRange('0', '9'))
                return false;
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Reads <c>H[:m[:s[.f]]]</c>, white space around each number, perhaps followed by an offset that is added. Digits of the fraction beyond the third round.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="millis">Milliseconds since midnight; outside a day where Flink's are.</param>
    public static bool TryParseTime(ReadOnlySpan<char> text, out long millis)
    {
        millis = 0;
        int zone = text.IndexOf('-');
        int sign = zone < 0 ? 1 : -1;
        if (zone < 0)
            zone = text.IndexOf('+');
        int end = zone < 0 ? text.Length : zone;
        int zoneHour = 0;
        int zoneMinute = 0;
        if (zone >= 0 && !TryPair(text[(zone + 1)..], out zoneHour, out zoneMinute))
            return false;
        if (!TryClock(text, end, out int hour, out int minute, out int second, out int fraction) || hour > 23 || minute > 59 || second > 59)
            return false;
        millis = ((hour + (sign * (long)zoneHour)) * 3_600_000) + ((minute + (sign * (long)zoneMinute)) * 60_000) + (second * 1_000L) + fraction;
        return true;
    }

    /// <summary>
    /// Reads <c>yyyy-M-d[ H:m:s[.f]]</c> with up to nine digits of the fraction; 24:00:00 is the next day's midnight; nothing around it.
    /// </summary>
    public static ParseResult TryParseTimestamp(ReadOnlySpan<char> text, out Timestamp value)
    {
        var reader = new TimestampTextReader(text);
        return reader.Read(out value);
    }

    /// <summary>Prints <c>yyyy-MM-dd</c>; of a year over 9999 the last four digits, as Flink.</summary>
    public static string FormatDate(int days)
    {
        Span<char> text = stackalloc char[16];
        return new string(text[..WriteDate(days, text)]);
    }

    /// <summary>Prints <c>HH:mm:ss</c>: a TIME is a TIME(0) whatever was declared.</summary>
    /// <param name="millis">Milliseconds since midnight; of what is outside a day the hours go on.</param>
    public static string FormatTime(long millis)
    {
        millis = millis < 0 ? CivilDate.FloorMod(millis, TimeUnits.MillisPerDay) : millis;
        long seconds = millis / 1_000;
        Span<char> text = stackalloc char[8];
        WriteTime(seconds, text);
        return new string(text);
    }

    /// <summary>Prints <c>yyyy-MM-dd HH:mm:ss[.f…]</c> with exactly <paramref name="precision"/> digits.</summary>
    public static string FormatTimestamp(Timestamp value, int precision)
    {
        Span<char> text = stackalloc char[40];
        long days = EpochTime.Days(value);
        int length = WriteDate(days, text);
        text[length++] = ' ';
        WriteTime(value.Seconds - (days * 86_400), text[length..]);
        length += 8;
        if (precision > 0)
        {
            text[length++] = '.';
            int rest = value.Nanos;
            for (int i = 9; i > precision; i--)
                rest /= 10;
            for (int i = precision - 1; i >= 0; i--, rest /= 10)
                text[length + i] = (char)('0' + (rest % 10));
            length += precision;
        }

        return new string(text[..length]);
    }

    /// <summary>Prints a date-time as JSON has it: <c>2020-01-01T00:00:00</c>, the fraction without zeros at its end, an instant with a <c>Z</c>.</summary>
    public static string FormatJson(Timestamp value, bool isInstant)
    {
        Span<byte> text = stackalloc byte[Iso8601Utf8.MaxLength];
        int digits = value.Nanos == 0 ? 0 : 9;
        for (int rest = value.Nanos; digits > 0 && rest % 10 == 0; rest /= 10)
            digits--;
        int length = Iso8601Utf8.WriteTimestamp(value, digits, (byte)'T', text);
        if (isInstant)
            text[length++] = (byte)'Z';
        return System.Text.Encoding.ASCII.GetString(text[..length]);
    }

    /// <summary>Prints <c>+1-02</c>.</summary>
    public static string FormatMonths(int months)
    {
        long size = Math.Abs((long)months);
        return string.Create(CultureInfo.InvariantCulture, $"{(months < 0 ? '-' : '+')}{size / 12}-{size % 12:00}");
    }

    /// <summary>Prints <c>+1 02:03:04.567</c>.</summary>
    public static string FormatMillis(long millis)
    {
        ulong size = millis < 0 ? (ulong)-(millis + 1) + 1 : (ulong)millis;
        ulong seconds = size / 1_000;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(millis < 0 ? '-' : '+')}{seconds / 86_400} {seconds / 3_600 % 24:00}:{seconds / 60 % 60:00}:{seconds % 60:00}.{size % 1_000:000}");
    }

    private static int WriteDate(long days, Span<char> text)
    {
        CivilDate.FromDays(days, out long year, out int month, out int day);
        int length = 0;
        if (year < 0)
            text[length++] = '-';
        long rest = Math.Abs(year);
        for (int i = 3; i >= 0; i--, rest /= 10)
            text[length + i] = (char)('0' + (rest % 10));
        length += 4;
        text[length] = '-';
        Write2(month, text[(length + 1)..]);
        text[length + 3] = '-';
        Write2(day, text[(length + 4)..]);
        return length + 6;
    }

    private static void WriteTime(long seconds, Span<char> text)
    {
        Write2((int)(seconds / 3_600 % 100), text);
        text[2] = ':';
        Write2((int)(seconds / 60 % 60), text[3..]);
        text[5] = ':';
        Write2((int)(seconds % 60), text[6..]);
    }

    private static void Write2(int value, Span<char> text)
    {
        text[0] = (char)('0' + (value / 10));
        text[1] = (char)('0' + (value % 10));
    }

    private static bool TryClock(ReadOnlySpan<char> text, int end, out int hour, out int minute, out int second, out int fraction)
    {
        (minute, second, fraction) = (0, 0, 0);
        int colon = text.IndexOf(':');
        if (colon < 0)
            return TryNumber(text[..end], out hour);
        // Flink looks for the colons in the whole text, also behind the sign of the offset.
        if (!TryNumber(text[..colon], out hour))
            return false;
        int next = colon + 1 + text[(colon + 1)..].IndexOf(':');
        if (next == colon)
            return end >= colon + 1 && TryNumber(text[(colon + 1)..end], out minute);
        if (!TryNumber(text[(colon + 1)..next], out minute))
            return false;
        int dot = text[next..].IndexOf('.');
        if (dot < 0)
            return end >= next + 1 && TryNumber(text[(next + 1)..end], out second);
        dot += next;
        if (!TryNumber(text[(next + 1)..dot], out second) || end < dot + 1)
            return false;
        fraction = Fraction(text[(dot + 1)..end].Trim(s_space));
        return true;
    }

    private static bool TryPair(ReadOnlySpan<char> text, out int first, out int second)
    {
        second = 0;
        int colon = text.IndexOf(':');
        if (colon < 0)
            return TryNumber(text, out first);
        return TryNumber(text[..colon], out first) & TryNumber(text[(colon + 1)..], out second);
    }

    /// <summary>Milliseconds of a fraction: a character that is no digit counts as 0, the fourth rounds.</summary>
    private static int Fraction(ReadOnlySpan<char> text)
    {
        int multiplier = 100;
        int result = 0;
        for (int i = 0; i < text.Length; i++)
        {
            result += multiplier * (char.IsAsciiDigit(text[i]) ? text[i] - '0' : 0);
            if (multiplier < 10)
                return i + 1 < text.Length && text[i + 1] >= '5' ? result + 1 : result;
            multiplier /= 10;
        }

        return result;
    }

    /// <summary>ASCII digits, white space (all up to U+0020) around them.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out int value)
    {
        text = text.Trim(s_space);
        value = 0;
        if (text.IsEmpty)
            return false;
        long total = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            total = (total * 10) + c - '0';
            if (total > int.MaxValue)
                return false;
        }

        value = (int)total;
        return true;
    }
}
