using System.Globalization;
using System.Numerics;
using System.Text;

namespace Sluice.Expressions;

/// <summary>Reads decimal text as Java's <c>BigDecimal</c> does: sign, digits of any script, a point, an exponent; no blanks.</summary>
internal static class BigDecimalText
{
    /// <summary>Reads it into digits and scale (digits × 10^-scale); false when it is none.</summary>
    public static bool TryRead(string text, out BigInteger digits, out int scale)
    {
        (digits, scale) = (default, 0);
        int at = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '-' or '+')
            at++;
        var read = new StringBuilder();
        bool hasPoint = false;
        int behind = 0;
        for (; at < text.Length && text[at] is not ('e' or 'E'); at++)
        {
            if (text[at] == '.' && !hasPoint)
                hasPoint = true;
            else if (char.IsDigit(text[at]))
                (_, behind) = (read.Append((char)('0' + (int)char.GetNumericValue(text[at]))), behind + (hasPoint ? 1 : 0));
            else
                return false;
        }

        if (read.Length == 0 || !TryExponent(text, at, out int exponent))
            return false;
        digits = BigInteger.Parse(read.ToString(), CultureInfo.InvariantCulture);
        if (isNegative)
            digits = -digits;
        scale = behind - exponent;
        return true;
    }

    /// <summary>Rounds HALF_UP to a scale and checks the precision, without building numbers of absurd size; false when it does not fit.</summary>
    public static bool TryFit(BigInteger digits, int scale, int precision, int toScale, out Int128 result)
    {
        result = 0;
        if (digits.IsZero)
            return true;
        int length = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).Length;
        if (length - scale > precision - toScale + 1)
            return false;
        if (length - scale < -toScale - 1)
            return true;
        return DecimalMath.TryRescale(digits, scale, precision, toScale, out result);
    }

    private static bool TryExponent(string text, int at, out int exponent)
    {
        exponent = 0;
        if (at == text.Length)
            return true;
        string digits = text[(at + 1)..];
        string bare = digits.Length > 0 && digits[0] is '+' or '-' ? digits[1..] : digits;
        if (bare.Length is 0 or > 10 || !bare.All(char.IsDigit))
            return false;
        long value = 0;
        foreach (char digit in bare)
            value = (value * 10) + (int)char.GetNumericValue(digit);
        exponent = (int)Math.Min(value, 1_000_000) * (digits[0] == '-' ? -1 : 1);
        return value <= int.MaxValue;
    }
}
