using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Reads literals of dates, times and intervals.</summary>
internal static class TemporalLiterals
{
    /// <summary>Reads <c>DATE '…'</c>, <c>TIME '…'</c>, <c>TIMESTAMP '…'</c> (its precision is the digits written) or <c>TIMESTAMP WITH LOCAL TIME ZONE '…'</c>.</summary>
    /// <param name="kind">Which: Date, Time, Timestamp, TimestampLtz.</param>
    /// <param name="text">The text between the quotes.</param>
    /// <param name="session">The session.</param>
    /// <param name="type">The type, NOT NULL.</param>
    /// <param name="value">The value as README.md says.</param>
    /// <returns>False when Flink refuses it.</returns>
    public static bool TryRead(TypeKind kind, string text, SessionContext session, out LogicalType type, out object value)
    {
        (type, value) = (LogicalType.Null, 0);
        return false;
    }

    /// <summary>Reads <c>INTERVAL [-]'…' unit[(p[, s])] [TO unit[(s)]]</c>.</summary>
    /// <param name="isNegative">A minus stands before the text.</param>
    /// <param name="text">The text between the quotes.</param>
    /// <param name="from">The unit, upper case, singular: <c>DAY</c>.</param>
    /// <param name="precision">The digits in parentheses after it; -1 when absent.</param>
    /// <param name="to">The unit after TO; null when absent.</param>
    /// <param name="fraction">The digits of the fraction of a second in parentheses; -1 when absent.</param>
    /// <param name="type">The type, NOT NULL.</param>
    /// <param name="value">Months as <c>int</c> or milliseconds as <c>long</c>.</param>
    /// <param name="deviates">D5: WEEK or QUARTER, which Flink reads otherwise.</param>
    /// <returns>False when Flink refuses it.</returns>
    public static bool TryReadInterval(
        bool isNegative, string text, string from, int precision, string? to, int fraction, out LogicalType type, out object value, out bool deviates)
    {
        (type, value, deviates) = (LogicalType.Null, 0, false);
        return false;
    }

    /// <summary>The type of an interval of a unit or range, for <c>CAST(x AS INTERVAL DAY)</c>; null when there is none.</summary>
    public static LogicalType? TypeOf(string from, string? to) =>
        from is "YEAR" or "MONTH" or "QUARTER" ? LogicalType.IntervalMonths : LogicalType.IntervalMillis;
}
