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
    /// <returns>False when Flink refuses it, or when the day does not exist.</returns>
    public static bool TryRead(TypeKind kind, string text, SessionContext session, out LogicalType type, out object value)
    {
        (type, value) = (LogicalType.Null, 0);
        var reader = new LiteralTextReader(text);
        if (kind == TypeKind.Date)
        {
            type = LogicalType.Date.NotNull();
            bool isDate = reader.TryDate(out int days) && reader.IsAtEnd;
            value = days;
            return isDate;
        }

        if (kind == TypeKind.Time)
        {
            type = LogicalType.Time(0).NotNull();
            bool isTime = reader.TryTime(out long seconds, out int fraction, out _) && reader.IsAtEnd;
            value = (seconds * 1_000_000) + (fraction / 1_000_000 * 1_000);
            return isTime;
        }

        return TryReadTimestamp(ref reader, kind, session, out type, out value);
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
        if (TypeOf(from, to) is not { } found)
            return false;
        type = found.NotNull();
        bool isMonths = found.Kind == TypeKind.IntervalMonths;
        if (precision is 0 or > 10 || (!isMonths && precision > 3) || fraction is 0 or > 9)
            return false;
        var reader = new IntervalTextReader(text, precision < 0 ? 2 : precision, fraction < 0 ? 6 : fraction);
        if (!reader.TryRead(from, to, out Int128 total))
            return false;
        total = isNegative ? -total : total;
        deviates = total != 0 && from is "WEEK" or "QUARTER";
        if (isMonths)
            value = (int)total;
        else
            value = (long)total;
        return !isMonths || (total >= int.MinValue && total <= int.MaxValue);
    }

    /// <summary>The type of an interval of a unit or range, for <c>CAST(x AS INTERVAL DAY)</c>; null when there is none.</summary>
    public static LogicalType? TypeOf(string from, string? to) => (from, to) switch
    {
        ("YEAR" or "MONTH" or "QUARTER", null) or ("YEAR", "MONTH") => LogicalType.IntervalMonths,
        ("WEEK" or "DAY" or "HOUR" or "MINUTE" or "SECOND", null) => LogicalType.IntervalMillis,
        ("DAY", "HOUR" or "MINUTE" or "SECOND") or ("HOUR", "MINUTE" or "SECOND") or ("MINUTE", "SECOND") => LogicalType.IntervalMillis,
        _ => null,
    };

    private static bool TryReadTimestamp(ref LiteralTextReader reader, TypeKind kind, SessionContext session, out LogicalType type, out object value)
    {
        (type, value) = (LogicalType.Null, 0);
        if (!reader.TryDate(out int days))
            return false;
        long seconds = 0;
        int nanos = 0;
        int digits = 0;
        if (!reader.IsAtEnd && (!reader.TryBlank() || !reader.TryTime(out seconds, out nanos, out digits) || !reader.IsAtEnd))
            return false;
        var local = new Timestamp((days * 86_400L) + seconds, nanos);
        type = (kind == TypeKind.Timestamp ? LogicalType.Timestamp(digits) : LogicalType.TimestampLtz(digits)).NotNull();
        value = kind == TypeKind.Timestamp ? local : local with { Seconds = ZoneDatabase.Machine.Get(session.TimeZone).ToInstant(local.Seconds) };
        return true;
    }
}
