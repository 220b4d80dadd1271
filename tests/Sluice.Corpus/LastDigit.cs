using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Corpus;

/// <summary>
/// The functions of real numbers (EXP, LN, POWER, SIN …) are the platform's: Java's own contract allows them one unit in the last place, and its
/// results differ between processors. A DOUBLE computed by one of them may be the neighbour of the observed one, and no other value may
/// (docs/decisions/20261124-last-digit.md).
/// </summary>
internal static partial class LastDigit
{
    /// <summary>Whether the value is the neighbour of the expected one and the expression has such a function.</summary>
    public static bool IsAllowed(string expression, JsonElement expected, object? value) =>
        value is double got
        && expected.ValueKind == JsonValueKind.String
        && double.TryParse(expected.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double wanted)
        && double.IsFinite(wanted)
        && (got == double.BitIncrement(wanted) || got == double.BitDecrement(wanted))
        && RealFunction().IsMatch(expression);

    [GeneratedRegex(@"\b(EXP|LN|LOG|LOG2|LOG10|POWER|SIN|COS|TAN|COT|SINH|COSH|TANH|ASIN|ACOS|ATAN|ATAN2)\s*\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RealFunction();
}
