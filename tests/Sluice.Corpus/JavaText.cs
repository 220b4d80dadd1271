using System.Globalization;

namespace Sluice.Corpus;

/// <summary>Floating point as the corpus writes it: the fewest digits that read back to the same bits, in Java's layout.</summary>
internal static class JavaText
{
    public static string Of(double value) => Layout(value, value.ToString("E16", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));

    public static string Of(float value) => Layout(value, value.ToString("E8", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));

    private static string Layout(double value, string scientific, string shortest)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";
        _ = scientific;
        string sign = value < 0 ? "-" : "";
        string text = shortest.TrimStart('-');
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int scale = (point < 0 ? mantissa.Length : point) + exponent;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.TrimStart('0').TrimEnd('0');
        scale -= zeros;
        if (scale is > 0 and <= 7)
        {
            string whole = digits.Length >= scale ? digits[..scale] : digits.PadRight(scale, '0');
            return $"{sign}{whole}.{(digits.Length > scale ? digits[scale..] : "0")}";
        }

        if (scale is <= 0 and > -3)
            return $"{sign}0.{new string('0', -scale)}{digits}";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{scale - 1}");
    }
}
