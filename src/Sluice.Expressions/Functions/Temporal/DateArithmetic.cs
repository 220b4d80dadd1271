using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Dates and times moved by intervals. Months clamp to the month's end and count in UTC for TIMESTAMP_LTZ; a DATE moves by whole days only; a TIME stays within
/// its day, months do not move it. What leaves the range of a date is an error of the row (D1).
/// </summary>
internal static class DateArithmetic
{
    /// <summary>The greatest number of seconds of a date-time: what fits in milliseconds.</summary>
    private const long MaxSeconds = long.MaxValue / 1_000;

    /// <summary>The kernel of <c>value ± interval</c>.</summary>
    public static ScalarKernel? Add(LogicalType value, LogicalType interval, int sign) => (value.Kind, interval.Kind) switch
    {
        (TypeKind.Date, TypeKind.IntervalMonths) => ScalarKernel.Of((int days, int months, ref Outcome outcome) => DateMonths(days, sign * (long)months, ref outcome)),
        (TypeKind.Date, TypeKind.IntervalMillis) => ScalarKernel.Of((int days, long millis, ref Outcome outcome) => DateMillis(days, millis, sign, ref outcome)),
        (TypeKind.Time, TypeKind.IntervalMonths) => ScalarKernel.Of((long micros, int _, ref Outcome _) => micros),
        (TypeKind.Time, TypeKind.IntervalMillis) => ScalarKernel.Of((long micros, long millis, ref Outcome _) => TimeMillis(micros, millis, sign)),
        (TypeKind.Timestamp or TypeKind.TimestampLtz, TypeKind.IntervalMonths) =>
            ScalarKernel.Of((Timestamp stamp, int months, ref Outcome outcome) => TimestampMonths(stamp, sign * (long)months, ref outcome)),
        (TypeKind.Timestamp or TypeKind.TimestampLtz, TypeKind.IntervalMillis) =>
            ScalarKernel.Of((Timestamp stamp, long millis, ref Outcome outcome) => TimestampMillis(stamp, (Int128)sign * millis, ref outcome)),
        _ => null,
    };

    /// <summary>The kernel of <c>interval + value</c>.</summary>
    public static ScalarKernel? AddTo(LogicalType interval, LogicalType value) => (value.Kind, interval.Kind) switch
    {
        (TypeKind.Date, TypeKind.IntervalMonths) => ScalarKernel.Of((int months, int days, ref Outcome outcome) => DateMonths(days, months, ref outcome)),
        (TypeKind.Date, TypeKind.IntervalMillis) => ScalarKernel.Of((long millis, int days, ref Outcome outcome) => DateMillis(days, millis, 1, ref outcome)),
        (TypeKind.Time, TypeKind.IntervalMonths) => ScalarKernel.Of((int _, long micros, ref Outcome _) => micros),
        (TypeKind.Time, TypeKind.IntervalMillis) => ScalarKernel.Of((long millis, long micros, ref Outcome _) => TimeMillis(micros, millis, 1)),
        (TypeKind.Timestamp, TypeKind.IntervalMonths) =>
            ScalarKernel.Of((int months, Timestamp stamp, ref Outcome outcome) => TimestampMonths(stamp, months, ref outcome)),
        (TypeKind.Timestamp, TypeKind.IntervalMillis) =>
            ScalarKernel.Of((long millis, Timestamp stamp, ref Outcome outcome) => TimestampMillis(stamp, millis, ref outcome)),
        _ => null,
    };

    /// <summary>A DATE moved by months.</summary>
    public static int DateMonths(int days, Int128 months, ref Outcome outcome) => Date(Moved(days, months), ref outcome);

    /// <summary>A date-time moved by months.</summary>
    public static Timestamp TimestampMonths(Timestamp value, Int128 months, ref Outcome outcome)
    {
        long days = EpochTime.Days(value);
        long moved = Moved(days, months);
        if (moved is < int.MinValue or > int.MaxValue)
            return outcome.Fail<Timestamp>(TemporalErrors.Overflow("the date"));
        return value with { Seconds = (moved * 86_400) + value.Seconds - (days * 86_400) };
    }

    /// <summary>A date-time moved by milliseconds.</summary>
    public static Timestamp TimestampMillis(Timestamp value, Int128 millis, ref Outcome outcome)
    {
        Int128 moved = ((Int128)value.Seconds * 1_000) + (value.Nanos / 1_000_000) + millis;
        if (Int128.Abs(moved) > (Int128)MaxSeconds * 1_000)
            return outcome.Fail<Timestamp>(TemporalErrors.Overflow("the time"));
        return EpochTime.FromMillis((long)moved, EpochTime.NanoOfMilli(value));
    }

    /// <summary>A DATE moved by the whole days of milliseconds.</summary>
    public static int DateMillis(int days, long millis, int sign, ref Outcome outcome) => Date(days + (sign * (millis / TimeUnits.MillisPerDay)), ref outcome);

    /// <summary>A TIME, in microseconds, moved by milliseconds within its day.</summary>
    public static long TimeMillis(long micros, long millis, int sign)
    {
        long rest = millis % TimeUnits.MillisPerDay;
        return (CivilDate.FloorDiv(micros, 1_000) + TimeUnits.MillisPerDay + (sign * rest)) % TimeUnits.MillisPerDay * 1_000;
    }

    private static long Moved(long days, Int128 months) =>
        Int128.Abs(months) > 200_000_000 ? long.MaxValue : CalendarFields.AddMonths(days, (long)months);

    private static int Date(long days, ref Outcome outcome) =>
        days is >= int.MinValue and <= int.MaxValue ? (int)days : outcome.Fail<int>(TemporalErrors.Overflow("the date"));
}
