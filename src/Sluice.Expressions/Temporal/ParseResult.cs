namespace Sluice.Expressions;

/// <summary>How reading a date or time from text ended.</summary>
internal enum ParseResult
{
    /// <summary>It is one.</summary>
    Read,

    /// <summary>It is none.</summary>
    Refused,

    /// <summary>It is one but for a day of 29 to 31 that its month does not have; the value is the one with the month's last day (D9).</summary>
    ImpossibleDay,
}
