using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>TIMESTAMPADD(unit, n, value). A DATE moved by hours, minutes or seconds becomes a TIMESTAMP(6).</summary>
internal static class TimestampAdd
{
    /// <summary>Binds a call.</summary>
    public static FunctionBinding? Bind(FunctionCall call)
    {
        if (TimeUnits.Find(call.Keyword ?? "") is not { } unit)
            return call.Reject(ExpressionErrors.Syntax, $"{call.Keyword} is no unit of time", "write YEAR, MONTH, DAY, HOUR, MINUTE, SECOND or another unit");
        LogicalType type = call.TypeOf(1);
        if (call.CastTo(0, LogicalType.BigInt) is not { } count)
            return null;
        long months = TimeUnits.Months(unit);
        long millis = TimeUnits.Millis(unit);
        bool isDateToTimestamp = type.Kind == TypeKind.Date && unit is TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second;
        LogicalType result = isDateToTimestamp ? LogicalType.Timestamp(6) : type.Kind == TypeKind.Time ? LogicalType.Time(0) : type;
        ScalarKernel? kernel = months > 0 ? Months(type, months) : millis > 0 ? Millis(type, millis, unit) : Nothing(unit);
        if (kernel is null)
            return call.RejectTypes($"write a unit from YEAR to SECOND, or MILLISECOND for a time; not {unit}");
        // Flink gives NULL for the units that are no lengths of time.
        LogicalType nullable = months + millis == 0 ? result.Nullable() : call.NullIfAny(result);
        return new FunctionBinding(nullable, kernel) { Arguments = [count, call.Arguments[1]] };
    }

    private static ScalarKernel? Nothing(TimeUnit unit) => unit is TimeUnit.Microsecond or TimeUnit.Nanosecond ? null
        : ScalarKernel.Boxed((ReadOnlySpan<object?> _, ref Outcome outcome) => outcome.Null<object?>());

    private static ScalarKernel? Months(LogicalType type, long months) => type.Kind switch
    {
        TypeKind.Date => ScalarKernel.Of((long count, int days, ref Outcome outcome) => DateArithmetic.DateMonths(days, (Int128)count * months, ref outcome)),
        TypeKind.Time => ScalarKernel.Of((long _, long micros, ref Outcome _) => micros),
        TypeKind.Timestamp or TypeKind.TimestampLtz =>
            ScalarKernel.Of((long count, Timestamp value, ref Outcome outcome) => DateArithmetic.TimestampMonths(value, (Int128)count * months, ref outcome)),
        _ => null,
    };

    private static ScalarKernel? Millis(LogicalType type, long millis, TimeUnit unit) => type.Kind switch
    {
        TypeKind.Date when unit == TimeUnit.Millisecond => null,
        TypeKind.Date when unit is TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second => ScalarKernel.Of((long count, int days, ref Outcome outcome) =>
            DateArithmetic.TimestampMillis(EpochTime.FromDays(days), (Int128)count * millis, ref outcome)),
        TypeKind.Date => ScalarKernel.Of((long count, int days, ref Outcome outcome) =>
        {
            long moved = IntervalArithmetic.Millis((Int128)count * millis, ref outcome);
            return outcome.HasValue ? DateArithmetic.DateMillis(days, moved, 1, ref outcome) : 0;
        }),
        TypeKind.Time => ScalarKernel.Of((long count, long micros, ref Outcome outcome) =>
            DateArithmetic.TimeMillis(micros, IntervalArithmetic.Millis((Int128)count * millis, ref outcome), 1)),
        TypeKind.Timestamp or TypeKind.TimestampLtz =>
            ScalarKernel.Of((long count, Timestamp value, ref Outcome outcome) => DateArithmetic.TimestampMillis(value, (Int128)count * millis, ref outcome)),
        _ => null,
    };
}
