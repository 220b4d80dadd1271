using System.Numerics;

namespace Sluice.Expressions;

/// <summary>Arithmetic of FLOAT and DOUBLE: IEEE 754, no errors.</summary>
internal static class FloatingKernels
{
    /// <summary>The kernel of an operator; there is no modulo.</summary>
    public static ScalarKernel Binary<T>(ArithmeticOperator op)
        where T : struct, IFloatingPointIeee754<T> => op switch
    {
        ArithmeticOperator.Add => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a + b),
        ArithmeticOperator.Subtract => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a - b),
        ArithmeticOperator.Multiply => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a * b),
        _ => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a / b),
    };

    /// <summary>The kernel of unary minus.</summary>
    public static ScalarKernel Negate<T>()
        where T : struct, IFloatingPointIeee754<T> => ScalarKernel.Of(static (T a, ref Outcome _) => -a);
}
