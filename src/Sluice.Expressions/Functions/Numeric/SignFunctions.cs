using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>ABS and SIGN.</summary>
internal static class SignFunctions
{
    /// <summary>ABS.</summary>
    public static FunctionBinding? Absolute(FunctionCall call)
    {
        LogicalType type = call.TypeOf(0);
        return new FunctionBinding(type, type.Kind switch
        {
            TypeKind.Float => ScalarKernel.Of(static (float a, ref Outcome _) => Math.Abs(a)),
            TypeKind.Double => ScalarKernel.Of(static (double a, ref Outcome _) => Math.Abs(a)),
            TypeKind.Decimal => ScalarKernel.Of(static (Int128 a, ref Outcome _) => a < 0 ? -a : a),
            _ => IntegerKernels.Absolute(type),
        });
    }

    /// <summary>SIGN: of the argument's type; 1 does not fit DECIMAL(p, p), which is an overflow (D2).</summary>
    public static FunctionBinding? Sign(FunctionCall call)
    {
        LogicalType type = call.TypeOf(0);
        return new FunctionBinding(type, type.Kind switch
        {
            TypeKind.TinyInt => Integer<sbyte>(),
            TypeKind.SmallInt => Integer<short>(),
            TypeKind.Int => Integer<int>(),
            TypeKind.BigInt => Integer<long>(),
            TypeKind.Float => ScalarKernel.Of(static (float a, ref Outcome _) => a > 0 ? 1f : a < 0 ? -1f : a),
            TypeKind.Double => ScalarKernel.Of(static (double a, ref Outcome _) => a > 0 ? 1d : a < 0 ? -1d : a),
            _ => Decimal(type.Precision, type.Scale),
        });
    }

    private static ScalarKernel Integer<T>()
        where T : struct, IBinaryInteger<T>, ISignedNumber<T> =>
        ScalarKernel.Of(static (T a, ref Outcome _) => T.IsZero(a) ? a : T.IsNegative(a) ? T.NegativeOne : T.One);

    private static ScalarKernel Decimal(int precision, int scale) => ScalarKernel.Of((Int128 a, ref Outcome outcome) =>
        a == 0 ? a
        : precision == scale ? outcome.Fail<Int128>(NumericErrors.Decimal($"SIGN({DecimalMath.ToText(a, scale)})", precision, scale))
        : (a < 0 ? -1 : 1) * DecimalMath.Power(scale));
}
