using System.Globalization;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The rule at the end of a zone file, in the form of POSIX <c>TZ</c>: <c>EST5EDT,M3.2.0,M11.1.0</c>.</summary>
internal sealed class PosixRule
{
    private readonly Day _start;
    private readonly Day _end;

    private PosixRule(int standard, int daylight, Day start, Day end, ZoneNames names)
    {
        (StandardOffset, DaylightOffset, _start, _end, Names) = (standard, daylight, start, end, names);
    }

    /// <summary>Seconds east of UTC in winter.</summary>
    public int StandardOffset { get; }

    /// <summary>Seconds east of UTC in summer.</summary>
    public int DaylightOffset { get; }

    /// <summary>Whether there are two offsets.</summary>
    public bool HasDaylight => StandardOffset != DaylightOffset;

    /// <summary>The abbreviations.</summary>
    public ZoneNames Names { get; }

    /// <summary>Reads a rule.</summary>
    public static bool TryParse(string text, out PosixRule rule)
    {
        rule = null!;
        var reader = new Reader(text);
        if (!reader.TryName(out string standardName) || !reader.TryTime(out int standard))
            return false;
        if (reader.IsAtEnd)
        {
            rule = new PosixRule(-standard, -standard, default, default, new ZoneNames(standardName, standardName));
            return true;
        }

        if (!reader.TryName(out string daylightName))
            return false;
        int daylight = standard - 3_600;
        if (!reader.Peek(',') && !reader.TryTime(out daylight))
            return false;
        if (!reader.TryDay(out Day start) || !reader.TryDay(out Day end) || !reader.IsAtEnd)
            return false;
        rule = new PosixRule(-standard, -daylight, start, end, new ZoneNames(standardName, daylightName));
        return true;
    }

    /// <summary>Seconds to add to UTC at an instant.</summary>
    public int OffsetAt(long epochSecond)
    {
        CivilDate.FromDays(CivilDate.FloorDiv(epochSecond + StandardOffset, 86_400), out long year, out _, out _);
        long start = StartOf(year);
        long end = EndOf(year);
        bool isDaylight = start < end ? epochSecond >= start && epochSecond < end : epochSecond >= start || epochSecond < end;
        return isDaylight ? DaylightOffset : StandardOffset;
    }

    /// <summary>The offset of a local time, see <see cref="ZoneRules.OffsetOfLocal(long)"/>.</summary>
    public int OffsetOfLocal(long localSecond, bool isSecondOfOverlap)
    {
        CivilDate.FromDays(CivilDate.FloorDiv(localSecond, 86_400), out long year, out _, out _);
        long start = StartOf(year) + ZoneRules.Boundary(StandardOffset, DaylightOffset, isSecondOfOverlap);
        long end = EndOf(year) + ZoneRules.Boundary(DaylightOffset, StandardOffset, isSecondOfOverlap);
        bool isDaylight = start < end ? localSecond >= start && localSecond < end : localSecond >= start || localSecond < end;
        return isDaylight ? DaylightOffset : StandardOffset;
    }

    private long StartOf(long year) => _start.SecondOf(year) - StandardOffset;

    private long EndOf(long year) => _end.SecondOf(year) - DaylightOffset;

    /// <summary>A day of the year and the local second in it.</summary>
    private readonly record struct Day(char Kind, int Number, int Week, int DayOfWeek, int Time)
    {
        public long SecondOf(long year) => (DayOf(year) * 86_400) + Time;

        private long DayOf(long year)
        {
            if (Kind == 'J')
                return CivilDate.ToDays(year, 1, 1) + Number - 1 + (CivilDate.IsLeapYear(year) && Number >= 60 ? 1 : 0);
            if (Kind == 'N')
                return CivilDate.ToDays(year, 1, 1) + Number;
            long first = CivilDate.ToDays(year, Number, 1);
            long day = first + ((DayOfWeek - (CivilDate.IsoDayOfWeek(first) % 7) + 7) % 7) + ((Week - 1) * 7);
            return day >= first + CivilDate.DaysInMonth(year, Number) ? day - 7 : day;
        }
    }

    private ref struct Reader(string text)
    {
        private int _at;

        public readonly bool IsAtEnd => _at == text.Length;

        public readonly bool Peek(char value) => _at < text.Length && text[_at] == value;

        public bool TryName(out string name)
        {
            bool isQuoted = Take('<');
            int start = _at;
            while (_at < text.Length && (isQuoted ? text[_at] != '>' : char.IsAsciiLetter(text[_at])))
                _at++;
            name = text[start.._at];
            return name.Length >= 3 && (!isQuoted || Take('>'));
        }

        public bool TryTime(out int seconds)
        {
            int sign = Take('-') ? -1 : 1;
            if (sign == 1)
                Take('+');
            seconds = 0;
            if (!TryNumber(out int hours))
                return false;
            int minutes = 0;
            int rest = 0;
            if (Take(':') && !TryNumber(out minutes))
                return false;
            if (Take(':') && !TryNumber(out rest))
                return false;
            seconds = sign * ((((hours * 60) + minutes) * 60) + rest);
            return true;
        }

        public bool TryDay(out Day day)
        {
            day = default;
            if (!Take(','))
                return false;
            char kind = Peek('M') || Peek('J') ? text[_at++] : 'N';
            if (!TryNumber(out int number))
                return false;
            int week = 0;
            int dayOfWeek = 0;
            if (kind == 'M' && (!Take('.') || !TryNumber(out week) || !Take('.') || !TryNumber(out dayOfWeek)))
                return false;
            int time = 7_200;
            if (Take('/') && !TryTime(out time))
                return false;
            day = new Day(kind, number, week, dayOfWeek, time);
            return kind != 'M' || number is >= 1 and <= 12;
        }

        private bool Take(char value)
        {
            if (!Peek(value))
                return false;
            _at++;
            return true;
        }

        private bool TryNumber(out int value)
        {
            int start = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                _at++;
            return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }
    }
}
