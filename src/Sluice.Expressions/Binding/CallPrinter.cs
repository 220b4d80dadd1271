namespace Sluice.Expressions;

/// <summary>Prints calls, the ones with words between their arguments too.</summary>
internal static class CallPrinter
{
    private const int Compare = 30;
    private const int Range = 32;
    private const int Product = 60;
    private const int Is = 28;
    private const int Primary = 100;

    /// <summary>The text and its precedence.</summary>
    /// <param name="call">The call.</param>
    /// <param name="text">Prints an argument with parentheses if it binds weaker than the number.</param>
    public static (string Text, int Precedence) Print(BoundCall call, Func<BoundExpression, int, string> text)
    {
        List<string> all = [.. call.Written.Select(argument => text(argument, 0))];
        string list = string.Join(", ", all);
        string name = call.Function.Name;
        switch (name)
        {
            case "||":
                return ($"{text(call.Written[0], Product)} || {text(call.Written[1], Product + 1)}", Product);
            case "LIKE" or "SIMILAR TO":
                string escape = call.Written.Length > 2 ? $" ESCAPE {text(call.Written[2], Range + 1)}" : "";
                return ($"{text(call.Written[0], Range)} {name} {text(call.Written[1], Range + 1)}{escape}", Range);
            case "OVERLAPS":
                return ($"({all[0]}, {all[1]}) OVERLAPS ({all[2]}, {all[3]})", Compare);
            case "ITEM":
                return ($"{text(call.Written[0], Primary)}[{all[1]}]", Primary);
            case "ARRAY[]" or "MAP[]":
                return ($"{name[..^2]}[{list}]", Primary);
            case "ROW()":
                return ($"ROW({list})", Primary);
            case "EXTRACT":
                return ($"EXTRACT({call.Keyword} FROM {list})", Primary);
            case "TIMESTAMPADD" or "TIMESTAMPDIFF":
                return ($"{name}({call.Keyword}, {list})", Primary);
            case "FLOOR" or "CEIL" when call.Keyword is not null:
                return ($"{name}({list} TO {call.Keyword})", Primary);
            case "TRIM" when call.Keyword is not null && (call.Keyword != "BOTH" || all.Count > 1):
                return ($"TRIM({call.Keyword} {(all.Count > 1 ? all[1] + " " : "")}FROM {all[0]})", Primary);
            case "POSITION":
                return ($"POSITION({text(call.Written[0], Range + 1)} IN {all[1]}{(all.Count > 2 ? " FROM " + all[2] : "")})", Primary);
            case "OVERLAY":
                return ($"OVERLAY({all[0]} PLACING {all[1]} FROM {all[2]}{(all.Count > 3 ? " FOR " + all[3] : "")})", Primary);
            case "JSON_VALUE" or "JSON_QUERY" or "JSON_EXISTS" or "JSON_OBJECT" or "JSON_ARRAY":
                return (JsonPrinter.Print(call, all), Primary);
            default:
                if (name.StartsWith("IS JSON", StringComparison.Ordinal))
                    return ($"{text(call.Written[0], Is)} {name}", Is);
                return (call.Function.IsKeyword && all.Count == 0 ? name : $"{name}({list})", Primary);
        }
    }
}
