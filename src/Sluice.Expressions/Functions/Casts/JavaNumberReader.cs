using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Expressions;

/// <summary>
/// Reads FLOAT and DOUBLE text as Java's <c>Double.parseDouble</c>: characters up to U+0020 around are ignored, <c>1f</c>, <c>1d</c>, <c>NaN</c>,
/// <c>Infinity</c> and hexadecimal floats are numbers, too big is infinite.
/// </summary>
internal static partial class JavaNumberReader
{
    /// <summary>Reads a DOUBLE.</summary>
    public static bool TryDouble(string text, out double value)
    {
        value = 0;
        if (Special(text, out string bare, out double special))
        {
            value = special;
            return true;
        }

        if (!NumberPattern().IsMatch(bare))
            return bare.Length > 2 && Hex(bare, out value);
        value = double.Parse(bare.TrimEnd('f', 'F', 'd', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>Reads a FLOAT, rounded once.</summary>
    public static bool TryFloat(string text, out float value)
    {
        value = 0;
        if (Special(text, out string bare, out double special))
        {
            value = (float)special;
            return true;
        }

        if (!NumberPattern().IsMatch(bare))
        {
            bool isHex = Hex(bare, out double hex);
            value = (float)hex;
            return isHex;
        }

        value = float.Parse(bare.TrimEnd('f', 'F', 'd', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture);
        return true;
    }

    private static bool Special(string text, out string bare, out double value)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;
        while (end > start && text[end - 1] <= ' ')
            end--;
        bare = text[start..end];
        value = bare switch
        {
            "NaN" or "+NaN" or "-NaN" => double.NaN,
            "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }

    private static bool Hex(string text, out double value)
    {
        value = 0;
        Match match = HexPattern().Match(text);
        if (!match.Success)
            return false;
        string digits = match.Groups["whole"].Value + match.Groups["part"].Value;
        if (digits.Length == 0 || !int.TryParse(match.Groups["exp"].Value, CultureInfo.InvariantCulture, out int exponent))
            return false;
        foreach (char digit in digits)
            value = (value * 16) + Convert.ToInt32(digit.ToString(), 16);
        value *= Math.Pow(2, exponent - (4 * match.Groups["part"].Length));
        value = match.Groups["sign"].Value == "-" ? -value : value;
        return true;
    }

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^(?<sign>[+-]?)0[xX](?<whole>[0-9a-fA-F]*)\.?(?<part>[0-9a-fA-F]*)[pP](?<exp>[+-]?[0-9]+)[fFdD]?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HexPattern();
}
