using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>
/// A place where we differ from Flink 2.2 on purpose. The list is closed (<see cref="All"/>); <c>docs/deviations.md</c> explains each.
/// </summary>
public sealed class Deviation
{
    private Deviation(int number, string name, string reason, params string[] operators)
    {
        Number = number;
        Name = name;
        Reason = reason;
        Operators = [.. operators];
    }

    /// <summary>D1.</summary>
    public static Deviation IntegerOverflow { get; } = new(
        1, "integer overflow is an error of the row", "Flink wraps without a word", "+", "-", "*", "unary -", "ABS", "ROUND");

    /// <summary>D2.</summary>
    public static Deviation DecimalOverflow { get; } = new(
        2, "DECIMAL overflow is an error of the row", "Flink gives NULL, even where the type says NOT NULL", "+", "-", "*", "/", "%", "CAST", "ROUND",
        "FLOOR", "CEIL", "ABS", "SIGN", "MOD", "TRUNCATE");

    /// <summary>D3.</summary>
    public static Deviation NumericNarrowing { get; } = new(
        3, "a number out of the range of the target of a CAST is an error of the row, and NULL for TRY_CAST", "Flink wraps, saturates or gives 0", "CAST", "TRY_CAST");

    /// <summary>D4.</summary>
    public static Deviation TimesBefore1970 { get; } = new(
        4, "fields, FLOOR, CEIL and casts of times before 1970, and time fields of a DATE, are right", "Flink truncates toward zero",
        "EXTRACT", "YEAR", "QUARTER", "MONTH", "WEEK", "DAYOFYEAR", "DAYOFMONTH", "DAYOFWEEK", "HOUR", "MINUTE", "SECOND", "FLOOR", "CEIL", "CAST",
        "TRY_CAST", "TIMESTAMPADD", "TIMESTAMPDIFF", "DATE_FORMAT", "OVERLAPS", "+", "-");

    /// <summary>D5.</summary>
    public static Deviation WeekAndQuarterIntervals { get; } = new(
        5, "INTERVAL … WEEK and QUARTER mean weeks and quarters", "Flink reads an hour and a month", "INTERVAL");

    /// <summary>D6.</summary>
    public static Deviation StrictDateParsing { get; } = new(
        6, "TO_DATE with a pattern is strict and gives NULL for what does not parse; UNIX_TIMESTAMP(string) likewise",
        "Flink reads another date or gives a number that means nothing", "TO_DATE", "UNIX_TIMESTAMP");

    /// <summary>D7.</summary>
    public static Deviation InComparesInTheCommonType { get; } = new(
        7, "x IN (list) compares in the common type", "Flink casts the list to the type of x: 7 IN (7.5) is TRUE", "IN", "NOT IN");

    /// <summary>D8.</summary>
    public static Deviation SelfComparison { get; } = new(
        8, "a comparison of a column with itself is a comparison", "Flink folds it to IS NOT NULL, which is TRUE for NaN", "=", "<>", "<", "<=", ">", ">=");

    /// <summary>D9.</summary>
    public static Deviation ImpossibleDay { get; } = new(
        9, "an impossible day in a TIMESTAMP string is an error, as in a DATE string", "Flink moves it to the month's end", "CAST", "TRY_CAST",
        "comparison", "TO_TIMESTAMP", "TO_TIMESTAMP_LTZ");

    /// <summary>D10.</summary>
    public static Deviation TimestampDiffOverflow { get; } = new(
        10, "TIMESTAMPDIFF overflow is an error of the row", "Flink wraps", "TIMESTAMPDIFF");

    /// <summary>D11.</summary>
    public static Deviation LeadingZeroInDecimalText { get; } = new(
        11, "text to DECIMAL counts no leading zero as a digit", "Flink refuses '0.5' for DECIMAL(3, 3)", "CAST", "TRY_CAST");

    /// <summary>D12.</summary>
    public static Deviation RoundByColumn { get; } = new(
        12, "ROUND and TRUNCATE by a column give a value of the declared type", "Flink's value has another scale than its type", "ROUND", "TRUNCATE");

    /// <summary>D13.</summary>
    public static Deviation CodePoints { get; } = new(
        13, "strings compare by code point; LPAD, RPAD, REPLACE, OVERLAY count code points", "Flink uses UTF-16 units for some strings",
        "comparison", "LPAD", "RPAD", "REPLACE", "OVERLAY", "GREATEST", "LEAST");

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Deviation> All { get; } =
    [
        IntegerOverflow, DecimalOverflow, NumericNarrowing, TimesBefore1970, WeekAndQuarterIntervals, StrictDateParsing, InComparesInTheCommonType,
        SelfComparison, ImpossibleDay, TimestampDiffOverflow, LeadingZeroInDecimalText, RoundByColumn, CodePoints,
    ];

    /// <summary>Its number: 1 for D1.</summary>
    public int Number { get; }

    /// <summary>What we do, in a clause.</summary>
    public string Name { get; }

    /// <summary>Why: what Flink does.</summary>
    public string Reason { get; }

    /// <summary>The operators and functions that may raise it; no other may.</summary>
    public ImmutableArray<string> Operators { get; }

    /// <summary>D1, D2, …</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"D{Number}");
}
