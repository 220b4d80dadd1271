using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.Plans;

namespace Sluice.Jobs;

/// <summary><c>sink:</c> as written.</summary>
public sealed record SinkEndpoint
{
    /// <summary>Where.</summary>
    public required ConnectionText Connection { get; init; }

    /// <summary>The default schema of target tables; null for the connection's own.</summary>
    public string? Schema { get; init; }

    /// <summary>The format; null to take it from the path.</summary>
    public SpecText? Format { get; init; }

    /// <summary>How to write.</summary>
    public WriteMode Write { get; init; } = WriteMode.Append;

    /// <summary>Whether to create targets.</summary>
    public CreateMode Create { get; init; } = CreateMode.IfMissing;

    /// <summary>What partitions the targets.</summary>
    public ImmutableArray<PartitionItem> Partitions { get; init; } = [];

    /// <summary>Options of the connector and the format.</summary>
    public ImmutableArray<SpecOption> Options { get; init; } = [];
}
