using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Arithmetic of DECIMAL: exact, then rounded HALF_UP to the scale of the result; what does not fit is an error of the row (D2).</summary>
internal static class DecimalKernels
{
    private const int DivisionDigits = 38;

    /// <summary>The kernel of an operator over two DECIMALs of their own precision and scale.</summary>
    public static ScalarKernel Binary(ArithmeticOperator op, LogicalType left, LogicalType right, LogicalType result) => op switch
    {
        ArithmeticOperator.Add or ArithmeticOperator.Subtract => Sum(op == ArithmeticOperator.Subtract, left, right, result),
        ArithmeticOperator.Multiply => Product(left, right, result),
        ArithmeticOperator.Divide => Quotient(left, right, result),
        _ => Remainder(left, right, result),
    };

    /// <summary>The kernel of unary minus.</summary>
    public static ScalarKernel Negate() => ScalarKernel.Of(static (Int128 a, ref Outcome _) => -a);

    private static ScalarKernel Sum(bool isDifference, LogicalType left, LogicalType right, LogicalType result)
    {
        (int s1, int s2, int p, int s) = (left.Scale, right.Scale, result.Precision, result.Scale);
        int common = Math.Max(s1, s2);
        // Both fit 37 digits at the common scale and nothing is rounded off: Int128 holds the sum.
        if (left.Precision + common - s1 <= 37 && right.Precision + common - s2 <= 37 && s == common && p < 38)
        {
            (Int128 up1, Int128 up2) = (DecimalMath.Power(common - s1), DecimalMath.Power(common - s2));
            return isDifference
                ? ScalarKernel.Of((Int128 a, Int128 b, ref Outcome _) => (a * up1) - (b * up2))
                : ScalarKernel.Of((Int128 a, Int128 b, ref Outcome _) => (a * up1) + (b * up2));
        }

        (BigInteger big1, BigInteger big2) = (DecimalMath.BigPower(common - s1), DecimalMath.BigPower(common - s2));
        return ScalarKernel.Of((Int128 a, Int128 b, ref Outcome outcome) =>
        {
            BigInteger exact = isDifference ? (a * big1) - (b * big2) : (a * big1) + (b * big2);
            return DecimalMath.TryRescale(exact, common, p, s, out Int128 value)
                ? value
                : outcome.Fail<Int128>(Overflow(a, s1, isDifference ? "-" : "+", b, s2, p, s));
        });
    }

    private static ScalarKernel Product(LogicalType left, LogicalType right, LogicalType result)
    {
        (int s1, int s2, int p, int s) = (left.Scale, right.Scale, result.Precision, result.Scale);
        if (left.Precision + right.Precision <= 37 && s == s1 + s2)
            return ScalarKernel.Of((Int128 a, Int128 b, ref Outcome _) => a * b);
        return ScalarKernel.Of((Int128 a, Int128 b, ref Outcome outcome) =>
            DecimalMath.TryRescale((BigInteger)a * b, s1 + s2, p, s, out Int128 value)
                ? value
                : outcome.Fail<Int128>(Overflow(a, s1, "*", b, s2, p, s)));
    }

    // As Flink: to 38 significant digits, HALF_UP, and only then to the scale of the result, HALF_UP again.
    private static ScalarKernel Quotient(LogicalType left, LogicalType right, LogicalType result)
    {
        (int s1, int s2, int p, int s) = (left.Scale, right.Scale, result.Precision, result.Scale);
        return ScalarKernel.Of((Int128 a, Int128 b, ref Outcome outcome) =>
        {
            if (b == 0)
                return outcome.Fail<Int128>(NumericErrors.DivisionByZero);
            (BigInteger quotient, int scale) = Significant(a, s1, b, s2);
            return DecimalMath.TryRescale(quotient, scale, p, s, out Int128 value)
                ? value
                : outcome.Fail<Int128>(Overflow(a, s1, "/", b, s2, p, s));
        });
    }

    /// <summary>a / b to 38 significant digits, with the scale of the result (which may be negative).</summary>
    internal static (BigInteger Value, int Scale) Significant(BigInteger a, int s1, BigInteger b, int s2)
    {
        if (a.IsZero)
            return (0, 0);
        // First guess the shift that gives 38 digits, then correct it by one.
        int shift = DivisionDigits + Digits(b) - Digits(a);
        BigInteger exact = shift >= 0 ? BigInteger.Abs(a) * DecimalMath.BigPower(shift) : BigInteger.Abs(a);
        BigInteger divisor = shift >= 0 ? BigInteger.Abs(b) : BigInteger.Abs(b) * DecimalMath.BigPower(-shift);
        if (exact / divisor >= DecimalMath.BigPower(DivisionDigits))
        {
            shift--;
            divisor *= 10;
        }

        BigInteger quotient = DecimalMath.DivideHalfUp(exact, divisor) * (a.Sign * b.Sign);
        return (quotient, s1 - s2 + shift);
    }

    private static ScalarKernel Remainder(LogicalType left, LogicalType right, LogicalType result)
    {
        (int s1, int s2, int p, int s) = (left.Scale, right.Scale, result.Precision, result.Scale);
        int common = Math.Max(s1, s2);
        return ScalarKernel.Of((Int128 a, Int128 b, ref Outcome outcome) =>
        {
            if (b == 0)
                return outcome.Fail<Int128>(NumericErrors.DivisionByZero);
            BigInteger divisor = b * DecimalMath.BigPower(common - s2);
            BigInteger quotient = BigInteger.DivRem(a * DecimalMath.BigPower(common - s1), divisor, out BigInteger rest);
            // As Flink: a quotient of more than 38 digits that count is an error.
            if (BigInteger.Abs(quotient) >= DecimalMath.BigPower(DivisionDigits) && !IsShort(quotient))
                return outcome.Fail<Int128>(new EvalError(EvalErrors.InvalidArgument, $"{DecimalMath.ToText(a, s1)} % {DecimalMath.ToText(b, s2)} has too many digits"));
            return DecimalMath.TryRescale(rest, common, p, s, out Int128 value)
                ? value
                : outcome.Fail<Int128>(Overflow(a, s1, "%", b, s2, p, s));
        });
    }

    private static bool IsShort(BigInteger quotient) => (quotient % DecimalMath.BigPower(Digits(quotient) - DivisionDigits)).IsZero;

    private static int Digits(BigInteger value) => BigInteger.Abs(value).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;

    private static EvalError Overflow(Int128 a, int s1, string op, Int128 b, int s2, int p, int s) =>
        NumericErrors.Decimal($"{DecimalMath.ToText(a, s1)} {op} {DecimalMath.ToText(b, s2)}", p, s);
}
