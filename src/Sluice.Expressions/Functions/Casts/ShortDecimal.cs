using System.Globalization;
using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Reads text into a DECIMAL of up to 18 digits as Flink's second parser does: <c>.</c> is 0, ASCII digits only, one stray last character of a text of
/// up to 18 bytes is ignored (<c>1f</c> is 1). It does not count a written leading zero as a digit, as Flink does (D11).
/// </summary>
internal static class ShortDecimal
{
    /// <summary>The greatest precision that is read this way.</summary>
    public const int MostDigits = 18;

    /// <summary>Reads it into digits and scale; false when it is none.</summary>
    public static bool TryRead(string text, out BigInteger digits, out int scale)
    {
        if (text is "." or "+." or "-.")
        {
            (digits, scale) = (0, 0);
            return true;
        }

        if (text.AsSpan().ContainsAnyExceptInRange('\u0001', '\u007F'))
        {
            (digits, scale) = (default, 0);
            return false;
        }

        if (BigDecimalText.TryRead(text, out digits, out scale))
            return scale < 400;
        return text.Length is > 1 and <= MostDigits && char.IsAsciiLetter(text[^1]) && BigDecimalText.TryRead(text[..^1], out digits, out scale);
    }

    /// <summary>Whether Flink refuses the text because its leading zero counts as an integer digit.</summary>
    public static bool CountsLeadingZero(string text, LogicalType to)
    {
        string bare = text.TrimStart('-', '+');
        int end = bare.AsSpan().IndexOfAny('.', 'e', 'E');
        string whole = end < 0 ? bare : bare[..end];
        int exponent = bare.AsSpan().IndexOfAny('e', 'E') is >= 0 and var at && int.TryParse(bare[(at + 1)..], CultureInfo.InvariantCulture, out int given) ? given : 0;
        return whole.StartsWith('0') && Math.Max(0, whole.Length + exponent) > to.Precision - to.Scale;
    }
}
