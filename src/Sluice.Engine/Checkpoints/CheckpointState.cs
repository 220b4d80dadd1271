using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Connectors.Sinks;

namespace Sluice.Engine.Checkpoints;

/// <summary>What a checkpoint holds. Readable JSON; the format is frozen by a golden file.</summary>
internal sealed record CheckpointState
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>Born with the first checkpoint of a run and kept over all its attempts.</summary>
    public required string RunId { get; init; }

    /// <summary>What of the plan must not change while a run is unfinished.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Counts up with every start of the run.</summary>
    public required long Attempt { get; init; }

    /// <summary>When the run began, for the expressions and variables of later attempts.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Whether source and sink have been begun, so that the sink must know the run.</summary>
    public bool HasBegun { get; init; }

    /// <summary>Whether the run is done.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The enumerator's state; JSON or text of the source's own.</summary>
    public string? Source { get; init; }

    /// <summary>The sink's state.</summary>
    public string? Sink { get; init; }

    /// <summary>Splits handed out and not done. Every other one that the enumerator handed out is done.</summary>
    public ImmutableSortedDictionary<string, SplitProgress> Open { get; init; } = ImmutableSortedDictionary<string, SplitProgress>.Empty;

    /// <summary>What became of the rows of the splits that are done, by table of the plan.</summary>
    public ImmutableArray<Tally> Done { get; init; } = [];

    /// <summary>Dirty rows of the splits that are done, by code.</summary>
    public ImmutableSortedDictionary<string, long> DirtyByCode { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>What only has to be committed, once everything is written; null before.</summary>
    public ImmutableArray<Committable>? Prepared { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CheckpointJson.Default.CheckpointState);

    public static CheckpointState Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointState)!;
}

/// <summary>Reading and writing of checkpoints without reflection.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;

/// <summary>Reading and writing of the marks that sinks keep, on one line each.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SplitProgress))]
internal sealed partial class MarkJson : JsonSerializerContext;
