using System.Globalization;

namespace Sluice.Expressions.Functions.Text;

/// <summary>IS_ALPHA, IS_DIGIT, IS_DECIMAL over text. All are false for an empty text.</summary>
public static class Classes
{
    /// <summary>IS_ALPHA: letters of the basic plane only.</summary>
    public static bool IsAlpha(string text) => text.Length > 0 && text.All(char.IsLetter);

    /// <summary>IS_DIGIT: decimal digits of any script in the basic plane.</summary>
    public static bool IsDigit(string text) => text.Length > 0 && text.All(char.IsDigit);

    /// <summary>IS_DECIMAL: what Java's parsers for int, long and double take.</summary>
    public static bool IsDecimal(string text) => IsInteger(text) || IsDouble(text);

    // Sign, digits of any script, within the range of BIGINT.
    private static bool IsInteger(string text)
    {
        int start = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        if (start == text.Length)
            return false;
        decimal value = 0;
        for (int i = start; i < text.Length; i++)
        {
            int digit = char.IsDigit(text[i]) ? (int)CharUnicodeInfo.GetNumericValue(text[i]) : -1;
            if (digit < 0)
                return false;
            value = (value * 10) + digit;
            if (value > (text[0] == '-' ? 9223372036854775808m : 9223372036854775807m))
                return false;
        }

        return true;
    }

    // Java's grammar of a floating-point literal: blanks and controls around it, sign, NaN, Infinity, decimal or hexadecimal, suffix d or f.
    private static bool IsDouble(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;
        while (end > start && text[end - 1] <= ' ')
            end--;
        ReadOnlySpan<char> rest = text.AsSpan(start, end - start);
        if (rest.Length > 0 && rest[0] is '+' or '-')
            rest = rest[1..];
        if (rest is "NaN" or "Infinity")
            return true;
        if (rest.Length > 0 && rest[^1] is 'd' or 'D' or 'f' or 'F' && !IsHexadecimalWithoutExponent(rest))
            rest = rest[..^1];
        return rest.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? IsMantissa(rest[2..], 'p', hex: true) : IsMantissa(rest, 'e', hex: false);
    }

    private static bool IsHexadecimalWithoutExponent(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !text.ContainsAny('p', 'P');

    private static bool IsMantissa(ReadOnlySpan<char> text, char exponent, bool hex)
    {
        int mark = text.IndexOfAny(exponent, char.ToUpperInvariant(exponent));
        if (mark < 0 && hex)
            return false;
        ReadOnlySpan<char> mantissa = mark < 0 ? text : text[..mark];
        int digits = 0;
        int points = 0;
        foreach (char c in mantissa)
        {
            if (c == '.')
                points++;
            else if (hex ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c))
                digits++;
            else
                return false;
        }

        return digits > 0 && points <= 1 && (mark < 0 || IsSignedDigits(text[(mark + 1)..]));
    }

    private static bool IsSignedDigits(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '+' or '-')
            text = text[1..];
        return text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
    }
}
