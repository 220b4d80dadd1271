using System.Security.Cryptography;
using System.Text;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>What of a plan must not change while a run of it is unfinished, as a hash.</summary>
public static class PlanHash
{
    /// <summary>
    /// A hash of source, sink, tables, columns, filters and how they are written. Not in it: estimates, splits, parallelism, limits, and whether a
    /// target is there already; they may change between two attempts.
    /// </summary>
    public static string Of(JobPlan plan)
    {
        var text = new StringBuilder();
        text.Append(plan.SourceText).Append('\n').Append(plan.SinkText).Append('\n').Append(plan.Session.TimeZone).Append('\n');
        foreach (TablePlan table in plan.Tables)
        {
            text.Append(table.Source.Name).Append(' ').Append(table.Source.Identity).Append(" → ").Append(table.Sink.Name).Append(' ').Append(table.Sink.Write).Append(' ').Append(table.RowLimit).Append('\n');
            foreach (Column column in table.Scan.Schema.Columns)
                text.Append("  < ").Append(column.Name).Append(' ').Append(column.Type).Append(' ').Append(column.Tag).Append('\n');
            foreach (PlannedFilter filter in table.Filters)
                text.Append("  ? ").Append(filter.Text).Append('\n');
            foreach (ProjectedColumn column in table.Projection)
                text.Append("  > ").Append(column.Name).Append(' ').Append(column.Output.Type).Append(" = ").Append(column.Expression).Append('\n');
            text.Append("  key ").AppendJoin(", ", table.Output.PrimaryKey).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}
