namespace Sluice.Expressions;

/// <summary>Prints the JSON functions with their clauses.</summary>
internal static class JsonPrinter
{
    /// <summary>The text.</summary>
    public static string Print(BoundCall call, List<string> arguments)
    {
        string name = call.Function.Name;
        string clauses = call.Keyword ?? "";
        if (name == "JSON_ARRAY")
            return $"JSON_ARRAY({string.Join(", ", arguments)}{(clauses.Length > 0 ? " " + clauses : "")})";
        if (name == "JSON_OBJECT")
        {
            IEnumerable<string> pairs = arguments.Chunk(2).Select(pair => $"KEY {pair[0]} VALUE {pair[1]}");
            return $"JSON_OBJECT({string.Join(", ", pairs)}{(clauses.Length > 0 ? " " + clauses : "")})";
        }

        int next = 2;
        List<string> texts = [];
        foreach (string clause in clauses.Split('|', StringSplitOptions.RemoveEmptyEntries))
            texts.Add(clause.StartsWith("DEFAULT", StringComparison.Ordinal) ? $"DEFAULT {arguments[next++]}{clause["DEFAULT".Length..]}" : clause);
        return $"{name}({arguments[0]}, {arguments[1]}{string.Concat(texts.Select(text => " " + text))})";
    }
}
