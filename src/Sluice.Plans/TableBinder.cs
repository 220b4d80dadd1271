using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Binds a rule to a table: names, filter, projection, key. Pure.</summary>
internal static class TableBinder
{
    /// <summary>The bound table; with problems, as much of it as is right.</summary>
    public static BoundTable Bind(TableDescription table, TableRule rule, TablePlannerSettings settings, ICollection<Problem> problems)
    {
        List<string> warnings = [];
        SessionContext session = settings.Session with { TableName = table.Name.Name, SourceTable = table.Name.ToString() };
        BoundExpression? filter = BindFilter(rule.Where, table, session, problems, warnings);
        ImmutableArray<ProjectedColumn> projection = new Projector(table, session, problems, warnings)
            .Project(rule.Select, settings.Partitions, rule.Select.IsEmpty ? rule.Where?.Place : rule.Select[0].Place);
        return new BoundTable
        {
            Source = table,
            Rule = rule,
            Target = Target(table, rule, settings, problems),
            Session = session,
            Filter = filter,
            Projection = projection,
            Output = new TableSchema([.. projection.Select(column => column.Output)]) { PrimaryKey = Key(table, rule, settings, projection, problems) },
            Warnings = [.. warnings],
        };
    }

    private static BoundExpression? BindFilter(
        RuleText? where, TableDescription table, SessionContext session, ICollection<Problem> problems, ICollection<string> warnings)
    {
        if (where is null)
            return null;
        BindingResult result = ExpressionBinder.BindFilter(where.Text, table.Schema, session);
        foreach (Problem problem in result.Problems)
            problems.Add(where.Place.Within(problem));
        foreach (Problem warning in result.Warnings)
            warnings.Add(warning.What);
        return result.Expression;
    }

    private static TableName Target(TableDescription table, TableRule rule, TablePlannerSettings settings, ICollection<Problem> problems)
    {
        if (rule.Into is not { } into)
            return new TableName(null, table.Name.Name);
        IReadOnlyDictionary<string, string> parts =
            rule.Match.Match(table.Name, table.Name.Schema == settings.DefaultSchema)
            ?? new Dictionary<string, string>(StringComparer.Ordinal) { ["schema"] = table.Name.Schema ?? "", ["name"] = table.Name.Name };
        string name = NameTemplate.Fill(into.Text, parts, out string? unknown);
        if (unknown is not null)
        {
            problems.Add(into.Place.At(
                PlanErrors.UnknownPlaceholder, $"'{{{unknown}}}' is not a part of '{rule.Match.Text}'", $"use one of: {string.Join(", ", parts.Keys.Select(p => $"{{{p}}}"))}"));
        }

        return TableName.Parse(name);
    }

    private static ImmutableArray<string> Key(
        TableDescription table, TableRule rule, TablePlannerSettings settings, ImmutableArray<ProjectedColumn> projection, ICollection<Problem> problems)
    {
        if (rule.Key.IsEmpty)
            return MergesTables(rule) && !settings.IsOnlyTable ? [] : InheritedKey(table, projection);
        foreach (RuleText column in rule.Key.Where(column => projection.All(p => p.Name != column.Text)))
        {
            problems.Add(column.Place.At(
                PlanErrors.UnknownColumn, $"the key names '{column.Text}', which is not selected from '{table.Name}'",
                Projector.Near(column.Text, projection.Select(p => p.Name))));
        }

        return [.. rule.Key.Select(column => column.Text)];
    }

    // Keys of several tables need not differ from each other once their rows are in one.
    private static bool MergesTables(TableRule rule) => rule.Into is { } into && !rule.Match.IsLiteral && !NameTemplate.HasParts(into.Text);

    private static ImmutableArray<string> InheritedKey(TableDescription table, ImmutableArray<ProjectedColumn> projection)
    {
        var key = ImmutableArray.CreateBuilder<string>();
        foreach (string name in table.Schema.PrimaryKey)
        {
            int index = table.Schema.IndexOf(name);
            if (projection.FirstOrDefault(column => column.SourceColumn == index) is not { } column)
                return [];
            key.Add(column.Name);
        }

        return key.ToImmutable();
    }
}
