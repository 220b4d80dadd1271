using System.Globalization;
using System.Text;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Prints a plan for people: a tree per table.</summary>
public static class PlanText
{
    /// <summary>The plan as text, ending in a newline. Secrets are masked.</summary>
    public static string Print(JobPlan plan)
    {
        var text = new StringBuilder();
        text.Append("job ").Append(plan.Name).Append('\n');
        Field(text, "source", plan.SourceText);
        Field(text, "sink", plan.SinkText);
        Field(text, "zone", plan.Session.TimeZone);
        Field(text, "workers", Workers(plan));
        Field(text, "memory", plan.Memory.Text);
        Field(text, "limits", Limits(plan.Limits));
        Field(text, "errors", Errors(plan.Errors));
        Field(text, "progress", Progress(plan.Checkpoint));
        foreach (Problem warning in plan.Warnings)
            Field(text, "warning", warning.What + (warning.Where is null ? "" : $" ({warning.Where})"));
        foreach (TablePlan table in plan.Tables)
            Print(text, table);
        // Invariant 8.
        return plan.Secrets.Apply(text.ToString());
    }

    private static void Print(StringBuilder text, TablePlan table)
    {
        text.Append('\n').Append(table.Source.Kind).Append(' ').Append(table.Source.Name).Append(" → ").Append(table.Sink.Name).Append('\n');
        Field(text, "read", table.Scan.Text);
        Field(text, "splits", string.Create(CultureInfo.InvariantCulture, $"{table.Scan.SplitText}; at most {Count(table.Scan.MaxReaders, "reader")}"));
        Field(text, "sees", table.Scan.Consistency);
        Field(text, "rows", Rows(table));
        foreach (PlannedFilter filter in table.Filters)
            Field(text, "filter", Filter(filter));
        Columns(text, table);
        foreach (string statement in table.Sink.Ddl)
            Field(text, "create", statement);
        Field(text, "write", string.Create(
            CultureInfo.InvariantCulture, $"{ModeText(table.Sink.Write)} by {table.Sink.Method}; at most {Count(table.Sink.MaxWriters, "writer")}"));
        Field(text, "promise", $"{table.Promise.KindText}: {table.Promise.Reason}");
        foreach (string note in table.Notes)
            Field(text, "note", note);
        foreach (string warning in table.Warnings)
            Field(text, "warning", warning);
    }

    private static void Field(StringBuilder text, string name, string? value)
    {
        if (value is null)
            return;
        text.Append("  ").Append(name.PadRight(9)).Append(value.ReplaceLineEndings("\n").Replace("\n", "\n           ", StringComparison.Ordinal)).Append('\n');
    }

    private static string Filter(PlannedFilter filter) => filter.Pushed.Support switch
    {
        FilterSupport.Exact => $"{filter.Text}\nin the source, exactly: {filter.Pushed.Text}",
        FilterSupport.Partial => $"{filter.Text}\nin the source: {filter.Pushed.Text}\nagain in the engine: {filter.Pushed.Reason}",
        _ => $"{filter.Text}\nin the engine: {filter.Pushed.Reason}",
    };

    private static string? Rows(TablePlan table)
    {
        string? limit = table.RowLimit is { } most ? $"at most {Count(most, "row")}" : null;
        string? estimate = table.Scan.EstimatedRows is { } rows ? $"about {rows.ToString("N0", CultureInfo.InvariantCulture)}" : null;
        return limit is null ? estimate : estimate is null ? limit : $"{estimate}, {limit}";
    }

    private static void Columns(StringBuilder text, TablePlan table)
    {
        List<string[]> lines = [["column", "source type", "type", "sink type", ""]];
        for (int i = 0; i < table.Projection.Length; i++)
        {
            ProjectedColumn column = table.Projection[i];
            Column? source = column.SourceColumn < 0 ? null : table.Scan.Schema.Columns[column.SourceColumn];
            SinkColumn? sink = i < table.Sink.Columns.Length ? table.Sink.Columns[i] : null;
            lines.Add([column.Name, source is null ? "" : source.NativeType ?? source.Type.ToString(), TypeText(column.Output), sink?.NativeType ?? "", Remark(column, source, sink)]);
        }

        int[] widths = [.. Enumerable.Range(0, 4).Select(c => Math.Min(40, lines.Max(line => line[c].Length)))];
        for (int i = 0; i < lines.Count; i++)
        {
            string line = string.Join("  ", lines[i].Select((cell, c) => c < 4 ? cell.PadRight(widths[c]) : cell)).TrimEnd();
            text.Append(i == 0 ? "  columns  " : "           ").Append(line).Append('\n');
        }
    }

    private static string Remark(ProjectedColumn column, Column? source, SinkColumn? sink)
    {
        string remark = source is null ? $"= {column.Expression}" : source.Name == column.Name ? "" : $"= {source.Name}";
        if (sink?.How is { } how)
            remark += remark.Length == 0 ? how : $"; {how}";
        return remark;
    }

    private static string TypeText(Column column) => column.Tag is null ? column.Type.ToString() : $"{column.Type} [{column.Tag}]";

    private static string Workers(JobPlan plan) => plan.Memory.Workers == plan.Parallelism
        ? plan.Parallelism.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{plan.Memory.Workers} of {plan.Parallelism}: more do not fit into limits.memory");

    private static string? Limits(RunLimits limits)
    {
        List<string> parts = [];
        if (limits.ReadBytesPerSecond is { } bytes)
            parts.Add($"read {Connectors.Options.Units.PrintBytes(bytes)}/s");
        if (limits.ReadRowsPerSecond is { } rows)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"read {rows} rows/s"));
        if (limits.Connections is { } connections)
            parts.Add(Count(connections, "connection"));
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    private static string? Progress(CheckpointPlan? checkpoint) => checkpoint is null
        ? null
        : $"kept in {checkpoint.Store}, every {Connectors.Options.Units.PrintDuration(checkpoint.Every)}; a run that was interrupted continues";

    private static string Errors(ErrorPolicy errors)
    {
        string letter = errors.DeadLetterFolder is { } folder ? $"; they go to {folder}" : "";
        return errors.Limit == 0 ? $"the first dirty row stops the job ({errors.LimitSetting}: 0){letter}" : $"up to {Count(errors.Limit, "dirty row")}{letter}";
    }

    private static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A write mode as in a job file.</summary>
    public static string ModeText(WriteMode mode) => mode.Text();
}
