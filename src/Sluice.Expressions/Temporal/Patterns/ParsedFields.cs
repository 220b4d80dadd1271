using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The fields read by a <see cref="DateTimePattern"/>, and the date-time they make: the SMART resolver of <c>java.time</c>, then Flink's defaults.</summary>
internal sealed class ParsedFields
{
    private const int Count = (int)DateField.ModifiedJulianDay + 1;
    private readonly long?[] _values = new long?[Count];

    /// <summary>A state to come back to.</summary>
    internal readonly record struct Mark(long?[] Values);

    private long? this[DateField field]
    {
        get => _values[(int)field];
        set => _values[(int)field] = value;
    }

    /// <summary>Whether a zone's name had to be read, which is not supported.</summary>
    public bool NeedsZoneName { get; set; }

    /// <summary>Sets a field; false when it has another value already.</summary>
    public bool TrySet(DateField field, long value)
    {
        if (this[field] is { } old && old != value)
            return false;
        this[field] = value;
        return true;
    }

    /// <summary>Remembers the state.</summary>
    public Mark Save() => new([.. _values]);

    /// <summary>Goes back to a state.</summary>
    public void Restore(Mark mark) => mark.Values.CopyTo(_values, 0);

    /// <summary>
    /// The date-time. <paramref name="isRefused"/> tells a text that the formatter itself refuses (then Flink tries another way) from fields that make no date-time.
    /// </summary>
    public ParseResult Resolve(out Timestamp value, out bool isRefused)
    {
        value = default;
        isRefused = true;
        if (!TryResolveYear() || !TryResolveHours() || !TryResolveTime(out long? second, out bool isNextDay))
            return ParseResult.Refused;
        ParseResult result = ResolveDate(out long? days);
        if (result == ParseResult.Refused || (days is { } known && !Agrees(known)))
            return ParseResult.Refused;
        isRefused = false;
        if (days is null)
        {
            long year = this[DateField.Year] ?? 1970;
            long month = this[DateField.Month] ?? 1;
            long day = this[DateField.DayOfMonth] ?? 1;
            if (Math.Abs(year) > 999_999_999 || month is < 1 or > 12 || day < 1 || day > CivilDate.DaysInMonth(year, (int)month))
                return ParseResult.Refused;
            days = CivilDate.ToDays(year, (int)month, (int)day);
        }
        else if (isNextDay)
        {
            days++;
        }

        long clock = second ?? ((((this[DateField.Hour] ?? 0) * 60) + (this[DateField.Minute] ?? 0)) * 60) + (this[DateField.Second] ?? 0);
        value = new Timestamp((days.Value * 86_400) + clock, (int)(this[DateField.Nano] ?? 0));
        return result;
    }

    private static bool IsWithin(long? value, long least, long most) => value is null || (value >= least && value <= most);

    private bool TryResolveYear()
    {
        if (!IsWithin(this[DateField.Era], 0, 1))
            return false;
        if (this[DateField.YearOfEra] is { } yearOfEra)
        {
            bool isBefore = this[DateField.Era] is { } era ? era == 0 : this[DateField.Year] <= 0;
            if (yearOfEra is < 1 or > 1_000_000_000 || !TrySet(DateField.Year, isBefore ? 1 - yearOfEra : yearOfEra))
                return false;
        }

        return IsWithin(this[DateField.Year], -999_999_999, 999_999_999) || this[DateField.Month] is null;
    }

    private bool TryResolveHours()
    {
        if (this[DateField.ClockHour] is { } clock && (clock is < 0 or > 24 || !TrySet(DateField.Hour, clock == 24 ? 0 : clock)))
            return false;
        if (this[DateField.ClockHourOfHalf] is { } half && (half is < 0 or > 12 || !TrySet(DateField.HourOfHalf, half == 12 ? 0 : half)))
            return false;
        if (!IsWithin(this[DateField.HourOfHalf], 0, 11) || !IsWithin(this[DateField.HalfOfDay], 0, 1))
            return false;
        if (this[DateField.HalfOfDay] is { } afternoon && this[DateField.HourOfHalf] is { } hour && !TrySet(DateField.Hour, (afternoon * 12) + hour))
            return false;
        return TryResolveDayCounts();
    }

    private bool TryResolveDayCounts()
    {
        if (this[DateField.NanoOfDay] is { } nanos)
        {
            if (nanos is < 0 or >= 86_400_000_000_000 || !TrySetClock(nanos / 1_000_000_000) || !TrySet(DateField.Nano, nanos % 1_000_000_000))
                return false;
        }

        if (this[DateField.MilliOfDay] is { } millis)
        {
            if (millis is < 0 or >= 86_400_000 || !TrySetClock(millis / 1_000))
                return false;
            // Finer digits may have been read beside it.
            if (this[DateField.Nano] is { } known && known / 1_000_000 != millis % 1_000)
                return false;
            this[DateField.Nano] ??= millis % 1_000 * 1_000_000;
        }

        return true;
    }

