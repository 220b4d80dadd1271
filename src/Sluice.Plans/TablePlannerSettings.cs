using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Expressions;

namespace Sluice.Plans;

/// <summary>What a table planner knows of the job.</summary>
public sealed record TablePlannerSettings
{
    /// <summary>The source, opened.</summary>
    public required ISource Source { get; init; }

    /// <summary>What the source's connector can do.</summary>
    public required ConnectorCapabilities SourceCapabilities { get; init; }

    /// <summary>The sink, opened; null to bind only.</summary>
    public required ISink? Sink { get; init; }

    /// <summary>What the sink's connector can do.</summary>
    public required ConnectorCapabilities SinkCapabilities { get; init; }

    /// <summary>The rules in order; the first that matches a table is the one.</summary>
    public required ImmutableArray<TableRule> Rules { get; init; }

    /// <summary>Zone, now and policies.</summary>
    public required SessionContext Session { get; init; }

    /// <summary>Workers at once at most.</summary>
    public required int Parallelism { get; init; }

    /// <summary>The default schema of the source; null when it has none or it is not known.</summary>
    public string? DefaultSchema { get; init; }

    /// <summary>The columns whose type the job gives in place of the source's own choice.</summary>
    public ImmutableHashSet<string> TypedColumns { get; init; } = [];

    /// <summary>Whether the source has one table and no other, as a file has: nothing is merged with it, whatever pattern took it.</summary>
    public bool IsOnlyTable { get; init; }

    /// <summary>No more rows than this from each table; null for all.</summary>
    public long? RowLimit { get; init; }

    /// <summary>The job keeps its progress.</summary>
    public bool IsResumable { get; init; }

    /// <summary>How to write.</summary>
    public WriteMode Write { get; init; } = WriteMode.Append;

    /// <summary>Whether targets are created.</summary>
    public CreateMode Create { get; init; } = CreateMode.IfMissing;

    /// <summary>What partitions the targets.</summary>
    public ImmutableArray<PartitionItem> Partitions { get; init; } = [];
}
