using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Expressions;

namespace Sluice.Connectors.Sources;

/// <summary>What the planner asks of a source for one table.</summary>
public sealed record ScanRequest
{
    /// <summary>The table.</summary>
    public required TableDescription Table { get; init; }

    /// <summary>The columns to read, in this order; never empty unless only the number of rows matters.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>
    /// The conjuncts that <see cref="ISource.Push"/> answered with partial or exact, bound to the table's whole schema
    /// (column indexes are those of <see cref="TableDescription.Schema"/>).
    /// </summary>
    public ImmutableArray<BoundExpression> Filters { get; init; } = [];

    /// <summary>The most readers at once.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>
    /// The job keeps its progress: splits must be the same in a later process (ranges of a key, not of places that rows move between), with their
    /// rows in the order of the key. A table without a key is one split.
    /// </summary>
    public bool IsResumable { get; init; }

    /// <summary>
    /// No more than this many rows are needed. Given only when every filter was pushed exactly: no LIMIT below a partial filter.
    /// </summary>
    public long? Limit { get; init; }
}
