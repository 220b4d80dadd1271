using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Differences of two dates or times: <c>(a - b) UNIT</c> and TIMESTAMPDIFF. Flink counts in milliseconds (a TIME is its milliseconds since midnight, and
/// where months are counted it takes them for days); TIMESTAMP_LTZ goes with TIMESTAMP_LTZ only.
/// </summary>
internal static class TimestampDifference
{
    /// <summary>Whole months from the right operand to the left one, as an INTERVAL.</summary>
    public static ScalarKernel? Months(LogicalType left, LogicalType right) => Pair(
        left, right, static (a, b, isDays) => MonthsOf(a, b, isDays), int (long months, ref Outcome outcome) => IntervalArithmetic.Months(months, ref outcome), true);

    /// <summary>Milliseconds from the right operand to the left one; null when a TIME takes part.</summary>
    public static ScalarKernel? Millis(LogicalType left, LogicalType right) => left.Kind == TypeKind.Time || right.Kind == TypeKind.Time ? null
        : Pair(left, right, static (a, b, isDays) => (a - b) * (isDays ? TimeUnits.MillisPerDay : 1), long (long millis, ref Outcome _) => millis, true);

    /// <summary>TIMESTAMPDIFF(unit, start, end).</summary>
    public static FunctionBinding? Bind(FunctionCall call)
    {
        if (call.Keyword is null || !TryUnit(call.Keyword, out TimeUnit unit))
            return call.Reject(ExpressionErrors.Syntax, $"{call.Keyword} is no unit of time", "write YEAR, MONTH, DAY, HOUR, MINUTE, SECOND or another unit");
        LogicalType type = unit == TimeUnit.Nanosecond ? LogicalType.BigInt : LogicalType.Int;
        LogicalType start = call.TypeOf(0);
        if ((start.Kind, call.TypeOf(1).Kind) is (TypeKind.Date, TypeKind.TimestampLtz) or (TypeKind.TimestampLtz, TypeKind.Date))
            return call.Reject(ExpressionErrors.UnsupportedTypes, "TIMESTAMPDIFF between DATE and TIMESTAMP_LTZ is not supported", "CAST one of them");
        LogicalType end = call.TypeOf(1);
        ScalarKernel? kernel = IsMonths(unit)
            ? Pair(start, end, static (a, b, isDays) => MonthsOf(b, a, isDays), IntOf(type, value => MonthUnits(unit, value)), false)
            : start.Kind == TypeKind.Time || end.Kind == TypeKind.Time ? null
            : type.Kind == TypeKind.BigInt
                ? Pair(start, end, static (a, b, isDays) => (b - a) * (isDays ? TimeUnits.MillisPerDay : 1), NanosOf(type), false)
                : Pair(start, end, static (a, b, isDays) => (b - a) * (isDays ? TimeUnits.MillisPerDay : 1), IntOf(type, value => MilliUnits(unit, value)), false);
        if (kernel is null)
        {
            return call.Reject(
                ExpressionErrors.UnsupportedTypes, $"TIMESTAMPDIFF({call.Keyword}, …) of {start.Nullable()} and {end.Nullable()} has no meaning, in Flink either",
                "cast both to one of DATE, TIMESTAMP and TIMESTAMP_LTZ");
        }

        return new FunctionBinding(call.NullIfAny(type), kernel);
    }

    private delegate TR Finish<TR>(long value, ref Outcome outcome);

    private static bool TryUnit(string keyword, out TimeUnit unit)
    {
        TimeUnit? found = keyword == "SQL_TSI_FRAC_SECOND" ? TimeUnit.Nanosecond : TimeUnits.Find(keyword);
        unit = found ?? default;
        return found is not null;
    }

    private static bool IsMonths(TimeUnit unit) => TimeUnits.Months(unit) > 0;

    /// <summary>Flink divides by 12 for years; decades it takes for years.</summary>
    private static Int128 MonthUnits(TimeUnit unit, long months) => unit switch
    {
        TimeUnit.Month => months,
        TimeUnit.Quarter => months / 3,
        TimeUnit.Century => months / 12 / 100,
        TimeUnit.Millennium => months / 12 / 1_000,
        _ => months / 12,
    };

    /// <summary>What is finer than a second is counted in whole seconds first; EPOCH is seconds, the other fields are days.</summary>
    private static Int128 MilliUnits(TimeUnit unit, long millis) => unit switch
    {
        TimeUnit.Millisecond => (Int128)(millis / 1_000) * 1_000,
        TimeUnit.Microsecond => (Int128)(millis / 1_000) * 1_000_000,
        TimeUnit.Epoch => millis / 1_000,
        // Flink counts the seconds of weeks in an INT: where they do not fit, the weeks are an error as well.
        TimeUnit.Week => millis / 1_000 is >= int.MinValue and <= int.MaxValue ? millis / TimeUnits.Millis(unit) : Int128.MaxValue,
        _ when TimeUnits.Millis(unit) > 0 => millis / TimeUnits.Millis(unit),
        _ => millis / TimeUnits.MillisPerDay,
    };

    private static Finish<int> IntOf(LogicalType type, Func<long, Int128> scale) => (long value, ref Outcome outcome) =>
    {
        Int128 scaled = scale(value);
        return scaled >= int.MinValue && scaled <= int.MaxValue ? (int)scaled : outcome.Fail<int>(TemporalErrors.DifferenceOverflow(type));
    };

    private static Finish<long> NanosOf(LogicalType type) => (long millis, ref Outcome outcome) =>
    {
        Int128 nanos = (Int128)(millis / 1_000) * 1_000_000_000;
        return nanos >= long.MinValue && nanos <= long.MaxValue ? (long)nanos : outcome.Fail<long>(TemporalErrors.DifferenceOverflow(type));
    };

    private static long MonthsOf(long left, long right, bool isDays)
    {
        if (isDays)
            return CalendarFields.MonthsBetween(left, right);
        long leftDays = CivilDate.FloorDiv(left, TimeUnits.MillisPerDay);
        long rightDays = CivilDate.FloorDiv(right, TimeUnits.MillisPerDay);
        long months = CalendarFields.MonthsBetween(leftDays, rightDays);
        // As Flink: on the same day of the month the earlier time of day counts one month less, also when the months are negative.
        bool isEarlier = left - (leftDays * TimeUnits.MillisPerDay) < right - (rightDays * TimeUnits.MillisPerDay);
        return isEarlier && CalendarFields.AddMonths(rightDays, months) == leftDays ? months - 1 : months;
    }

    /// <summary>A kernel over two operands as milliseconds, or both as days.</summary>
    private static ScalarKernel? Pair<TR>(LogicalType left, LogicalType right, Func<long, long, bool, long> subtract, Finish<TR> finish, bool isSameKind)
    {
        if ((left.Kind == TypeKind.TimestampLtz) != (right.Kind == TypeKind.TimestampLtz) || (isSameKind && left.Kind != right.Kind))
            return null;
        return (left.Kind, right.Kind) switch
        {
            (TypeKind.Date, TypeKind.Date) => ScalarKernel.Of((int a, int b, ref Outcome outcome) => finish(subtract(a, b, true), ref outcome)),
            (TypeKind.Time, TypeKind.Time) => ScalarKernel.Of((long a, long b, ref Outcome outcome) => finish(subtract(OfTime(a), OfTime(b), true), ref outcome)),
            (TypeKind.Date, TypeKind.Timestamp) =>
                ScalarKernel.Of((int a, Timestamp b, ref Outcome outcome) => finish(subtract(OfDate(a), EpochTime.Millis(b), false), ref outcome)),
            (TypeKind.Timestamp, TypeKind.Date) =>
                ScalarKernel.Of((Timestamp a, int b, ref Outcome outcome) => finish(subtract(EpochTime.Millis(a), OfDate(b), false), ref outcome)),
            (TypeKind.Time, TypeKind.Timestamp) =>
                ScalarKernel.Of((long a, Timestamp b, ref Outcome outcome) => finish(subtract(OfTime(a), EpochTime.Millis(b), false), ref outcome)),
            (TypeKind.Timestamp, TypeKind.Time) =>
                ScalarKernel.Of((Timestamp a, long b, ref Outcome outcome) => finish(subtract(EpochTime.Millis(a), OfTime(b), false), ref outcome)),
            (TypeKind.Timestamp, TypeKind.Timestamp) or (TypeKind.TimestampLtz, TypeKind.TimestampLtz) =>
                ScalarKernel.Of((Timestamp a, Timestamp b, ref Outcome outcome) => finish(subtract(EpochTime.Millis(a), EpochTime.Millis(b), false), ref outcome)),
            _ => null,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long OfDate(int days) => days * TimeUnits.MillisPerDay;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long OfTime(long micros) => CivilDate.FloorDiv(micros, 1_000);
}
