using System.Globalization;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// The second try of TO_TIMESTAMP(string, pattern) in Flink: <c>java.sql.Timestamp.valueOf</c> for a text with a blank, <c>java.sql.Date.valueOf</c> for another.
/// Numbers out of range count on (25:00:00 is 01:00 of the next day), in the calendar that changes in 1582.
/// </summary>
internal static class SqlTimestampText
{
    private static readonly string s_space = string.Concat(Enumerable.Range(0, 33).Select(c => (char)c));

    /// <summary>Reads the text.</summary>
    public static ParseResult Read(string text, out Timestamp value)
    {
        value = default;
        text = text.Trim(s_space.ToCharArray());
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        ReadOnlySpan<char> date = blank < 0 ? text : text.AsSpan(0, blank);
        if (!TryDate(date, out int year, out int month, out int day))
            return ParseResult.Refused;
        long second = 0;
        int nanos = 0;
        if (blank >= 0 && !TryTime(text.AsSpan(blank + 1), out second, out nanos))
            return ParseResult.Refused;
        return Resolve(year, month, day, second, nanos, out value);
    }

    private static ParseResult Resolve(int year, int month, int day, long second, int nanos, out Timestamp value)
    {
        value = default;
        long days = HybridCalendar.ToDays(year, month, day) + CivilDate.FloorDiv(second, 86_400);
        // The fields of that calendar are then read in the proleptic one.
        HybridCalendar.FromDays(days, out long resolvedYear, out int resolvedMonth, out int resolvedDay);
        if (resolvedYear < 1)
            resolvedYear = 1 - resolvedYear;
        if (!CivilDate.Exists(resolvedYear, resolvedMonth, resolvedDay))
            return ParseResult.Refused;
        long resolved = CivilDate.ToDays(resolvedYear, resolvedMonth, resolvedDay);
        value = new Timestamp((resolved * 86_400) + CivilDate.FloorMod(second, 86_400), nanos);
        return day > CivilDate.DaysInMonth(year, month) ? ParseResult.ImpossibleDay : ParseResult.Read;
    }

    private static bool TryDate(ReadOnlySpan<char> text, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        int first = text.IndexOf('-');
        int second = first < 0 ? -1 : first + 1 + text[(first + 1)..].IndexOf('-');
        if (first != 4 || second <= first || second - first is < 2 or > 3 || text.Length - second is < 2 or > 3)
            return false;
        return TryInt(text[..first], out year) && TryInt(text[(first + 1)..second], out month) && TryInt(text[(second + 1)..], out day)
            && month is >= 1 and <= 12 && day is >= 1 and <= 31;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out long second, out int nanos)
    {
        (second, nanos) = (0, 0);
        int first = text.IndexOf(':');
        int next = first < 0 ? -1 : first + 1 + text[(first + 1)..].IndexOf(':');
        if (first <= 0 || next <= first || next >= text.Length - 1)
            return false;
        int dot = text[(next + 1)..].IndexOf('.');
        ReadOnlySpan<char> seconds = dot < 0 ? text[(next + 1)..] : text[(next + 1)..(next + 1 + dot)];
        if (!TryInt(text[..first], out int hour) || !TryInt(text[(first + 1)..next], out int minute) || !TryInt(seconds, out int rest))
            return false;
        second = (((hour * 60L) + minute) * 60) + rest;
        return dot < 0 || TryFraction(text[(next + 2 + dot)..], out nanos);
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out int nanos)
    {
        nanos = 0;
        if (text.Length is 0 or > 9 || !char.IsAsciiDigit(text[0]) || !TryInt(text, out nanos))
            return false;
        for (int i = text.Length; i < 9; i++)
            nanos *= 10;
        return true;
    }

    /// <summary><c>Integer.parseInt</c>: a sign and digits.</summary>
    private static bool TryInt(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
