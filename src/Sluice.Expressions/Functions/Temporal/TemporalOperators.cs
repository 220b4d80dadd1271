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
    /// <returns>Null when Flink's validator refuses it.</returns>
    public static FunctionBinding? Find(ArithmeticOperator op, LogicalType left, LogicalType right, SessionContext session) => null;

    /// <summary>Type and kernel of <c>(left - right) UNIT</c>, for example <c>(a - b) DAY</c>; null when Flink's validator refuses it.</summary>
    /// <param name="left">The type of the left operand.</param>
    /// <param name="right">The type of the right operand.</param>
    /// <param name="unit">The unit or range, upper case: <c>DAY</c>, <c>YEAR TO MONTH</c>.</param>
    /// <param name="session">The session.</param>
    public static FunctionBinding? FindDifference(LogicalType left, LogicalType right, string unit, SessionContext session) => null;

    /// <summary>The kernel of unary minus over an interval.</summary>
    public static ScalarKernel? FindNegate(LogicalType interval) => null;
}
