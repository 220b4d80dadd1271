using System.Globalization;
using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Arithmetic on unscaled decimals: fast in Int128 where it provably fits, else in <see cref="BigInteger"/>.</summary>
internal static class DecimalMath
{
    private static readonly Int128[] s_powers = Powers();
    private static readonly BigInteger[] s_bigPowers = [.. Enumerable.Range(0, 120).Select(n => BigInteger.Pow(10, n))];

    /// <summary>10 to the power n, 0 ≤ n ≤ 38.</summary>
    public static Int128 Power(int n) => s_powers[n];

    /// <summary>10 to the power n, for any n of intermediate results.</summary>
    public static BigInteger BigPower(int n) => n < s_bigPowers.Length ? s_bigPowers[n] : BigInteger.Pow(10, n);

    /// <summary>Whether a value has no more than <paramref name="precision"/> digits.</summary>
    public static bool Fits(Int128 value, int precision)
    {
        Int128 limit = s_powers[precision];
        return value < limit && value > -limit;
    }

    /// <summary>Divides rounding half away from zero (HALF_UP); the divisor is positive.</summary>
    public static Int128 DivideHalfUp(Int128 value, Int128 divisor)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(value, divisor);
        Int128 size = rest < 0 ? -rest : rest;
        return size >= divisor - size ? quotient + (value < 0 ? -1 : 1) : quotient;
    }

    /// <summary>Divides rounding half away from zero (HALF_UP).</summary>
    public static BigInteger DivideHalfUp(BigInteger value, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(value, divisor, out BigInteger rest);
        return BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor) ? quotient + (value.Sign * divisor.Sign) : quotient;
    }

    /// <summary>Changes the scale, HALF_UP, and checks the precision; false when it does not fit.</summary>
    public static bool TryRescale(Int128 value, int from, int precision, int to, out Int128 result)
    {
        if (to <= from)
        {
            result = to == from ? value : from - to > 38 ? 0 : DivideHalfUp(value, s_powers[from - to]);
            return Fits(result, precision);
        }

        result = 0;
        int up = to - from;
        if (up > 38 || !Fits(value, Math.Max(0, 38 - up)))
            return value == 0;
        result = value * s_powers[up];
        return Fits(result, precision);
    }

    /// <summary>Changes the scale, HALF_UP, and checks the precision; false when it does not fit.</summary>
    public static bool TryRescale(BigInteger value, int from, int precision, int to, out Int128 result)
    {
        BigInteger scaled = to >= from ? value * BigPower(to - from) : DivideHalfUp(value, BigPower(from - to));
        bool fits = BigInteger.Abs(scaled) < BigPower(precision);
        result = fits ? (Int128)scaled : 0;
        return fits;
    }

    /// <summary>The nearest double, as Java's <c>BigDecimal.doubleValue</c>.</summary>
    public static double ToDouble(Int128 value, int scale)
    {
        if (scale <= 22 && value < (1L << 53) && value > -(1L << 53))
            return (double)(long)value / Math.Pow(10, scale);
        return double.Parse(ToText(value, scale), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The nearest float, as Java's <c>BigDecimal.floatValue</c>.</summary>
    public static float ToFloat(Int128 value, int scale) => float.Parse(ToText(value, scale), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Plain digits with all of the scale: <c>-0.05</c>.</summary>
    public static string ToText(Int128 value, int scale)
    {
        string digits = (value < 0 ? -value : value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string sign = value < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    /// <summary>The DECIMAL that holds every value of an integer type: (3,0), (5,0), (10,0), (19,0); a DECIMAL is itself.</summary>
    public static LogicalType TypeOf(LogicalType exact) => exact.Kind switch
    {
        TypeKind.TinyInt => LogicalType.Decimal(3, 0),
        TypeKind.SmallInt => LogicalType.Decimal(5, 0),
        TypeKind.Int => LogicalType.Decimal(10, 0),
        TypeKind.BigInt => LogicalType.Decimal(19, 0),
        _ => exact.Nullable(),
    };

    private static Int128[] Powers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
