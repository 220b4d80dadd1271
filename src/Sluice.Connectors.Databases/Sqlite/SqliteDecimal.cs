using System.Globalization;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>Decimal text to an unscaled value, exactly or not at all.</summary>
internal static class SqliteDecimal
{
    /// <summary>
    /// Reads an optional sign, digits, an optional point with digits and an optional exponent. FALSE when it is not a number, has more
    /// digits after the point than <paramref name="scale"/> (zeros at the end do not count) or more than <paramref name="precision"/> in all.
    /// </summary>
    public static bool TryParse(string text, int precision, int scale, out Int128 unscaled)
    {
        unscaled = 0;
        int mark = text.AsSpan().IndexOfAny('e', 'E');
        int exponent = 0;
        if (mark >= 0 && !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        ReadOnlySpan<char> mantissa = mark < 0 ? text : text.AsSpan(0, mark);
        bool isNegative = mantissa.StartsWith("-");
        if (isNegative || mantissa.StartsWith("+"))
            mantissa = mantissa[1..];
        int point = mantissa.IndexOf('.');
        string digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        int digitsAfterPoint = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        if (digits.Length == 0 || digits.Any(c => !char.IsAsciiDigit(c)))
            return false;
        string significant = digits.TrimStart('0');
        while (digitsAfterPoint > scale && significant.EndsWith('0'))
            (significant, digitsAfterPoint) = (significant[..^1], digitsAfterPoint - 1);
        if (significant.Length == 0)
            return true;
        int zeros = scale - digitsAfterPoint;
        if (zeros < 0 || significant.Length + zeros > precision)
            return false;
        unscaled = Int128.Parse(significant + new string('0', zeros), CultureInfo.InvariantCulture);
        if (isNegative)
            unscaled = -unscaled;
        return true;
    }
}