    private bool TrySetClock(long second) =>
        TrySet(DateField.Hour, second / 3_600) && TrySet(DateField.Minute, second / 60 % 60) && TrySet(DateField.Second, second % 60);

    private bool TryResolveTime(out long? second, out bool isNextDay)
    {
        second = null;
        isNextDay = false;
        long? minute = this[DateField.Minute];
        long? rest = this[DateField.Second];
        long? nano = this[DateField.Nano];
        if (!IsWithin(minute, 0, 59) || !IsWithin(nano, 0, 999_999_999))
            return false;
        // A time is made of an hour and what follows without a hole.
        bool isTime = this[DateField.Hour] is not null && !(minute is null && (rest is not null || nano is not null)) && !(rest is null && nano is not null);
        if (isTime && this[DateField.Hour] == 24 && (minute ?? 0) == 0 && (rest ?? 0) == 0 && (nano ?? 0) == 0)
        {
            second = 0;
            isNextDay = true;
            return true;
        }

        return IsWithin(this[DateField.Hour], 0, 23) && IsWithin(rest, 0, 59);
    }

    private ParseResult ResolveDate(out long? days)
    {
        days = null;
        long? year = this[DateField.Year];
        if (this[DateField.ModifiedJulianDay] is { } julian)
            days = julian - 40_587;
        else if (year is { } y && this[DateField.Month] is { } month && this[DateField.DayOfMonth] is { } day)
            return ResolveDay(y, month, day, out days);
        else if (year is { } yd && this[DateField.DayOfYear] is { } dayOfYear)
            return ResolveDayOfYear(yd, dayOfYear, out days);
        else if (this[DateField.WeekBasedYear] is { } weekYear && this[DateField.WeekOfYear] is { } week && LocalDay() is { } local)
            return ResolveWeek(weekYear, week, local, out days);
        else if (year is { } yw && this[DateField.Month] is { } mw && this[DateField.WeekOfMonth] is { } weekOfMonth && LocalDay() is { } localDay)
            return ResolveWeekOfMonth(yw, mw, weekOfMonth, localDay, out days);
        return ParseResult.Read;
    }

    private static ParseResult ResolveDay(long year, long month, long day, out long? days)
    {
        days = null;
        if (month is < 1 or > 12 || day is < 1 or > 31)
            return ParseResult.Refused;
        int last = CivilDate.DaysInMonth(year, (int)month);
        days = CivilDate.ToDays(year, (int)month, (int)Math.Min(day, last));
        return day > last ? ParseResult.ImpossibleDay : ParseResult.Read;
    }

    private static ParseResult ResolveDayOfYear(long year, long dayOfYear, out long? days)
    {
        days = dayOfYear < 1 || dayOfYear > (CivilDate.IsLeapYear(year) ? 366 : 365) ? null : CivilDate.ToDays(year, 1, 1) + dayOfYear - 1;
        return days is null ? ParseResult.Refused : ParseResult.Read;
    }

    private static ParseResult ResolveWeek(long year, long week, long local, out long? days)
    {
        days = null;
        if (week is < 1 or > 53 || local is < 1 or > 7)
            return ParseResult.Refused;
        days = HybridCalendar.Sunday(CivilDate.ToDays(year, 1, 1)) + ((week - 1) * 7) + local - 1;
        return ParseResult.Read;
    }

    private static ParseResult ResolveWeekOfMonth(long year, long month, long week, long local, out long? days)
    {
        days = null;
        if (month is < 1 or > 12 || week is < 0 or > 6 || local is < 1 or > 7)
            return ParseResult.Refused;
        days = HybridCalendar.Sunday(CivilDate.ToDays(year, (int)month, 1)) + ((week - 1) * 7) + local - 1;
        return ParseResult.Read;
    }

    private long? LocalDay() => this[DateField.LocalDayOfWeek] ?? (this[DateField.DayOfWeek] is { } iso ? (iso % 7) + 1 : null);

    /// <summary>Whether the fields that were not needed for the date are those of the date.</summary>
    private bool Agrees(long days)
    {
        var fields = new DateFields(new Timestamp(days * 86_400, 0));
        for (DateField field = DateField.Year; field <= DateField.LocalDayOfWeek; field++)
        {
            bool wasUsed = (field is DateField.DayOfMonth or DateField.Month && this[DateField.DayOfMonth] is not null)
                || (field is DateField.Month or DateField.WeekOfMonth && this[DateField.DayOfMonth] is null);
            if (!wasUsed && this[field] is { } value && fields[field] != value)
                return false;
        }

        return true;
    }
}
