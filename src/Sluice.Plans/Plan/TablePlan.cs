using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Scan → Filter → Project → Write of one table. Immutable.</summary>
public sealed record TablePlan
{
    /// <summary>The source table.</summary>
    public required TableDescription Source { get; init; }

    /// <summary>How it is read.</summary>
    public required TableScan Scan { get; init; }

    /// <summary>
    /// What a row must fulfil (be TRUE) to be kept, bound to the columns of <see cref="Scan"/>'s schema; null when the source filters exactly or
    /// there is nothing to filter. Invariant 9: it holds every conjunct that the source did not answer with <see cref="FilterSupport.Exact"/>.
    /// </summary>
    public BoundExpression? Residual { get; init; }

    /// <summary>The conjuncts of the filter and where each is evaluated, in the order they were written.</summary>
    public ImmutableArray<PlannedFilter> Filters { get; init; } = [];

    /// <summary>The columns written, in order, each an expression over <see cref="Scan"/>'s schema. At least one.</summary>
    public required ImmutableArray<ProjectedColumn> Projection { get; init; }

    /// <summary>The rows written: the projection's columns, with the key of the target.</summary>
    public required TableSchema Output { get; init; }

    /// <summary>How they are written.</summary>
    public required SinkTable Sink { get; init; }

    /// <summary>
    /// No more rows than this are written from the table; null for all. The source was told only if it filters exactly; the engine keeps to it always.
    /// </summary>
    public long? RowLimit { get; init; }

    /// <summary>What the job promises for this table.</summary>
    public required DeliveryPromise Promise { get; init; }

    /// <summary>Zone, now, policies and the table's name for its expressions.</summary>
    public required SessionContext Session { get; init; }

    /// <summary>Remarks for the plan.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What is allowed but may lose or surprise, for the plan and the summary.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Whether the projection passes every column of the scan through in the same order: a batch can go on as it is.</summary>
    public bool PassesThrough =>
        Projection.Length == Scan.Schema.Columns.Length
        && Projection.Select((column, i) => column.SourceColumn == i).All(isSame => isSame);
}
