using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Engine.Replay;

/// <summary>A dirty row as it was kept: one line of a dead-letter file.</summary>
public sealed record DeadLetter
{
    /// <summary>The line as it stands in the file, without its newline.</summary>
    public required string Line { get; init; }

    /// <summary>Its number in the file, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The table: the target's name for the stage <c>write</c>, the source's otherwise.</summary>
    public required string Table { get; init; }

    /// <summary><c>read</c>, <c>evaluate</c> or <c>write</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Where it stands in the source.</summary>
    public string? Position { get; init; }

    /// <summary>The column at fault.</summary>
    public string? Column { get; init; }

    /// <summary>The value at fault.</summary>
    public string? Value { get; init; }

    /// <summary>The error code.</summary>
    public string? Code { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The row as text by column; null when the letter holds none.</summary>
    public ImmutableDictionary<string, string?>? Row { get; init; }

    /// <summary>Columns whose text is not the whole value: cut, or a secret in it masked.</summary>
    public ImmutableArray<string> Incomplete { get; init; } = [];

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It is no dead letter.</exception>
    public static DeadLetter Parse(string line, int number)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "table") is not { } table || Text(root, "stage") is not { } stage)
            throw new JsonException("it has no table and stage");
        return new DeadLetter
        {
            Line = line,
            Number = number,
            Table = table,
            Stage = stage,
            Position = Text(root, "position"),
            Column = Text(root, "column"),
            Value = Text(root, "value"),
            Code = Text(root, "code"),
            Reason = Text(root, "reason"),
            Row = root.TryGetProperty("row", out JsonElement row) && row.ValueKind == JsonValueKind.Object
                ? row.EnumerateObject().ToImmutableDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString(), StringComparer.Ordinal)
                : null,
            Incomplete = root.TryGetProperty("incomplete", out JsonElement names) && names.ValueKind == JsonValueKind.Array
                ? [.. names.EnumerateArray().Select(n => n.ToString())]
                : [],
        };
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
