using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The fields of a calendar day and its floor and ceiling to a unit, in the proleptic Gregorian calendar. Days count from 1970-01-01.</summary>
internal static class CalendarFields
{
    /// <summary>A field of a day; the unit <see cref="TimeUnits.IsOfDate"/>.</summary>
    public static long Extract(TimeUnit unit, long days)
    {
        CivilDate.FromDays(days, out long year, out int month, out int day);
        return unit switch
        {
            TimeUnit.Year => year,
            TimeUnit.Quarter => (month + 2) / 3,
            TimeUnit.Month => month,
            TimeUnit.Day => day,
            TimeUnit.Week => IsoWeek(days, year, out _),
            TimeUnit.IsoYear => IsoYear(days, year),
            TimeUnit.DayOfYear => days - CivilDate.ToDays(year, 1, 1) + 1,
            TimeUnit.DayOfWeek => (CivilDate.IsoDayOfWeek(days) % 7) + 1,
            TimeUnit.IsoDayOfWeek => CivilDate.IsoDayOfWeek(days),
            TimeUnit.Decade => year / 10,
            TimeUnit.Century => year > 0 ? (year + 99) / 100 : (year - 99) / 100,
            TimeUnit.Millennium => year > 0 ? (year + 999) / 1_000 : (year - 999) / 1_000,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The ISO week, 1 to 53, of a day.</summary>
    /// <param name="days">The day.</param>
    /// <param name="year">Its calendar year.</param>
    /// <param name="isoYear">The year its week belongs to.</param>
    public static int IsoWeek(long days, long year, out long isoYear)
    {
        // A week belongs to the year that its Thursday is in.
        long thursday = days - CivilDate.IsoDayOfWeek(days) + 4;
        isoYear = thursday < CivilDate.ToDays(year, 1, 1) ? year - 1 : thursday >= CivilDate.ToDays(year + 1, 1, 1) ? year + 1 : year;
        return (int)((thursday - CivilDate.ToDays(isoYear, 1, 1)) / 7) + 1;
    }

    /// <summary>
    /// The first day of the unit a day is in, or the first of the next unit, as Flink rounds: a ceiling looks at the date alone, weeks begin on Sunday, and
    /// the ceilings to DECADE, CENTURY, MILLENNIUM and DAY always go on to the next one.
    /// </summary>
    public static long Round(TimeUnit unit, long days, bool isFloor)
    {
        CivilDate.FromDays(days, out long year, out int month, out int day);
        return RoundFields(unit, days, year, month, day, isFloor, CivilDate.FloorDiv);
    }

    /// <summary>The same from fields that are known, which may be those of another calendar.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="days">The day.</param>
    /// <param name="year">Its year.</param>
    /// <param name="month">Its month.</param>
    /// <param name="day">Its day of the month.</param>
    /// <param name="isFloor">Down, or up.</param>
    /// <param name="divide">How years are divided: years before 1 matter.</param>
    public static long RoundFields(TimeUnit unit, long days, long year, int month, int day, bool isFloor, Func<long, long, long> divide) => unit switch
    {
        TimeUnit.Millennium => CivilDate.ToDays((1_000 * divide(year + 999, 1_000)) + (isFloor ? -999 : 1), 1, 1),
        TimeUnit.Century => CivilDate.ToDays((100 * divide(year + 99, 100)) + (isFloor ? -99 : 1), 1, 1),
        TimeUnit.Decade => CivilDate.ToDays(10 * (divide(year, 10) + (isFloor ? 0 : 1)), 1, 1),
        TimeUnit.Year => CivilDate.ToDays(!isFloor && (month > 1 || day > 1) ? year + 1 : year, 1, 1),
        TimeUnit.Quarter => CivilDate.ToDays(year, ((((month + 2) / 3) + (!isFloor && (month > 1 || day > 1) ? 1 : 0)) * 3) - 2, 1),
        TimeUnit.Month => CivilDate.ToDays(year, !isFloor && day > 1 ? month + 1 : month, 1),
        TimeUnit.Week => CivilDate.ToDays(year, month, day) - WeekOffset(days, isFloor),
        TimeUnit.Day => CivilDate.ToDays(year, month, day) + (isFloor ? 0 : 1),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// A day moved by months; where the day does not exist it is the month's last.
    /// </summary>
    public static long AddMonths(long days, long months)
    {
        CivilDate.FromDays(days, out long year, out int month, out int day);
        long total = (year * 12) + (month - 1) + months;
        year = CivilDate.FloorDiv(total, 12);
        month = (int)(total - (year * 12)) + 1;
        return CivilDate.ToDays(year, month, Math.Min(day, CivilDate.DaysInMonth(year, month)));
    }

    /// <summary>The whole months from <paramref name="start"/> to <paramref name="end"/>; negative when it is earlier.</summary>
    public static long MonthsBetween(long end, long start)
    {
        if (end < start)
            return -MonthsBetween(start, end);
        CivilDate.FromDays(end, out long endYear, out int endMonth, out _);
        CivilDate.FromDays(start, out long startYear, out int startMonth, out _);
        long months = ((endYear - startYear) * 12) + endMonth - startMonth;
        return AddMonths(start, months) > end ? months - 1 : months;
    }

    private static long IsoYear(long days, long year)
    {
        IsoWeek(days, year, out long isoYear);
        return isoYear;
    }

    private static long WeekOffset(long days, bool isFloor)
    {
        int sinceSunday = CivilDate.IsoDayOfWeek(days) % 7;
        return !isFloor && sinceSunday > 0 ? sinceSunday - 7 : sinceSunday;
    }
}
