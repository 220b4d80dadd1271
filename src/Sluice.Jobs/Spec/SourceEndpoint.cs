using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary><c>source:</c> as written.</summary>
public sealed record SourceEndpoint
{
    /// <summary>Where.</summary>
    public required ConnectionText Connection { get; init; }

    /// <summary>Which tables, in the order written; empty for all.</summary>
    public ImmutableArray<PatternSpec> Tables { get; init; } = [];

    /// <summary>The format; null to take it from the path.</summary>
    public SpecText? Format { get; init; }

    /// <summary>The schema given to a source without one; null to ask the source.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>Types given to columns.</summary>
    public ImmutableDictionary<string, LogicalType> ColumnTypes { get; init; } = ImmutableDictionary<string, LogicalType>.Empty;

    /// <summary>The names of <see cref="ColumnTypes"/> as written.</summary>
    public ImmutableArray<SpecText> TypedColumns { get; init; } = [];

    /// <summary>Options of the connector and the format.</summary>
    public ImmutableArray<SpecOption> Options { get; init; } = [];
}
