using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>A table with its rule bound to it; over the table's whole schema.</summary>
internal sealed record BoundTable
{
    public required TableDescription Source { get; init; }

    public required TableRule Rule { get; init; }

    public required TableName Target { get; init; }

    public required SessionContext Session { get; init; }

    public required BoundExpression? Filter { get; init; }

    public required ImmutableArray<ProjectedColumn> Projection { get; init; }

    public required TableSchema Output { get; init; }

    public required ImmutableArray<string> Warnings { get; init; }
}
