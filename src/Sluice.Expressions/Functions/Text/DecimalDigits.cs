using System.Globalization;
using System.Numerics;

namespace Sluice.Expressions.Functions.Text;

/// <summary>Rounds the printed digits of a number half up, as Java's Formatter does with <c>%f</c> and <c>%e</c>.</summary>
internal static class DecimalDigits
{
    /// <summary>A non-negative number in Java's notation (<c>1.5</c>, <c>2.0E-7</c>) with so many digits behind the point.</summary>
    internal static string Print(string number, int precision, bool isScientific)
    {
        int mark = number.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(number.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? number : number[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        int scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var value = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return isScientific ? Scientific(value, scale, precision) : Plain(Rounded(value, scale - precision), precision);
    }

    // value / 10^drop, half up; a negative drop appends zeros.
    private static BigInteger Rounded(BigInteger value, int drop)
    {
        if (drop <= 0)
            return value * BigInteger.Pow(10, -drop);
        var divisor = BigInteger.Pow(10, drop);
        return (value + (divisor / 2)) / divisor;
    }

    private static string Plain(BigInteger value, int precision)
    {
        string digits = value.ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return precision == 0 ? digits : digits.Insert(digits.Length - precision, ".");
    }

    private static string Scientific(BigInteger value, int scale, int precision)
    {
        int exponent = 0;
        BigInteger rounded = 0;
        if (!value.IsZero)
        {
            int length = value.ToString(CultureInfo.InvariantCulture).Length;
            exponent = length - 1 - scale;
            rounded = Rounded(value, length - 1 - precision);
            if (rounded.ToString(CultureInfo.InvariantCulture).Length > precision + 1)
            {
                rounded /= 10;
                exponent++;
            }
        }

        string sign = exponent < 0 ? "-" : "+";
        return $"{Plain(rounded, precision)}e{sign}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }
}
