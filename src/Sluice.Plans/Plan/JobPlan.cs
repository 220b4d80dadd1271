using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>A job as resolved: what an engine runs and <c>plan</c> shows. Immutable.</summary>
/// <remarks>The source and the sink belong to whoever opened them, who disposes them after the run.</remarks>
public sealed record JobPlan
{
    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    /// <summary>Zone, now and policies of every expression.</summary>
    public required SessionContext Session { get; init; }

    /// <summary>The tables that exist now, in the order of the source's catalog. At least one.</summary>
    public required ImmutableArray<TablePlan> Tables { get; init; }

    /// <summary>Plans a table that appears or changes while the job runs.</summary>
    public required ITablePlanner Planner { get; init; }

    /// <summary>The source, opened.</summary>
    public required ISource Source { get; init; }

    /// <summary>The sink, opened.</summary>
    public required ISink Sink { get; init; }

    /// <summary>The source as printed: <c>postgres://user@host/db</c>.</summary>
    public required string SourceText { get; init; }

    /// <summary>The sink as printed.</summary>
    public required string SinkText { get; init; }

    /// <summary>Limits of the whole job.</summary>
    public RunLimits Limits { get; init; } = new();

    /// <summary>What happens to dirty rows.</summary>
    public ErrorPolicy Errors { get; init; } = new();

    /// <summary>How the job keeps its progress; null when it is all or nothing.</summary>
    public CheckpointPlan? Checkpoint { get; init; }

    /// <summary>Workers at once at most; each reads and writes. At least 1.</summary>
    public required int Parallelism { get; init; }

    /// <summary>Invariant 6: how the budget is divided.</summary>
    public required MemoryPlan Memory { get; init; }

    /// <summary>Invariant 8: the secrets of the run.</summary>
    public required SecretMask Secrets { get; init; }

    /// <summary>Warnings that belong to no single table, in the order of the job file.</summary>
    public ImmutableArray<Problem> Warnings { get; init; } = [];
}
