using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Plans tables by the rules of a job. Not thread-safe: it remembers the targets, so that tables merged into one share it.</summary>
public sealed class TablePlanner(TablePlannerSettings settings) : ITablePlanner
{
    private readonly Dictionary<string, (TableName Source, SinkTable Table, bool IsMerge)> _targets = new(StringComparer.Ordinal);

    /// <summary>The rule that takes a table; null when none does.</summary>
    public TableRule? RuleOf(TableName table) =>
        settings.Rules.FirstOrDefault(rule => rule.Match.Matches(table, table.Schema == settings.DefaultSchema));

    /// <summary>What is wrong with the rule of a table when bound to it; does not ask the sink.</summary>
    /// <exception cref="SluiceException">The source cannot give a column the type that the job wants.</exception>
    public async ValueTask<IReadOnlyList<Problem>> CheckAsync(TableDescription table, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        if (RuleOf(table.Name) is { } rule)
            TableBinder.Bind(await AsDeliveredAsync(table, cancellationToken).ConfigureAwait(false), rule, settings, problems);
        return problems;
    }

    /// <inheritdoc/>
    public async ValueTask<TablePlan?> PlanAsync(TableDescription table, CancellationToken cancellationToken)
    {
        if (RuleOf(table.Name) is not { } rule)
            return null;
        if (table.Unreadable is { } reason)
            throw new SluiceException(reason);
        List<Problem> problems = [];
        BoundTable bound = TableBinder.Bind(await AsDeliveredAsync(table, cancellationToken).ConfigureAwait(false), rule, settings, problems);
        if (problems.Count > 0)
            throw new SluiceException(problems);
        return await PlanAsync(bound, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The table with the types that its scan will deliver. The catalog knows nothing of the types that the job gives to columns, and an expression
    /// must not be bound to others than it will see.
    /// </summary>
    private async ValueTask<TableDescription> AsDeliveredAsync(TableDescription table, CancellationToken cancellationToken)
    {
        ImmutableArray<string> typed = [.. table.Schema.Columns.Select(column => column.Name).Where(settings.TypedColumns.Contains)];
        if (typed.IsEmpty)
            return table;
        TableScan scan = await settings.Source.PlanAsync(new ScanRequest { Table = table, Columns = typed }, cancellationToken).ConfigureAwait(false);
        TableSchema delivered = scan.Schema;
        return table with
        {
            Schema = table.Schema with
            {
                Columns = [.. table.Schema.Columns.Select(column => delivered.IndexOf(column.Name) is >= 0 and var at ? delivered.Columns[at] : column)],
            },
        };
    }

    private async ValueTask<TablePlan> PlanAsync(BoundTable bound, CancellationToken cancellationToken)
    {
        ImmutableArray<PlannedFilter> filters = FilterPushDown.Plan(bound.Filter, bound.Source, settings.Source);
        ImmutableArray<BoundExpression> residual = [.. filters.Where(f => f.IsResidual).Select(f => f.Conjunct)];
        ImmutableArray<int> needed = ColumnPruning.Needed(bound.Source.Schema, bound.Projection.Select(column => column.Expression).Concat(residual));
        TableScan scan = await settings.Source.PlanAsync(
            new ScanRequest
            {
                Table = bound.Source,
                Columns = [.. needed.Select(i => bound.Source.Schema.Columns[i].Name)],
                Filters = [.. filters.Where(f => f.Pushed.Support != FilterSupport.None).Select(f => f.Conjunct)],
                Parallelism = settings.Parallelism,
                IsResumable = settings.IsResumable,
                // No LIMIT below a filter that is applied again: the rows it takes away would be missing.
                Limit = residual.IsEmpty ? settings.RowLimit : null,
            },
            cancellationToken).ConfigureAwait(false);
        SinkTable sink = await TargetAsync(bound, cancellationToken).ConfigureAwait(false);
        if (settings.IsResumable)
            RefuseUnresumable(bound, scan, sink);
        int[] newIndex = NewIndexes(bound.Source.Schema, scan.Schema);
        return new TablePlan
        {
            Source = bound.Source,
            Scan = scan,
            Residual = Conjuncts.Combine([.. residual.Select(conjunct => Conjuncts.Remap(conjunct, newIndex))]),
            Filters = filters,
            Projection = [.. bound.Projection.Select(column => Remap(column, newIndex))],
            Output = bound.Output,
            Sink = sink,
            RowLimit = settings.RowLimit,
            Promise = PromiseRule.Derive(settings.SourceCapabilities, settings.SinkCapabilities, sink, settings.IsResumable),
            Session = bound.Session,
            Notes = [.. bound.Source.Notes, .. scan.Notes, .. sink.Notes],
            Warnings = bound.Warnings,
        };
    }

    private static void RefuseUnresumable(BoundTable bound, TableScan scan, SinkTable sink)
    {
        string? what = !scan.CanResume ? $"the source of table '{bound.Source.Name}' cannot be read on from where a run stopped"
            : !sink.CanResume ? $"the target '{sink.Name}' cannot be written on from where a run stopped"
            : null;
        if (what is not null)
            throw new SluiceException(PlanErrors.CannotResume, what, $"table {bound.Source.Name}", "leave checkpoint.store out: the run then is all or nothing");
    }

    private async ValueTask<SinkTable> TargetAsync(BoundTable bound, CancellationToken cancellationToken)
    {
        string name = bound.Target.ToString();
        bool isMerge = bound.Rule.Into is not null;
        if (_targets.TryGetValue(name, out (TableName Source, SinkTable Table, bool IsMerge) known) && known.Source != bound.Source.Name)
        {
            if (!isMerge || !known.IsMerge)
                throw new SluiceException(Point(bound, PlanErrors.SameTarget, $"the tables '{known.Source}' and '{bound.Source.Name}' would both be written into '{name}'", "give each an `into`, or one `into` to both"));
            if (Difference(known.Table.Schema, bound.Output) is { } difference)
                throw new SluiceException(Point(bound, PlanErrors.DifferentColumns, $"'{known.Source}' and '{bound.Source.Name}' go into '{name}', but {difference}", "make them equal with select"));
            return known.Table;
        }

        SinkTable table = await settings.Sink!.PlanAsync(
            new SinkRequest
            {
                Name = bound.Target,
                Schema = bound.Output,
                Write = settings.Write,
                Key = [.. bound.Rule.Key.Select(column => column.Text)],
                Create = settings.Create,
                PartitionColumns = [.. settings.Partitions.Select(p => p.Name)],
                Source = bound.Source,
                IsResumable = settings.IsResumable,
                Parallelism = settings.Parallelism,
            },
            cancellationToken).ConfigureAwait(false);
        _targets[name] = (bound.Source.Name, table, isMerge);
        return table;
    }

    private static Problem Point(BoundTable bound, ErrorCode code, string what, string fix) =>
        bound.Rule.Into?.Place.At(code, what, fix) ?? new Problem(code, what) { Where = $"table {bound.Source.Name}", Fix = fix };

    private static string? Difference(TableSchema first, TableSchema second)
    {
        if (first.Columns.Length != second.Columns.Length)
            return $"one has {first.Columns.Length} columns and the other {second.Columns.Length}";
        for (int i = 0; i < first.Columns.Length; i++)
        {
            (Column a, Column b) = (first.Columns[i], second.Columns[i]);
            if (a.Name != b.Name || !a.Type.Equals(b.Type) || a.Tag != b.Tag)
                return $"column {i + 1} is '{a}' in one and '{b}' in the other";
        }

        return null;
    }

    private static int[] NewIndexes(TableSchema table, TableSchema scan) => [.. table.Columns.Select(column => scan.IndexOf(column.Name))];

    private static ProjectedColumn Remap(ProjectedColumn column, int[] newIndex) => column with
    {
        Expression = Conjuncts.Remap(column.Expression, newIndex),
        SourceColumn = column.SourceColumn < 0 ? -1 : newIndex[column.SourceColumn],
    };
}
