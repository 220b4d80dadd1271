using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The kernels of comparisons over two operands of one type (DECIMAL: each of its own).</summary>
internal static class ComparisonKernels
{
    private delegate int Order<T>(T a, T b, ref Outcome outcome);

    /// <summary>The kernel; null when the operator does not exist for the type (<c>&lt;</c> of arrays).</summary>
    public static ScalarKernel? Find(ComparisonOperator op, LogicalType left, LogicalType right)
    {
        switch (left.Kind)
        {
            case TypeKind.Boolean: return By<bool>(op, static (a, b, ref _) => a.CompareTo(b));
            case TypeKind.TinyInt: return Numbers<sbyte>(op);
            case TypeKind.SmallInt: return Numbers<short>(op);
            case TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths: return Numbers<int>(op);
            case TypeKind.BigInt or TypeKind.Time or TypeKind.IntervalMillis: return Numbers<long>(op);
            case TypeKind.Float: return Numbers<float>(op);
            case TypeKind.Double when right.Kind == TypeKind.Double: return Numbers<double>(op);
            case TypeKind.Decimal when right.Kind == TypeKind.Double:
                int scale = left.Scale;
                return ScalarKernel.Of((Int128 a, double b, ref Outcome _) => Holds(op, -WithDecimal(b, a, scale)));
            case TypeKind.Double when right.Kind == TypeKind.Decimal:
                int other = right.Scale;
                return ScalarKernel.Of((double a, Int128 b, ref Outcome _) => Holds(op, WithDecimal(a, b, other)));
            case TypeKind.Decimal: return Decimals(op, left.Scale, right.Scale);
            case TypeKind.Char or TypeKind.VarChar: return Texts(op);
            case TypeKind.Binary or TypeKind.VarBinary: return By<byte[]>(op, static (a, b, ref _) => a.AsSpan().SequenceCompareTo(b));
            case TypeKind.Timestamp or TypeKind.TimestampLtz: return By<Timestamp>(op, static (a, b, ref _) => a.CompareTo(b));
            default: return Nested(op, left, right);
        }
    }

    // Not by CompareTo: NaN compares false with everything and is <> everything.
    private static ScalarKernel Numbers<T>(ComparisonOperator op)
        where T : struct, INumber<T> => op switch
    {
        ComparisonOperator.Equal => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a == b),
        ComparisonOperator.NotEqual => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a != b),
        ComparisonOperator.Less => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a < b),
        ComparisonOperator.LessOrEqual => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a <= b),
        ComparisonOperator.Greater => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a > b),
        _ => ScalarKernel.Of(static (T a, T b, ref Outcome _) => a >= b),
    };

    // Beside a DECIMAL, Flink orders NaN above all numbers.
    private static int WithDecimal(double a, Int128 b, int scale)
    {
        double number = DecimalMath.ToDouble(b, scale);
        return double.IsNaN(a) || a > number ? 1 : a < number ? -1 : 0;
    }

    private static bool Holds(ComparisonOperator op, int order) => op switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static ScalarKernel Decimals(ComparisonOperator op, int left, int right)
    {
        if (left == right)
            return Numbers<Int128>(op);
        (BigInteger upLeft, BigInteger upRight) = (DecimalMath.BigPower(Math.Max(0, right - left)), DecimalMath.BigPower(Math.Max(0, left - right)));
        return By<Int128>(op, (a, b, ref _) => ((BigInteger)a * upLeft).CompareTo((BigInteger)b * upRight));
    }

    // D13: text that Flink holds as Java strings compares by UTF-16 there.
    private static ScalarKernel Texts(ComparisonOperator op)
    {
        if (op == ComparisonOperator.Equal)
            return ScalarKernel.Of(static (string a, string b, ref Outcome _) => string.Equals(a, b, StringComparison.Ordinal));
        if (op == ComparisonOperator.NotEqual)
            return ScalarKernel.Of(static (string a, string b, ref Outcome _) => !string.Equals(a, b, StringComparison.Ordinal));
        return By<string>(op, static (a, b, ref outcome) =>
        {
            int order = TextOrder.Compare(a, b);
            if (outcome.IsObserved && Math.Sign(order) != Math.Sign(string.CompareOrdinal(a, b)))
                outcome.Deviates(Deviation.CodePoints);
            return order;
        });
    }

    private static ScalarKernel? Nested(ComparisonOperator op, LogicalType left, LogicalType right)
    {
        if (op is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual))
            return left.Kind == TypeKind.Map ? null : NestedOrder.Find(op, left, right);
        if (NestedEquality.Find(left, right) is not { } equal)
            return null;
        bool wanted = op == ComparisonOperator.Equal;
        return ScalarKernel.Boxed((arguments, ref _) => equal(arguments[0], arguments[1]) == wanted);
    }

    private static ScalarKernel By<T>(ComparisonOperator op, Order<T> order) => op switch
    {
        ComparisonOperator.Equal => ScalarKernel.Of((T a, T b, ref Outcome outcome) => order(a, b, ref outcome) == 0),
        ComparisonOperator.NotEqual => ScalarKernel.Of((T a, T b, ref Outcome outcome) => order(a, b, ref outcome) != 0),
        ComparisonOperator.Less => ScalarKernel.Of((T a, T b, ref Outcome outcome) => order(a, b, ref outcome) < 0),
        ComparisonOperator.LessOrEqual => ScalarKernel.Of((T a, T b, ref Outcome outcome) => order(a, b, ref outcome) <= 0),
        ComparisonOperator.Greater => ScalarKernel.Of((T a, T b, ref Outcome outcome) => order(a, b, ref outcome) > 0),
        _ => ScalarKernel.Of((T a, T b, ref Outcome outcome) => order(a, b, ref outcome) >= 0),
    };
}
