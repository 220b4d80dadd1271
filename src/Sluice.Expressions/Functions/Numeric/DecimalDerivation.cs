using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The result types of DECIMAL arithmetic, as Flink derives them.</summary>
/// <remarks>Source: Flink 2.2, <c>LogicalTypeMerging</c>; checked against a real Flink by the corpus.</remarks>
internal static class DecimalDerivation
{
    private const int Max = LogicalType.MaxDecimalPrecision;
    private const int LeastScale = 6;

    /// <summary>The type of an operator over two DECIMALs.</summary>
    public static LogicalType Of(ArithmeticOperator op, LogicalType left, LogicalType right)
    {
        (int p1, int s1, int p2, int s2) = (left.Precision, left.Scale, right.Precision, right.Scale);
        int scale;
        switch (op)
        {
            case ArithmeticOperator.Multiply:
                return Adjust(p1 + p2 + 1, s1 + s2);
            case ArithmeticOperator.Divide:
                scale = Math.Max(LeastScale, s1 + p2 + 1);
                return Adjust(p1 - s1 + s2 + scale, scale);
            case ArithmeticOperator.Modulo:
                scale = Math.Max(s1, s2);
                return Adjust(Math.Min(p1 - s1, p2 - s2) + scale, scale);
            default:
                scale = Math.Max(s1, s2);
                return Adjust(Math.Max(p1 - s1, p2 - s2) + scale + 1, scale);
        }
    }

    /// <summary>ROUND and TRUNCATE to <paramref name="digits"/> digits after the point.</summary>
    public static LogicalType Round(int precision, int scale, int digits)
    {
        if (digits >= scale)
            return LogicalType.Decimal(precision, scale);
        if (digits < 0)
            return LogicalType.Decimal(Math.Min(Max, 1 + precision - scale), 0);
        return LogicalType.Decimal(Math.Min(Max, 1 + precision - scale + digits), digits);
    }

    /// <summary>The DECIMAL both operands of COALESCE, CASE and the like become: when 38 digits are not enough, digits after the point give way.</summary>
    public static LogicalType Common(LogicalType left, LogicalType right)
    {
        int whole = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
        int scale = Math.Max(left.Scale, right.Scale);
        return whole + scale <= Max ? LogicalType.Decimal(whole + scale, scale) : LogicalType.Decimal(Max, Math.Max(0, Max - whole));
    }

    private static LogicalType Adjust(int precision, int scale)
    {
        if (precision <= Max)
            return LogicalType.Decimal(Math.Max(1, precision), scale);
        int whole = precision - scale;
        return LogicalType.Decimal(Max, Math.Max(Max - whole, Math.Min(scale, LeastScale)));
    }
}
