using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Functions.Json;

/// <summary>
/// A number of a JSON document with all its digits, as Flink's JSON functions hold it: an integer of any size, or a Java BigDecimal.
/// </summary>
internal sealed class JsonNumber
{
    private JsonNumber(string text, bool isInteger)
    {
        Text = text;
        IsInteger = isInteger;
    }

    /// <summary>The digits as Java prints them: <c>1.50</c>, <c>1E+3</c>.</summary>
    internal string Text { get; }

    /// <summary>Written without a point and an exponent.</summary>
    internal bool IsInteger { get; }

    /// <summary>Its value as a DOUBLE.</summary>
    internal double Double => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Its value when it is an integer that fits INT; else null.</summary>
    internal int? Int => IsInteger && int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>Reads a number that obeys JSON's grammar (or one that Java prints).</summary>
    internal static JsonNumber Read(ReadOnlySpan<char> text)
    {
        bool isNegative = text[0] == '-';
        ReadOnlySpan<char> rest = isNegative ? text[1..] : text;
        int mark = rest.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = mark < 0 ? rest : rest[..mark];
        int point = mantissa.IndexOf('.');
        if (mark < 0 && point < 0)
            return new JsonNumber(rest is "0" ? "0" : text.ToString(), isInteger: true);
        long exponent = mark < 0 ? 0 : long.Parse(rest[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        long scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        digits = digits.TrimStart('0');
        bool isZero = digits.Length == 0;
        return new JsonNumber((isNegative && !isZero ? "-" : "") + Print(isZero ? "0" : digits, scale), isInteger: false);
    }

    // BigDecimal.toString: plain while the scale is not negative and the number not too small, else one digit before the point.
    private static string Print(string digits, long scale)
    {
        long adjusted = digits.Length - 1 - scale;
        if (scale == 0)
            return digits;
        if (scale > 0 && adjusted >= -6)
        {
            return digits.Length > scale
                ? string.Concat(digits.AsSpan(0, digits.Length - (int)scale), ".", digits.AsSpan(digits.Length - (int)scale))
                : "0." + new string('0', (int)scale - digits.Length) + digits;
        }

        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1)
            text.Append('.').Append(digits, 1, digits.Length - 1);
        if (adjusted != 0)
            text.Append('E').Append(adjusted > 0 ? "+" : "").Append(adjusted);
        return text.ToString();
    }
}
