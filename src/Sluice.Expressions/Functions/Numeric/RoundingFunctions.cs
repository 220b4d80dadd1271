using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>FLOOR, CEIL, ROUND and TRUNCATE of numbers.</summary>
internal static class RoundingFunctions
{
    /// <summary>FLOOR and CEIL.</summary>
    public static FunctionBinding? Whole(FunctionCall call, bool isCeil)
    {
        if (call.Keyword is not null)
            return TemporalRounding.Bind(call, isCeil);
        LogicalType type = call.TypeOf(0);
        return type.Kind switch
        {
            TypeKind.TinyInt => new(type, ScalarKernel.Of(static (sbyte a, ref Outcome _) => a)),
            TypeKind.SmallInt => new(type, ScalarKernel.Of(static (short a, ref Outcome _) => a)),
            TypeKind.Int => new(type, ScalarKernel.Of(static (int a, ref Outcome _) => a)),
            TypeKind.BigInt => new(type, ScalarKernel.Of(static (long a, ref Outcome _) => a)),
            TypeKind.Float => new(type, isCeil
                ? ScalarKernel.Of(static (float a, ref Outcome _) => MathF.Ceiling(a))
                : ScalarKernel.Of(static (float a, ref Outcome _) => MathF.Floor(a))),
            TypeKind.Double => new(type, isCeil
                ? ScalarKernel.Of(static (double a, ref Outcome _) => Math.Ceiling(a))
                : ScalarKernel.Of(static (double a, ref Outcome _) => Math.Floor(a))),
            TypeKind.Decimal => new(LogicalType.Decimal(type.Precision, 0).WithNullability(type.IsNullable), WholeDecimal(type, isCeil)),
            _ => call.RejectTypes(),
        };
    }

    /// <summary>ROUND and TRUNCATE. By a column a DECIMAL keeps its type, and its scale too (D12).</summary>
    public static FunctionBinding? Digits(FunctionCall call, bool isCut)
    {
        LogicalType type = call.TypeOf(0);
        if (call.Count == 2 && call.TypeOf(1).Kind == TypeKind.BigInt)
            return call.RejectTypes("CAST the digits to INT");
        BoundExpression? digits = call.Count == 2 ? call.CastTo(1, LogicalType.Int) : new BoundLiteral(0, LogicalType.Int.NotNull(), default);
        if (digits is null)
            return null;
        int? constant = Constant(digits);
        LogicalType result = type.Kind == TypeKind.Decimal && constant is { } n
            ? DecimalDerivation.Round(type.Precision, type.Scale, n).WithNullability(call.NullIfAny(type).IsNullable)
            : call.NullIfAny(type);
        ScalarKernel kernel = type.Kind switch
        {
            TypeKind.TinyInt => Integer<sbyte>(isCut, type),
            TypeKind.SmallInt => Integer<short>(isCut, type),
            TypeKind.Int => Integer<int>(isCut, type),
            TypeKind.BigInt => Integer<long>(isCut, type),
            TypeKind.Float => ScalarKernel.Of((float a, int n, ref Outcome outcome) => (float)Floating(a, n, isCut, ref outcome)),
            TypeKind.Double => ScalarKernel.Of((double a, int n, ref Outcome outcome) => Floating(a, n, isCut, ref outcome)),
            _ => Decimal(type, result, isCut, constant is null),
        };
        return new FunctionBinding(result, kernel) { Arguments = [call.Arguments[0], digits] };
    }

    private static int? Constant(BoundExpression digits) => digits switch
    {
        BoundLiteral { Value: int n } => n,
        BoundCast { Operand: BoundLiteral { Value: sbyte or short or int } literal } => Convert.ToInt32(literal.Value, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    private static ScalarKernel WholeDecimal(LogicalType type, bool isCeil)
    {
        Int128 unit = DecimalMath.Power(type.Scale);
        return ScalarKernel.Of((Int128 a, ref Outcome _) =>
        {
            (Int128 whole, Int128 rest) = Int128.DivRem(a, unit);
            return rest == 0 ? whole : isCeil ? (rest > 0 ? whole + 1 : whole) : (rest < 0 ? whole - 1 : whole);
        });
    }

    private static ScalarKernel Integer<T>(bool isCut, LogicalType type)
        where T : struct, IBinaryInteger<T>
    {
        string name = type.Nullable().ToString();
        return ScalarKernel.Of((T a, int n, ref Outcome outcome) =>
        {
            if (!T.IsZero(a) && (n == int.MinValue || (!isCut && n > 646_456_000)))
                return outcome.Fail<T>(new EvalError(EvalErrors.InvalidArgument, $"{n} digits are too many to round to"));
            if (n >= 0)
                return a;
            Int128 value = Int128.CreateTruncating(a);
            Int128 unit = n < -30 ? 0 : DecimalMath.Power(-n);
            Int128 rounded = unit == 0 ? 0 : (isCut ? value / unit : DecimalMath.DivideHalfUp(value, unit)) * unit;
            T result = T.CreateTruncating(rounded);
            return Int128.CreateTruncating(result) == rounded ? result : outcome.Fail<T>(NumericErrors.Integer($"ROUND({a}, {n})", name));
        });
    }

    // Flink rounds the digits that are printed; NaN and the infinities have none.
    private static double Floating(double value, int n, bool isCut, ref Outcome outcome)
    {
        string text = JavaNumberText.Of(value);
        if (!double.IsFinite(value))
            return outcome.Fail<double>(new EvalError(EvalErrors.InvalidArgument, $"{text} cannot be rounded"));
        // TRUNCATE goes through a DECIMAL(38, 18).
        if (isCut && Math.Abs(value) >= 1e20)
            return outcome.Fail<double>(new EvalError(EvalErrors.InvalidArgument, $"{text} is too big to be truncated"));
        BigDecimalText.TryRead(text, out BigInteger digits, out int scale);
        if (n >= scale)
            return value == 0 ? 0 : value;
        if (scale - n > 1000)
            return 0;
        BigInteger unit = DecimalMath.BigPower(scale - n);
        BigInteger rounded = isCut ? digits / unit : DecimalMath.DivideHalfUp(digits, unit);
        return rounded.IsZero ? 0 : double.Parse(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rounded}E{-n}"), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ScalarKernel Decimal(LogicalType type, LogicalType result, bool isCut, bool isDynamic)
    {
        int scale = type.Scale;
        return ScalarKernel.Of((Int128 a, int n, ref Outcome outcome) =>
        {
            if (isDynamic && n < scale)
                outcome.Deviates(Deviation.RoundByColumn);
            int drop = scale - n;
            BigInteger kept = a;
            if (drop > 0)
            {
                BigInteger unit = DecimalMath.BigPower(Math.Min(drop, 80));
                kept = (isCut ? kept / unit : DecimalMath.DivideHalfUp(kept, unit)) * unit;
            }

            return DecimalMath.TryRescale(kept, scale, result.Precision, result.Scale, out Int128 value)
                ? value
                : outcome.Fail<Int128>(NumericErrors.Decimal($"ROUND({DecimalMath.ToText(a, scale)}, {n})", result.Precision, result.Scale));
        });
    }
}
