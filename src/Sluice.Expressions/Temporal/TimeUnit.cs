namespace Sluice.Expressions;

/// <summary>The units of EXTRACT, FLOOR, CEIL, TIMESTAMPADD, TIMESTAMPDIFF and of intervals.</summary>
internal enum TimeUnit
{
    /// <summary>A year.</summary>
    Year,

    /// <summary>Three months.</summary>
    Quarter,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A week; as a field: ISO week of the year.</summary>
    Week,

    /// <summary>A day; as a field: of the month.</summary>
    Day,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A minute.</summary>
    Minute,

    /// <summary>A second.</summary>
    Second,

    /// <summary>A thousandth of a second.</summary>
    Millisecond,

    /// <summary>A millionth of a second.</summary>
    Microsecond,

    /// <summary>A billionth of a second.</summary>
    Nanosecond,

    /// <summary>A thousand years.</summary>
    Millennium,

    /// <summary>A hundred years.</summary>
    Century,

    /// <summary>Ten years.</summary>
    Decade,

    /// <summary>Seconds since 1970.</summary>
    Epoch,

    /// <summary>Day of the year.</summary>
    DayOfYear,

    /// <summary>Day of the week, 1 Sunday.</summary>
    DayOfWeek,

    /// <summary>Day of the week, 1 Monday.</summary>
    IsoDayOfWeek,

    /// <summary>The year that the ISO week belongs to.</summary>
    IsoYear,
}
