using System.Globalization;
using System.Numerics;
using System.Text;

namespace Sluice.Expressions;

/// <summary>
/// FLOAT and DOUBLE as text exactly as Java 17 prints them: digits that read back to the same number, but not always the fewest
/// (<c>2.0E-3</c> is fewest, 2e23 is <c>1.9999999999999998E23</c>). Later Javas differ; Flink 2.2 runs on 17.
/// </summary>
internal static class JavaNumberText
{
    private const int DoubleBits = 53;
    private const int FloatBits = 24;

    /// <summary>A DOUBLE.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long fraction = bits & 0xF_FFFF_FFFF_FFFF;
        int significant = exponent == 0 ? 64 - BitOperations.LeadingZeroCount((ulong)fraction) : DoubleBits;
        long mantissa = exponent == 0 ? fraction << (DoubleBits - significant) : fraction | (1L << 52);
        int power = exponent == 0 ? significant - DoubleBits - 1022 : exponent - 1023;
        return Print(value < 0, power, mantissa, significant);
    }

    /// <summary>A FLOAT.</summary>
    public static string Of(float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value) || value == 0)
            return Of((double)value);
        int bits = BitConverter.SingleToInt32Bits(value);
        int exponent = (bits >> 23) & 0xFF;
        int fraction = bits & 0x7F_FFFF;
        int significant = exponent == 0 ? 32 - BitOperations.LeadingZeroCount((uint)fraction) : FloatBits;
        long mantissa = exponent == 0 ? (long)fraction << (FloatBits - significant) : fraction | (1L << 23);
        int power = exponent == 0 ? significant - FloatBits - 126 : exponent - 127;
        return Print(value < 0, power, mantissa << (DoubleBits - FloatBits), significant);
    }

    // mantissa: 53 bits with the highest set; value = mantissa / 2^52 * 2^power.
    private static string Print(bool isNegative, int power, long mantissa, int significant)
    {
        int tail = BitOperations.TrailingZeroCount(mantissa);
        int used = DoubleBits - tail;
        int behindPoint = Math.Max(0, used - power - 1);
        (string digits, int point) = behindPoint == 0 && power is >= 0 and <= 62
            ? WholeNumber(power, mantissa, significant)
            : Digits(power, mantissa >> tail, used, behindPoint, significant);
        return Layout(isNegative, digits, point);
    }

    private static (string Digits, int Point) WholeNumber(int power, long mantissa, int significant)
    {
        long whole = power >= 52 ? mantissa << (power - 52) : mantissa >> (52 - power);
        int dropped = power > significant + 2 ? (int)((power - significant - 1) * 0.30103) : 0;
        long unit = (long)Math.Pow(10, dropped);
        long kept = whole / unit;
        if (dropped > 0 && whole % unit >= unit / 2)
            kept++;
        string text = kept.ToString(CultureInfo.InvariantCulture);
        return (text.TrimEnd('0'), text.Length + dropped);
    }

    // Steele and White's free-format algorithm with Java's stopping rule: value = b / s * 10^exponent, m is half the distance to the neighbours.
    private static (string Digits, int Point) Digits(int power, long mantissa, int used, int behindPoint, int significant)
    {
        int exponent = EstimateExponent(power, mantissa, used);
        int b5 = Math.Max(0, -exponent);
        int s5 = Math.Max(0, exponent);
        int b2 = b5 + behindPoint + power - (used - 1);
        int s2 = s5 + behindPoint;
        int m2 = b5 + behindPoint + power - significant;
        int shared = Math.Min(b2, s2);
        (b2, s2, m2) = (b2 - shared, s2 - shared, m2 - shared - (used == 1 ? 1 : 0));
        if (m2 < 0)
            (b2, s2, m2) = (b2 - m2, s2 - m2, 0);
        int bits = Math.Max(Bits(used + b2, b5), Bits(s2 + 1, s5 + 1));

        BigInteger b = mantissa * BigInteger.Pow(5, b5) << b2;
        BigInteger s = BigInteger.Pow(5, s5) << s2;
        BigInteger m = BigInteger.Pow(5, b5) << m2;
        BigInteger ten = s * 10;
        var digits = new StringBuilder();
        int q = Step(ref b, ref m, s, out bool low, out bool high, ten, bits);
        if (q == 0 && !high)
            exponent--;
        else
            digits.Append((char)('0' + q));
        if (exponent is < -3 or >= 8)
            low = high = false;
        while (!low && !high)
        {
            q = Step(ref b, ref m, s, out low, out high, ten, bits);
            digits.Append((char)('0' + q));
        }

        int side = Side(b, ten, bits);
        bool isUp = high && (!low || side > 0 || (side == 0 && (digits[^1] & 1) != 0));
        return isUp && RoundUp(digits) ? (digits.ToString(), exponent + 2) : (digits.ToString(), exponent + 1);
    }

    // Where the operands fit an int or a long Java computes in it, and wraps where the distance m outgrows it: then both tests hold.
    private static int Step(ref BigInteger b, ref BigInteger m, BigInteger s, out bool low, out bool high, BigInteger ten, int bits)
    {
        BigInteger q = BigInteger.DivRem(b, s, out BigInteger rest);
        b = rest * 10;
        m = Wrap(m * 10, bits);
        low = b < m || m.Sign <= 0;
        BigInteger sum = Wrap(b + m, bits);
        high = m.Sign <= 0 || (bits < 64 ? sum > ten : sum >= ten);
        return (int)q;
    }

    private static BigInteger Wrap(BigInteger value, int bits) => bits switch
    {
        < 32 => unchecked((int)(uint)(value & uint.MaxValue)),
        < 64 => unchecked((long)(ulong)(value & ulong.MaxValue)),
        _ => value,
    };

    // Which half the rest is in. Java computes it in int or long where the operands fit, and there twice the rest may wrap.
    private static int Side(BigInteger b, BigInteger ten, int bits) => bits switch
    {
        < 32 => Math.Sign(unchecked(((int)b << 1) - (int)ten)),
        < 64 => Math.Sign(unchecked(((long)b << 1) - (long)ten)),
        _ => (b * 2).CompareTo(ten),
    };

    private static int Bits(int bits, int fives) => bits + (fives < 27 ? BitLengthOfFive(fives) : fives * 3);

    private static int BitLengthOfFive(int power) => power == 0 ? 0 : (int)BigInteger.Pow(5, power).GetBitLength();

    private static int EstimateExponent(int power, long mantissa, int used)
    {
        double unit = mantissa / Math.Pow(2, used - 1);
        return (int)Math.Floor(((unit - 1.5) * 0.289529654) + 0.176091259 + (power * 0.301029995663981));
    }

    // Adds one to the last digit; true when all were nines and one digit came in front.
    private static bool RoundUp(StringBuilder digits)
    {
        int i = digits.Length - 1;
        while (i >= 0 && digits[i] == '9')
            digits[i--] = '0';
        if (i >= 0)
        {
            digits[i]++;
            return false;
        }

        digits[0] = '1';
        return true;
    }

    private static string Layout(bool isNegative, string digits, int point)
    {
        string sign = isNegative ? "-" : "";
        if (point is > 0 and < 8)
        {
            string whole = digits.Length >= point ? digits[..point] : digits.PadRight(point, '0');
            return $"{sign}{whole}.{(digits.Length > point ? digits[point..] : "0")}";
        }

        if (point is <= 0 and > -3)
            return $"{sign}0.{new string('0', -point)}{digits}";
        string rest = digits.Length > 1 ? digits[1..] : "0";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}.{rest}E{point - 1}");
    }
}
