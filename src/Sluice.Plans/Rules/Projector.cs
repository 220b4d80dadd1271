using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Binds <c>select</c> of one rule to one table: which columns are written and what computes each.</summary>
internal sealed class Projector(TableDescription table, SessionContext session, ICollection<Problem> problems, ICollection<string> warnings)
{
    private readonly List<ProjectedColumn> _columns = [];

    /// <summary>The columns in order, over the table's whole schema. Problems are added; what is wrong is left out.</summary>
    public ImmutableArray<ProjectedColumn> Project(ImmutableArray<SelectItem> select, ImmutableArray<PartitionItem> partitions, IPlace? place)
    {
        SelectItem? all = select.IsEmpty ? new SelectItem("*", null, place!) : select.FirstOrDefault(item => item.IsAll);
        HashSet<string> dropped = new(StringComparer.Ordinal);
        foreach (SelectItem item in select.Where(item => item.IsDrop))
        {
            Require(item);
            dropped.Add(item.Name);
        }

        if (all is not null)
            AddAll(select, partitions, dropped, all.Place);
        foreach (SelectItem item in select.Where(item => item.Expression is not null && (all is null || !HasSource(item.Name))))
            Add(item.Name, item.Expression!, item.Place);
        foreach (PartitionItem partition in partitions)
            AddPartition(partition);
        if (_columns.Count == 0 && problems.Count == 0)
            problems.Add(Point(place, PlanErrors.NoColumns, $"no column of '{table.Name}' is left to write", "select at least one column"));
        return [.. _columns];
    }

    private void AddAll(ImmutableArray<SelectItem> select, ImmutableArray<PartitionItem> partitions, HashSet<string> dropped, IPlace? place)
    {
        foreach (Column column in table.Schema.Columns)
        {
            if (dropped.Contains(column.Name))
                continue;
            if (select.LastOrDefault(item => item.Name == column.Name && item.Expression is not null) is { } replaced)
                Add(column.Name, replaced.Expression!, replaced.Place);
            else if (partitions.Any(p => p.Name == column.Name && p.Expression is not null))
                continue;
            else if (!table.UnreadableColumns.ContainsKey(column.Name))
                AddColumn(column);
        }

        foreach ((string name, string reason) in table.UnreadableColumns.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (!dropped.Contains(name) && !select.Any(item => item.Name == name))
            {
                problems.Add(Point(place, PlanErrors.UnreadableColumn, $"the column '{name}' of '{table.Name}' cannot be read: {reason}",
                    $"leave it out: select: {{ \"*\": true, {name}: null }}"));
            }
        }
    }

    private void AddColumn(Column column)
    {
        int index = table.Schema.IndexOf(column.Name);
        _columns.Add(new ProjectedColumn(column, new BoundColumn(index, column.Name, column.Type, default), index));
    }

    private void Add(string name, RuleText text, IPlace place)
    {
        BindingResult result = ExpressionBinder.Bind(text.Text, table.Schema, session);
        foreach (Problem problem in result.Problems)
            problems.Add(Explained(text.Place.Within(problem)));
        foreach (Problem warning in result.Warnings)
            warnings.Add(warning.What);
        if (result.Expression is not { } expression)
            return;
        if (_columns.Any(column => column.Name == name))
        {
            problems.Add(place.At(PlanErrors.DuplicateColumn, $"two columns are called '{name}'", "rename one of them"));
            return;
        }

        if (expression.Type.Kind == TypeKind.Null)
        {
            problems.Add(place.At(PlanErrors.UntypedColumn, $"'{name}' is a NULL without a type", "write CAST(NULL AS type)"));
            return;
        }

        Column output = expression is BoundColumn source ? table.Schema.Columns[source.Index] with { Name = name } : new Column(name, expression.Type);
        _columns.Add(new ProjectedColumn(output, expression, expression is BoundColumn plain ? plain.Index : -1));
    }

    private void AddPartition(PartitionItem partition)
    {
        if (partition.Expression is not null)
        {
            Add(partition.Name, partition.Expression, partition.Place);
            return;
        }

        int index = _columns.FindIndex(column => column.Name == partition.Name);
        if (index < 0)
        {
            problems.Add(partition.Place.At(
                PlanErrors.UnknownColumn, $"no column '{partition.Name}' is selected from '{table.Name}'", Near(partition.Name, _columns.Select(c => c.Name))));
            return;
        }

        // The contract: partition columns come last.
        ProjectedColumn moved = _columns[index];
        _columns.RemoveAt(index);
        _columns.Add(moved);
    }

    private bool HasSource(string name) => table.Schema.IndexOf(name) >= 0;

    private void Require(SelectItem item)
    {
        if (HasSource(item.Name) || table.UnreadableColumns.ContainsKey(item.Name))
            return;
        problems.Add(item.Place.At(
            PlanErrors.UnknownColumn, $"the table '{table.Name}' has no column '{item.Name}'", Near(item.Name, table.Schema.Columns.Select(c => c.Name))));
    }

    // An unreadable column is not in the schema; the error of the binder would call it unknown.
    private Problem Explained(Problem problem)
    {
        string? unreadable = problem.Code == ExpressionErrors.UnknownColumn
            ? table.UnreadableColumns.Keys.FirstOrDefault(name => problem.What.Contains($"'{name}'", StringComparison.Ordinal))
            : null;
        return unreadable is null
            ? problem
            : problem with { What = $"the column '{unreadable}' of '{table.Name}' cannot be read: {table.UnreadableColumns[unreadable]}" };
    }

    internal static string Near(string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        return NearestName.Find(name, all) is { } near ? $"did you mean '{near}'?"
            : all.Length == 0 ? "select it"
            : $"use one of: {string.Join(", ", all.Take(20))}{(all.Length > 20 ? ", …" : "")}";
    }

    private Problem Point(IPlace? place, ErrorCode code, string what, string fix) =>
        place?.At(code, what, fix) ?? new Problem(code, what) { Where = $"table {table.Name}", Fix = fix };
}
