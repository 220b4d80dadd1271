using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Arithmetic in which a date, a time or an interval takes part: <c>d + INTERVAL …</c>, <c>n * INTERVAL …</c>, <c>(a - b) DAY</c>, <c>-INTERVAL …</c>.</summary>
internal static class TemporalOperators
{
    /// <summary>
    /// Type and kernel of <c>left op right</c>; at least one is a date, time or interval. <see cref="FunctionBinding.Arguments"/> is not used: cast inside the kernel.
    /// </summary>
    /// <param name="op">The operator.</param>
    /// <param name="left">The type of the left operand.</param>
    /// <param name="right">The type of the right operand.</param>
    /// <param name="session">The session.</param>
    /// <returns>Null when Flink refuses it.</returns>
    public static FunctionBinding? Find(ArithmeticOperator op, LogicalType left, LogicalType right, SessionContext session)
    {
        bool isNullable = left.IsNullable || right.IsNullable;
        (LogicalType? type, ScalarKernel? kernel) = op switch
        {
            ArithmeticOperator.Add when left.IsInterval && left.Kind == right.Kind => (left, IntervalArithmetic.Add(left, 1)),
            ArithmeticOperator.Subtract when left.IsInterval && left.Kind == right.Kind => (left, IntervalArithmetic.Add(left, -1)),
            ArithmeticOperator.Add when left.IsDateTime && right.IsInterval => (left, DateArithmetic.Add(left, right, 1)),
            ArithmeticOperator.Subtract when left.IsDateTime && right.IsInterval => (left, DateArithmetic.Add(left, right, -1)),
            // Flink fails to plan interval + TIMESTAMP_LTZ.
            ArithmeticOperator.Add when left.IsInterval && right.IsDateTime && right.Kind != TypeKind.TimestampLtz => (right, DateArithmetic.AddTo(left, right)),
            ArithmeticOperator.Multiply when left.IsInterval => (left, IntervalArithmetic.Multiply(left, right, true)),
            ArithmeticOperator.Multiply when right.IsInterval => (right, IntervalArithmetic.Multiply(right, left, false)),
            _ => (null, null),
        };
        if (type is null || kernel is null)
            return null;
        type = type.Kind == TypeKind.Time ? LogicalType.Time(0) : type;
        return new FunctionBinding(type.WithNullability(isNullable), kernel);
    }

    /// <summary>Type and kernel of <c>(left - right) UNIT</c>, for example <c>(a - b) DAY</c>; null when Flink refuses it.</summary>
    /// <param name="left">The type of the left operand.</param>
    /// <param name="right">The type of the right operand.</param>
    /// <param name="unit">The unit or range, upper case: <c>DAY</c>, <c>YEAR TO MONTH</c>.</param>
    /// <param name="session">The session.</param>
    public static FunctionBinding? FindDifference(LogicalType left, LogicalType right, string unit, SessionContext session)
    {
        string first = unit.Split(' ')[0];
        if (left.Kind != right.Kind || !left.IsDateTime || TemporalLiterals.TypeOf(first, null) is not { } type)
            return null;
        ScalarKernel? kernel = type.Kind == TypeKind.IntervalMonths ? TimestampDifference.Months(left, right) : TimestampDifference.Millis(left, right);
        return kernel is null ? null : new FunctionBinding(type.WithNullability(left.IsNullable || right.IsNullable), kernel);
    }

    /// <summary>The kernel of unary minus over an interval.</summary>
    public static ScalarKernel? FindNegate(LogicalType interval) => interval.Kind switch
    {
        TypeKind.IntervalMonths => ScalarKernel.Of((int months, ref Outcome outcome) =>
            months == int.MinValue ? outcome.Fail<int>(TemporalErrors.Overflow("the interval")) : -months),
        TypeKind.IntervalMillis => ScalarKernel.Of((long millis, ref Outcome outcome) =>
            millis == long.MinValue ? outcome.Fail<long>(TemporalErrors.Overflow("the interval")) : -millis),
        _ => null,
    };
}
