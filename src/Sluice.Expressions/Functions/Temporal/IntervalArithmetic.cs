using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Sums and multiples of intervals; what does not fit is an error of the row (D1).</summary>
internal static class IntervalArithmetic
{
    private const string Name = "the interval";

    /// <summary>Sum or difference of two intervals of one kind.</summary>
    public static ScalarKernel Add(LogicalType interval, int sign) => interval.Kind == TypeKind.IntervalMonths
        ? ScalarKernel.Of((int a, int b, ref Outcome outcome) => Months(a + ((long)sign * b), ref outcome))
        : ScalarKernel.Of((long a, long b, ref Outcome outcome) => Millis((Int128)a + ((Int128)sign * b), ref outcome));

    /// <summary>A multiple of an interval; null when the factor is no integer.</summary>
    /// <param name="interval">The type of the interval.</param>
    /// <param name="factor">The type of the factor.</param>
    /// <param name="isIntervalFirst">Which operand comes first.</param>
    public static ScalarKernel? Multiply(LogicalType interval, LogicalType factor, bool isIntervalFirst) => factor.Kind switch
    {
        TypeKind.TinyInt => Multiply<sbyte>(interval, isIntervalFirst, static value => value),
        TypeKind.SmallInt => Multiply<short>(interval, isIntervalFirst, static value => value),
        TypeKind.Int => Multiply<int>(interval, isIntervalFirst, static value => value),
        TypeKind.BigInt => Multiply<long>(interval, isIntervalFirst, static value => value),
        _ => null,
    };

    /// <summary>Months that fit an INTERVAL.</summary>
    public static int Months(Int128 months, ref Outcome outcome) =>
        months >= int.MinValue && months <= int.MaxValue ? (int)months : outcome.Fail<int>(TemporalErrors.Overflow(Name));

    /// <summary>Milliseconds that fit an INTERVAL.</summary>
    public static long Millis(Int128 millis, ref Outcome outcome) =>
        millis >= long.MinValue && millis <= long.MaxValue ? (long)millis : outcome.Fail<long>(TemporalErrors.Overflow(Name));

    private static ScalarKernel Multiply<T>(LogicalType interval, bool isIntervalFirst, Func<T, long> widen)
    {
        if (interval.Kind == TypeKind.IntervalMonths)
        {
            return isIntervalFirst
                ? ScalarKernel.Of((int months, T factor, ref Outcome outcome) => Months((Int128)months * widen(factor), ref outcome))
                : ScalarKernel.Of((T factor, int months, ref Outcome outcome) => Months((Int128)months * widen(factor), ref outcome));
        }

        return isIntervalFirst
            ? ScalarKernel.Of((long millis, T factor, ref Outcome outcome) => Millis((Int128)millis * widen(factor), ref outcome))
            : ScalarKernel.Of((T factor, long millis, ref Outcome outcome) => Millis((Int128)millis * widen(factor), ref outcome));
    }
}
