using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>
/// One text for one value, however a system prints it. A text that is no value of its family stays as it is, so that it equals only itself. Knows nothing of the program's own conversions.
/// </summary>
internal static partial class NormalForm
{
    /// <summary>The normal form of a value.</summary>
    public static string Of(Family family, string text, Family element = Family.Text) => family switch
    {
        Family.Bytes => text.StartsWith("0x", StringComparison.Ordinal) ? text.ToLowerInvariant() : "0x" + Convert.ToHexStringLower(Convert.FromBase64String(text)),
        Family.Truth => text switch { "t" or "true" or "1" or "0x01" => "true", "f" or "false" or "0" or "0x00" => "false", _ => text },
        Family.Number => Number(text),
        Family.Float8 => double.TryParse(Infinite(text), CultureInfo.InvariantCulture, out double d) ? d.ToString("R", CultureInfo.InvariantCulture) : text,
        Family.Float4 => double.TryParse(Infinite(text), CultureInfo.InvariantCulture, out double f) ? ((float)f).ToString("R", CultureInfo.InvariantCulture) : text,
        Family.Time => Time(text),
        Family.Instant => Instant(text),
        Family.Nested => JsonNode.Parse(text) is { } node ? Nested(node, element) : "null",
        _ => text,
    };

    private static string Infinite(string text) => text.ToLowerInvariant() switch { "inf" or "infinity" => "Infinity", "-inf" or "-infinity" => "-Infinity", "nan" => "NaN", _ => text };

    private static string Number(string text)
    {
        if (DecimalPattern().Match(text) is not { Success: true } match)
            return text;
        string fraction = match.Groups["f"].Value;
        int exponent = match.Groups["e"].Success ? int.Parse(match.Groups["e"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        BigInteger digits = BigInteger.Parse("0" + match.Groups["w"].Value + fraction, CultureInfo.InvariantCulture);
        exponent -= fraction.Length;
        while (!digits.IsZero && digits % 10 == 0)
            (digits, exponent) = (digits / 10, exponent + 1);
        return digits.IsZero ? "0" : $"{match.Groups["s"].Value.TrimStart('+')}{digits}e{exponent}";
    }

    private static string Time(string text) => TimePattern().IsMatch(text)
        ? FractionPattern().Replace(MinutePattern().Replace(text.Replace('T', ' '), "$0:00"), m => m.Value.TrimEnd('0').TrimEnd('.'))
        : text;

    /// <summary>In UTC, without the zeros behind the second; what has no zone is UTC.</summary>
    private static string Instant(string text)
    {
        Match match = InstantPattern().Match(text);
        if (!match.Success || !DateTime.TryParse(match.Groups["t"].ValueSpan, CultureInfo.InvariantCulture, out DateTime time))
            return text;
        TimeSpan offset = match.Groups["h"].Success
            ? new TimeSpan(int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["m"].Success ? int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 0, 0)
            : TimeSpan.Zero;
        time += match.Groups["s"].Value == "-" ? offset : -offset;
        return time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + match.Groups["f"].Value.TrimEnd('0').TrimEnd('.') + "Z";
    }

    private static string Nested(JsonNode? node, Family element) => node switch
    {
        null => "null",
        JsonArray array => $"[{string.Join(",", array.Select(n => Nested(n, element)))}]",
        JsonObject row => $"{{{string.Join(",", row.Select(p => $"{JsonSerializer.Serialize(p.Key)}:{Nested(p.Value, element)}"))}}}",
        _ => JsonSerializer.Serialize(Of(element, Bytes(node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString(), element))),
    };

    private static string Bytes(string text, Family element) => element == Family.Bytes && text.StartsWith(@"\x", StringComparison.Ordinal) ? "0x" + text[2..] : text;

    [GeneratedRegex(@"^(?<s>[+-]?)(?<w>\d*)(?:\.(?<f>\d*))?(?:[eE](?<e>[+-]?\d+))?$")]
    private static partial Regex DecimalPattern();

    [GeneratedRegex(@"^[\d-]+[ T]?[\d:]*(\.\d+)?$")]
    private static partial Regex TimePattern();

    [GeneratedRegex(@" \d\d:\d\d$")]
    private static partial Regex MinutePattern();

    [GeneratedRegex(@"\.\d+$")]
    private static partial Regex FractionPattern();

    [GeneratedRegex(@"^(?<t>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?)(?<f>\.\d+)?(?:Z|(?<s>[+-])(?<h>\d\d)(?::?(?<m>\d\d))?)?$")]
    private static partial Regex InstantPattern();
}
