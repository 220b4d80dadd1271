using System.Collections.Immutable;
using Sluice.Expressions;
using Sluice.Plans;

namespace Sluice.Jobs;

/// <summary>A job as written, its variables filled in: from a file or from arguments. Immutable; nothing is connected or bound yet.</summary>
public sealed record JobSpec
{
    /// <summary>The folder that relative paths start at.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    /// <summary>The session time zone.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The instant the run started at, for CURRENT_TIMESTAMP and ${run.start}.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Where rows come from; null when the job lacks it, which is then a problem.</summary>
    public SourceEndpoint? Source { get; init; }

    /// <summary>Where rows go; null when the job lacks it.</summary>
    public SinkEndpoint? Sink { get; init; }

    /// <summary>The filter at the top, for a job of one table.</summary>
    public SpecText? Where { get; init; }

    /// <summary>The selection at the top, for a job of one table; empty for all columns.</summary>
    public ImmutableArray<SelectItem> Select { get; init; } = [];

    /// <summary>The target's name at the top (<c>--into</c>), for a job of one table.</summary>
    public SpecText? Into { get; init; }

    /// <summary>The rules, in order.</summary>
    public ImmutableArray<RuleSpec> Rules { get; init; } = [];

    /// <summary>What a numeric overflow does.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>Policies that belong to a connector: bound as its options.</summary>
    public ImmutableArray<SpecOption> Policies { get; init; } = [];

    /// <summary>What happens to dirty rows.</summary>
    public ErrorPolicy Errors { get; init; } = new();

    /// <summary>Limits of the job.</summary>
    public RunLimits Limits { get; init; } = new();

    /// <summary>How the job keeps its progress; null when it keeps none.</summary>
    public CheckpointPlan? Checkpoint { get; init; }

    /// <summary>Workers at most; null for as many as the machine has processors.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Rows per table at most; null for all.</summary>
    public long? RowLimit { get; init; }

    /// <summary>Connections by name, from the job and from <c>connections.yaml</c> beside it.</summary>
    public ImmutableDictionary<string, ConnectionText> Connections { get; init; } = ImmutableDictionary<string, ConnectionText>.Empty;
}
