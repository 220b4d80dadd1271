using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Arithmetic of TINYINT, SMALLINT, INT and BIGINT. Overflow is an error of the row (D1), but <c>least / -1</c>, which wraps as in Flink.</summary>
internal static class IntegerKernels
{
    /// <summary>The kernel of an operator over two operands of one integer type.</summary>
    public static ScalarKernel Binary(ArithmeticOperator op, LogicalType type) => type.Kind switch
    {
        TypeKind.TinyInt => Binary<sbyte>(op, type.Nullable().ToString()),
        TypeKind.SmallInt => Binary<short>(op, type.Nullable().ToString()),
        TypeKind.Int => Binary<int>(op, type.Nullable().ToString()),
        _ => Binary<long>(op, type.Nullable().ToString()),
    };

    /// <summary>The kernel of unary minus.</summary>
    public static ScalarKernel Negate(LogicalType type) => type.Kind switch
    {
        TypeKind.TinyInt => Negate<sbyte>(type.Nullable().ToString()),
        TypeKind.SmallInt => Negate<short>(type.Nullable().ToString()),
        TypeKind.Int => Negate<int>(type.Nullable().ToString()),
        _ => Negate<long>(type.Nullable().ToString()),
    };

    /// <summary>The kernel of ABS.</summary>
    public static ScalarKernel Absolute(LogicalType type) => type.Kind switch
    {
        TypeKind.TinyInt => Absolute<sbyte>(type.Nullable().ToString()),
        TypeKind.SmallInt => Absolute<short>(type.Nullable().ToString()),
        TypeKind.Int => Absolute<int>(type.Nullable().ToString()),
        _ => Absolute<long>(type.Nullable().ToString()),
    };

    private static ScalarKernel Binary<T>(ArithmeticOperator op, string type)
        where T : struct, IBinaryInteger<T>, ISignedNumber<T>, IMinMaxValue<T> => op switch
    {
        ArithmeticOperator.Add => ScalarKernel.Of((T a, T b, ref Outcome outcome) =>
        {
            T sum = unchecked(a + b);
            return T.IsNegative((a ^ sum) & (b ^ sum)) ? outcome.Fail<T>(NumericErrors.Integer($"{a} + {b}", type)) : sum;
        }),
        ArithmeticOperator.Subtract => ScalarKernel.Of((T a, T b, ref Outcome outcome) =>
        {
            T difference = unchecked(a - b);
            return T.IsNegative((a ^ b) & (a ^ difference)) ? outcome.Fail<T>(NumericErrors.Integer($"{a} - {b}", type)) : difference;
        }),
        ArithmeticOperator.Multiply => ScalarKernel.Of((T a, T b, ref Outcome outcome) =>
        {
            Int128 product = Int128.CreateTruncating(a) * Int128.CreateTruncating(b);
            T result = T.CreateTruncating(product);
            return Int128.CreateTruncating(result) != product ? outcome.Fail<T>(NumericErrors.Integer($"{a} * {b}", type)) : result;
        }),
        ArithmeticOperator.Divide => ScalarKernel.Of((T a, T b, ref Outcome outcome) =>
            T.IsZero(b) ? outcome.Fail<T>(NumericErrors.DivisionByZero) : b == T.NegativeOne ? unchecked(T.Zero - a) : a / b),
        _ => ScalarKernel.Of((T a, T b, ref Outcome outcome) =>
            T.IsZero(b) ? outcome.Fail<T>(NumericErrors.DivisionByZero) : b == T.NegativeOne ? T.Zero : a % b),
    };

    private static ScalarKernel Negate<T>(string type)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        ScalarKernel.Of((T a, ref Outcome outcome) => a == T.MinValue ? outcome.Fail<T>(NumericErrors.Integer($"-({a})", type)) : T.Zero - a);

    private static ScalarKernel Absolute<T>(string type)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        ScalarKernel.Of((T a, ref Outcome outcome) =>
            !T.IsNegative(a) ? a : a == T.MinValue ? outcome.Fail<T>(NumericErrors.Integer($"ABS({a})", type)) : T.Zero - a);
}
