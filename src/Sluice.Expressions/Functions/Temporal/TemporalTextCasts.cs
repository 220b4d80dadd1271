using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Casts of dates, times and intervals to text.</summary>
internal static class TemporalTextCasts
{
    /// <summary>The kernel.</summary>
    public static ScalarKernel? ToText(LogicalType from, LogicalType to, SessionContext session)
    {
        switch (from.Kind)
        {
            case TypeKind.Date:
                return ScalarKernel.Of((int days, ref Outcome outcome) => Date(days, to, ref outcome));
            case TypeKind.Time:
                return ScalarKernel.Of((long micros, ref Outcome _) => Fit(TemporalText.FormatTime(CivilDate.FloorDiv(micros, 1_000)), to));
            case TypeKind.Timestamp:
                return ScalarKernel.Of((Timestamp value, ref Outcome outcome) => Timestamp(value, from, to, ref outcome));
            case TypeKind.TimestampLtz:
                ZoneRules zone = ZoneDatabase.Machine.Get(session.TimeZone);
                return ScalarKernel.Of((Timestamp value, ref Outcome outcome) => Timestamp(TemporalCasts.ToLocal(value, zone), from, to, ref outcome));
            case TypeKind.IntervalMonths:
                return ScalarKernel.Of((int months, ref Outcome _) => Fit(TemporalText.FormatMonths(months), to));
            case TypeKind.IntervalMillis:
                return ScalarKernel.Of((long millis, ref Outcome _) => Fit(TemporalText.FormatMillis(millis), to));
            default:
                return null;
        }
    }

    private static string Date(int days, LogicalType to, ref Outcome outcome)
    {
        ReportYear(days, ref outcome);
        return Fit(TemporalText.FormatDate(days), to);
    }

    private static string Timestamp(Timestamp value, LogicalType from, LogicalType to, ref Outcome outcome)
    {
        ReportYear(EpochTime.Days(value), ref outcome);
        return Fit(TemporalText.FormatTimestamp(value, from.Precision), to);
    }

    /// <summary>Flink prints the digits of a year before 0 as characters that are no digits.</summary>
    private static void ReportYear(long days, ref Outcome outcome)
    {
        if (!outcome.IsObserved)
            return;
        CivilDate.FromDays(days, out long year, out _, out _);
        if (year < 0)
            outcome.Deviates(Deviation.TimesBefore1970);
    }

    private static string Fit(string text, LogicalType to) =>
        text.Length > to.Length ? text[..to.Length] : to.Kind == TypeKind.Char ? text.PadRight(to.Length) : text;
}
