namespace Sluice.Expressions;

/// <summary>Names and sizes of <see cref="TimeUnit"/>.</summary>
internal static class TimeUnits
{
    /// <summary>Milliseconds of a day.</summary>
    public const long MillisPerDay = 86_400_000;

    /// <summary>The unit of a keyword, upper case; <c>SQL_TSI_DAY</c> and its like count where a point unit is wanted.</summary>
    public static TimeUnit? Find(string keyword) => keyword switch
    {
        "YEAR" or "SQL_TSI_YEAR" => TimeUnit.Year,
        "QUARTER" or "SQL_TSI_QUARTER" => TimeUnit.Quarter,
        "MONTH" or "SQL_TSI_MONTH" => TimeUnit.Month,
        "WEEK" or "SQL_TSI_WEEK" => TimeUnit.Week,
        "DAY" or "SQL_TSI_DAY" => TimeUnit.Day,
        "HOUR" or "SQL_TSI_HOUR" => TimeUnit.Hour,
        "MINUTE" or "SQL_TSI_MINUTE" => TimeUnit.Minute,
        "SECOND" or "SQL_TSI_SECOND" => TimeUnit.Second,
        "MILLISECOND" => TimeUnit.Millisecond,
        "MICROSECOND" or "SQL_TSI_MICROSECOND" => TimeUnit.Microsecond,
        "NANOSECOND" => TimeUnit.Nanosecond,
        "MILLENNIUM" => TimeUnit.Millennium,
        "CENTURY" => TimeUnit.Century,
        "DECADE" => TimeUnit.Decade,
        "EPOCH" => TimeUnit.Epoch,
        "DOY" => TimeUnit.DayOfYear,
        "DOW" => TimeUnit.DayOfWeek,
        "ISODOW" => TimeUnit.IsoDayOfWeek,
        "ISOYEAR" => TimeUnit.IsoYear,
        _ => null,
    };

    /// <summary>Months in the unit; 0 when it is none of months.</summary>
    public static int Months(TimeUnit unit) => unit switch
    {
        TimeUnit.Year or TimeUnit.IsoYear => 12,
        TimeUnit.Quarter => 3,
        TimeUnit.Month => 1,
        TimeUnit.Decade => 120,
        TimeUnit.Century => 1_200,
        TimeUnit.Millennium => 12_000,
        _ => 0,
    };

    /// <summary>Milliseconds in the unit; 0 when it is no whole number of them.</summary>
    public static long Millis(TimeUnit unit) => unit switch
    {
        TimeUnit.Week => 7 * MillisPerDay,
        TimeUnit.Day => MillisPerDay,
        TimeUnit.Hour => 3_600_000,
        TimeUnit.Minute => 60_000,
        TimeUnit.Second => 1_000,
        TimeUnit.Millisecond => 1,
        _ => 0,
    };

    /// <summary>Whether the unit is a field of a calendar day.</summary>
    public static bool IsOfDate(TimeUnit unit) => unit is TimeUnit.Year or TimeUnit.Quarter or TimeUnit.Month or TimeUnit.Week or TimeUnit.Day
        or TimeUnit.Millennium or TimeUnit.Century or TimeUnit.Decade or TimeUnit.DayOfYear or TimeUnit.DayOfWeek or TimeUnit.IsoDayOfWeek or TimeUnit.IsoYear;

    /// <summary>Whether the unit is HOUR, MINUTE, SECOND or a part of a second.</summary>
    public static bool IsOfTime(TimeUnit unit) => unit is >= TimeUnit.Hour and <= TimeUnit.Nanosecond;
}
