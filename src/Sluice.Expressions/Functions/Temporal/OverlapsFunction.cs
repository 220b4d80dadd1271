using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// <c>(a, b) OVERLAPS (c, d)</c>: whether two periods have a point in common. The ends may stand in either order; the second may be an interval from the first.
/// </summary>
internal static class OverlapsFunction
{
    private static readonly ArgumentRule s_point = new("a date or time", type => type.IsDateTime || type.IsInterval) { AllowsNull = true };

    /// <summary>The entry of the table.</summary>
    public static Function Entry { get; } = new(
        "OVERLAPS", "(start, end) OVERLAPS (start, end)", "Whether two periods have a point in common.", [s_point, s_point, s_point, s_point], Bind) { IsOperator = true };

    private static FunctionBinding? Bind(FunctionCall call)
    {
        LogicalType? left = Period(call, 0, out ScalarKernel? leftEnd);
        LogicalType? right = Period(call, 2, out ScalarKernel? rightEnd);
        if (left is null || right is null || left.Kind != right.Kind)
            return call.RejectTypes("write (date, date) OVERLAPS (date, date), all of one type");
        return new FunctionBinding(call.NullIfAny(LogicalType.Boolean), ScalarKernel.Boxed(
            (ReadOnlySpan<object?> arguments, ref Outcome outcome) =>
            {
                object? endOfLeft = End(leftEnd, arguments[0], arguments[1], ref outcome);
                object? endOfRight = End(rightEnd, arguments[2], arguments[3], ref outcome);
                return outcome.HasValue ? Overlap(arguments[0], endOfLeft, arguments[2], endOfRight, ref outcome) : null;
            },
            true));
    }

    /// <summary>The type of the points of a pair; the kernel that makes the end when it is an interval.</summary>
    private static LogicalType? Period(FunctionCall call, int first, out ScalarKernel? end)
    {
        end = null;
        LogicalType start = call.TypeOf(first);
        LogicalType second = call.TypeOf(first + 1);
        if (second.IsInterval)
        {
            end = TemporalOperators.Find(ArithmeticOperator.Add, start, second, call.Session)?.Kernel;
            return end is null ? null : start;
        }

        if (start.Kind == TypeKind.Null || second.Kind == TypeKind.Null)
            return start.Kind == TypeKind.Null ? (second.IsDateTime ? second : null) : start.IsDateTime ? start : null;
        return start.Kind == second.Kind && start.IsDateTime ? start : null;
    }

    private static object? End(ScalarKernel? kernel, object? start, object? end, ref Outcome outcome)
    {
        if (kernel is null)
            return end;
        return start is null || end is null ? null : kernel.Invoke([start, end], ref outcome);
    }

    private static object? Overlap(object? a, object? b, object? c, object? d, ref Outcome outcome)
    {
        // As Flink: with a NULL end the pair counts as out of order.
        (object? leftStart, object? leftEnd) = IsOrdered(a, b) == true ? (a, b) : (b, a);
        (object? rightStart, object? rightEnd) = IsOrdered(c, d) == true ? (c, d) : (d, c);
        bool? first = IsOrdered(rightStart, leftEnd);
        bool? second = IsOrdered(leftStart, rightEnd);
        if (first == false || second == false)
            return false;
        return first == true && second == true ? true : outcome.Null<object?>();
    }

    private static bool? IsOrdered(object? earlier, object? later) => (earlier, later) switch
    {
        (int a, int b) => a <= b,
        (long a, long b) => a <= b,
        (Timestamp a, Timestamp b) => a <= b,
        _ => null,
    };
}
