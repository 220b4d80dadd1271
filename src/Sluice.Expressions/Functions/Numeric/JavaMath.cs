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
}
