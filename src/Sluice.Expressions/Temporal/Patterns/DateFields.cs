using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The fields of a date-time in the proleptic Gregorian calendar, for printing.</summary>
internal readonly struct DateFields
{
    private readonly long _days;
    private readonly long _year;
    private readonly int _month;
    private readonly int _day;
    private readonly int _second;
    private readonly int _nanos;

    /// <summary>Of a date-time.</summary>
    public DateFields(Timestamp value)
    {
        _days = EpochTime.Days(value);
        _second = (int)(value.Seconds - (_days * 86_400));
        _nanos = value.Nanos;
        CivilDate.FromDays(_days, out _year, out _month, out _day);
    }

    /// <summary>The value of a field.</summary>
    public long this[DateField field] => field switch
    {
        DateField.Era => _year > 0 ? 1 : 0,
        DateField.Year => _year,
        DateField.YearOfEra => _year > 0 ? _year : 1 - _year,
        DateField.WeekBasedYear => WeekYear(out _),
        DateField.WeekOfYear => Week(),
        DateField.WeekOfMonth => WeekOfMonth(),
        DateField.Quarter => (_month + 2) / 3,
        DateField.Month => _month,
        DateField.DayOfMonth => _day,
        DateField.DayOfYear => CivilDate.DayOfYear(_days),
        DateField.AlignedDay => ((_day - 1) % 7) + 1,
        DateField.DayOfWeek => CivilDate.IsoDayOfWeek(_days),
        DateField.LocalDayOfWeek => (CivilDate.IsoDayOfWeek(_days) % 7) + 1,
        DateField.ModifiedJulianDay => _days + 40_587,
        _ => OfTime(field),
    };

    private long OfTime(DateField field)
    {
        int hour = _second / 3_600;
        return field switch
        {
            DateField.HalfOfDay => hour / 12,
            DateField.Hour => hour,
            DateField.ClockHour => hour == 0 ? 24 : hour,
            DateField.HourOfHalf => hour % 12,
            DateField.ClockHourOfHalf => hour % 12 == 0 ? 12 : hour % 12,
            DateField.Minute => _second / 60 % 60,
            DateField.Second => _second % 60,
            DateField.Nano => _nanos,
            DateField.MilliOfDay => (_second * 1_000L) + (_nanos / 1_000_000),
            DateField.NanoOfDay => (_second * 1_000_000_000L) + _nanos,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private long WeekYear(out long firstSunday)
    {
        long year = HybridCalendar.Sunday(_days) >= HybridCalendar.Sunday(CivilDate.ToDays(_year + 1, 1, 1)) ? _year + 1 : _year;
        firstSunday = HybridCalendar.Sunday(CivilDate.ToDays(year, 1, 1));
        return year;
    }

    private long Week()
    {
        WeekYear(out long firstSunday);
        return ((HybridCalendar.Sunday(_days) - firstSunday) / 7) + 1;
    }

    private long WeekOfMonth() => ((HybridCalendar.Sunday(_days) - HybridCalendar.Sunday(_days - _day + 1)) / 7) + 1;
}
