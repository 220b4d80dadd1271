namespace Sluice.Expressions;

/// <summary>Where Java's <c>Math</c> and .NET's differ.</summary>
internal static class JavaMath
{
    /// <summary>Java: 1 to the power NaN or ±Infinity, and -1 to ±Infinity, are NaN; C (and .NET) say 1.</summary>
    public static double Power(double value, double exponent)
    {
        if (double.IsNaN(exponent) || (double.IsInfinity(exponent) && Math.Abs(value) == 1))
            return double.NaN;
        return Math.Pow(value, exponent);
    }

    /// <summary>Java's <c>Double.compare</c>: NaN is the greatest, 0.0 is above -0.0.</summary>
    public static int Compare(double left, double right)
    {
        if (left < right || left > right)
            return left < right ? -1 : 1;
        if (double.IsNaN(left) || double.IsNaN(right))
            return double.IsNaN(left).CompareTo(double.IsNaN(right));
        return BitConverter.DoubleToInt64Bits(left).CompareTo(BitConverter.DoubleToInt64Bits(right));
    }

    /// <summary>
    /// Java's <c>Math.atan2</c>: where the quotient is beyond 2^60 it subtracts rounded parts of pi, which gives another last digit than C's.
    /// </summary>
    public static double ArcTangent(double y, double x)
    {
        const double PiLow = 1.2246467991473531772E-16;
        if (x < 0 && double.IsFinite(x) && double.IsFinite(y) && Math.ILogB(y) - Math.ILogB(x) > 60)
        {
            double quarter = (Math.PI / 2) + (0.5 * PiLow);
            return y > 0 ? Math.PI - (quarter - PiLow) : quarter - PiLow - Math.PI;
        }

        return Math.Atan2(y, x);
    }
}
