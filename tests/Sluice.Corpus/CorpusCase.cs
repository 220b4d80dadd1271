using System.Text.Json;

namespace Sluice.Corpus;

/// <summary>One line of a group file.</summary>
internal sealed record CorpusCase(string Id, string Table, string? Zone, string Expression)
{
    /// <summary>Flink's message; null when it was evaluated.</summary>
    public string? Rejected { get; init; }

    /// <summary>Refused only while planning: we may refuse it or raise per row.</summary>
    public bool IsRejectedInPlanning { get; init; }

    public string? Type { get; init; }

    public bool IsNullable { get; init; }

    /// <summary>The values by row; null when not deterministic.</summary>
    public IReadOnlyList<JsonElement>? Values { get; init; }

    /// <summary>Rows where Flink gives two answers.</summary>
    public IReadOnlySet<int> Unstable { get; init; } = new HashSet<int>();

    public static CorpusCase Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return new CorpusCase(Text(root, "id")!, Text(root, "table")!, Text(root, "zone"), Text(root, "expr")!)
        {
            Rejected = Text(root, "rejected"),
            IsRejectedInPlanning = Text(root, "stage") == "plan",
            Type = Text(root, "type"),
            IsNullable = root.TryGetProperty("nullable", out JsonElement nullable) && nullable.GetBoolean(),
            Values = root.TryGetProperty("values", out JsonElement values) ? [.. values.EnumerateArray().Select(value => value.Clone())] : null,
            Unstable = root.TryGetProperty("unstable", out JsonElement unstable) ? unstable.EnumerateArray().Select(row => row.GetInt32()).ToHashSet() : [],
        };
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
