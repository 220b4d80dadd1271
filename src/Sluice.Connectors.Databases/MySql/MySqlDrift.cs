using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Compares what comes with what an existing target takes.</summary>
internal static class MySqlDrift
{
    /// <summary>The target's columns in the order of what comes. Invariant 4: every difference that could lose a value is refused, all at once.</summary>
    public static ImmutableArray<MySqlColumn> Match(MySqlTable target, TableSchema incoming)
    {
        string table = target.Description.Name.ToString();
        var problems = new List<Problem>();
        ImmutableArray<MySqlColumn>.Builder matched = ImmutableArray.CreateBuilder<MySqlColumn>();
        if (target.IsView)
            problems.Add(Mismatch(table, $"'{table}' is a view, which takes no rows", "name a table"));
        else if (!target.IsTransactional)
        {
            problems.Add(Mismatch(table, $"'{table}' has engine {target.Engine}, which cannot take back the rows of a failed run",
                $"change it: ALTER TABLE {MySqlDialect.Quote(target.Description.Name)} ENGINE = InnoDB"));
        }

        foreach (Column column in incoming.Columns)
        {
            MySqlColumn? found = target.Columns.FirstOrDefault(c => string.Equals(c.Name, column.Name, StringComparison.Ordinal));
            if (found is null)
                problems.Add(Missing(target, table, column));
            else if (MySqlSinkTypes.Refusal(column, found) is { } refusal)
                problems.Add(Mismatch(table, refusal, "CAST it in `select`, leave it out with null, or change the target's column"));
            else
                matched.Add(found);
        }

        foreach (MySqlColumn column in target.Columns.Where(c => c is { IsNotNull: true, HasDefault: false, IsGenerated: false }))
        {
            if (incoming.IndexOf(column.Name) < 0)
            {
                problems.Add(Mismatch(table, $"column '{column.Name}' of the target must not be NULL, has no default, and gets no value",
                    "give it a value in `select`, or a default in the target"));
            }
        }

        return problems.Count > 0 ? throw new SluiceException(problems) : matched.ToImmutable();
    }

    private static Problem Missing(MySqlTable target, string table, Column column)
    {
        string? near = NearestName.Find(column.Name, target.Columns.Select(c => c.Name));
        return Mismatch(table, $"the target has no column '{column.Name}'",
            near is null ? "add the column to the target, or leave it out with null in `select`" : $"write '{near}' in `select`, or add the column to the target");
    }

    private static Problem Mismatch(string table, string what, string fix) => new(MySqlErrors.TargetMismatch, what) { Where = $"table {table}", Fix = fix };
}
