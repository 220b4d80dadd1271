using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Connectors.Files.Files;

/// <summary>What a run has made durable of its targets and not yet published: the sink's state in a checkpoint.</summary>
/// <param name="Targets">By the target's path.</param>
internal sealed record UnfinishedFiles(Dictionary<string, UnfinishedTarget> Targets)
{
    public string ToJson() => JsonSerializer.Serialize(this, UnfinishedJson.Default.UnfinishedFiles);

    public static UnfinishedFiles Parse(string json) => JsonSerializer.Deserialize(json, UnfinishedJson.Default.UnfinishedFiles)!;
}

/// <summary>One target.</summary>
/// <param name="Length">Bytes of the one file that are durable; null for a folder.</param>
/// <param name="Format">The format's own state of the one file.</param>
/// <param name="Parts">The part files that are complete, as committables.</param>
/// <param name="Files">The temporary paths of these part files.</param>
internal sealed record UnfinishedTarget(long? Length, string? Format, UnfinishedPart[] Parts, string[] Files)
{
    /// <summary>Rows of the one file.</summary>
    [JsonIgnore]
    public long Rows => Format is { } state
        ? long.Parse(state.AsSpan(0, state.IndexOf(' ', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture)
        : 0;
}

/// <summary>A complete part file.</summary>
/// <param name="State">What commits it.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record UnfinishedPart(string State, long Rows, long Bytes);

/// <summary>The state as JSON without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UnfinishedFiles))]
internal sealed partial class UnfinishedJson : JsonSerializerContext;
