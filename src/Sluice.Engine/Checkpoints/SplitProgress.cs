using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Engine.Checkpoints;

/// <summary>How far a split is committed. Travels as JSON: in the checkpoint, or in the sink's own transaction.</summary>
internal sealed record SplitProgress
{
    /// <summary>Nothing of it is committed.</summary>
    public static SplitProgress None { get; } = new();

    /// <summary>The source's position to continue behind; null to begin at the start.</summary>
    public string? Position { get; init; }

    /// <summary>Whether all of it is committed.</summary>
    public bool IsDone { get; init; }

    /// <summary>What became of its rows up to the position.</summary>
    public Tally Rows { get; init; } = Tally.Zero;

    /// <summary>Its dirty rows by code.</summary>
    public ImmutableSortedDictionary<string, long> DirtyByCode { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Bytes of its dead letters that belong to the committed rows.</summary>
    public long DeadLetterBytes { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, MarkJson.Default.SplitProgress);

    public static SplitProgress Parse(string json) => JsonSerializer.Deserialize(json, MarkJson.Default.SplitProgress)!;
}
