namespace Sluice.Expressions;

/// <summary>The fields that a pattern of <c>DateTimeFormatter</c> can name.</summary>
internal enum DateField
{
    /// <summary>G.</summary>
    Era,

    /// <summary>u.</summary>
    Year,

    /// <summary>y.</summary>
    YearOfEra,

    /// <summary>Y, of weeks that begin on Sunday, the first holds 1 January.</summary>
    WeekBasedYear,

    /// <summary>w.</summary>
    WeekOfYear,

    /// <summary>W.</summary>
    WeekOfMonth,

    /// <summary>Q, q.</summary>
    Quarter,

    /// <summary>M, L.</summary>
    Month,

    /// <summary>d.</summary>
    DayOfMonth,

    /// <summary>D.</summary>
    DayOfYear,

    /// <summary>F: the days of a month counted in sevens.</summary>
    AlignedDay,

    /// <summary>E: 1 Monday.</summary>
    DayOfWeek,

    /// <summary>e, c: 1 Sunday.</summary>
    LocalDayOfWeek,

    /// <summary>a.</summary>
    HalfOfDay,

    /// <summary>H.</summary>
    Hour,

    /// <summary>k: 1 to 24.</summary>
    ClockHour,

    /// <summary>K: 0 to 11.</summary>
    HourOfHalf,

    /// <summary>h: 1 to 12.</summary>
    ClockHourOfHalf,

    /// <summary>m.</summary>
    Minute,

    /// <summary>s.</summary>
    Second,

    /// <summary>S, n.</summary>
    Nano,

    /// <summary>A.</summary>
    MilliOfDay,

    /// <summary>N.</summary>
    NanoOfDay,

    /// <summary>g.</summary>
    ModifiedJulianDay,
}
