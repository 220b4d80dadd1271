using System.Globalization;
using System.Text;
using Sluice.Engine.Events;

namespace Sluice.Cli.Output;

/// <summary>What became of every row, for people.</summary>
internal static class SummaryText
{
    public static string Render(RunSummary summary, long? limitPerTable = null)
    {
        var text = new StringBuilder();
        long written = summary.Tables.Sum(t => t.Written);
        if (summary.WasFinishedBefore)
            return string.Create(CultureInfo.InvariantCulture, $"{summary.Job}: run {summary.RunId} is finished ({Numbers.Rows(written)} written); there is nothing to continue\n");
        string outcome = Outcome(summary);
        double seconds = Math.Max(summary.Duration.TotalSeconds, 0.001);
        text.Append(CultureInfo.InvariantCulture, $"{summary.Job}: {outcome} in {Numbers.Duration(summary.Duration)}");
        if (summary.Outcome == RunOutcome.Done)
            text.Append(CultureInfo.InvariantCulture, $": {Numbers.Rows(written)} written ({Numbers.Rate(summary.Tables.Sum(t => t.Read) / seconds)} rows/s read)");
        text.Append('\n').Append(Tables(summary));
        if (limitPerTable is { } limit)
            text.Append(CultureInfo.InvariantCulture, $"  --limit {limit}: rows beyond it count as filtered\n");
        Dirty(text, summary);
        Waits(text, summary.Waits);
        return text.ToString();
    }

    private static string Outcome(RunSummary summary)
    {
        string kept = summary.KeepsProgress ? "; what is committed is kept, and the next run continues" : Committed(summary.Committed);
        return summary.Outcome switch
        {
            RunOutcome.Done when summary.Attempt > 1 => string.Create(CultureInfo.InvariantCulture, $"done (attempt {summary.Attempt} of run {summary.RunId})"),
            RunOutcome.Done => "done",
            RunOutcome.Cancelled => "interrupted" + kept,
            _ => "failed" + kept,
        };
    }

    private static string Committed(CommitOutcome committed) => committed switch
    {
        CommitOutcome.Nothing => ", nothing was committed",
        CommitOutcome.Everything => " after everything was committed",
        CommitOutcome.WhatWasWritten => ", what was written before stays",
        _ => " while committing: look into the target for what is there",
    };

    // Only at the end of a run that is done do the numbers add up: a run that stopped has rows in hand.
    private static string Tables(RunSummary summary)
    {
        // Columns that most write modes never fill are shown when they say something.
        bool hasIgnored = summary.Tables.Any(t => t.Ignored > 0);
        bool hasSuperseded = summary.Tables.Any(t => t.Superseded > 0);
        string[] left = [.. hasIgnored ? new[] { "+ ignored" } : [], .. hasSuperseded ? new[] { "+ superseded" } : []];
        string[] headers = ["table", "read", "= written", "+ filtered", .. left, "+ dirty", "bytes written"];
        var table = new TextTable(summary.Outcome == RunOutcome.Done ? headers : [.. headers.Select(h => h.TrimStart('=', '+', ' '))]);
        table.RightAligned.UnionWith(Enumerable.Range(1, 5 + left.Length));
        foreach (TableCounts counts in summary.Tables)
            Add(table, counts.Source == counts.Target ? counts.Source : $"{counts.Source} → {counts.Target}", [counts], hasIgnored, hasSuperseded);
        if (summary.Tables.Length > 1)
            Add(table, "together", summary.Tables, hasIgnored, hasSuperseded);
        return table.Render("  ");
    }

    private static void Add(TextTable table, string name, IReadOnlyCollection<TableCounts> counts, bool hasIgnored, bool hasSuperseded)
    {
        long bytes = counts.Sum(c => c.BytesWritten);
        string[] left =
        [
            .. hasIgnored ? new[] { Numbers.Count(counts.Sum(c => c.Ignored)) } : [],
            .. hasSuperseded ? new[] { Numbers.Count(counts.Sum(c => c.Superseded)) } : [],
        ];
        table.Add(
        [
            name, Numbers.Count(counts.Sum(c => c.Read)), Numbers.Count(counts.Sum(c => c.Written)), Numbers.Count(counts.Sum(c => c.Filtered)),
            .. left, Numbers.Count(counts.Sum(c => c.Dirty)), bytes == 0 ? "" : Numbers.Bytes(bytes),
        ]);
    }

    private static void Dirty(StringBuilder text, RunSummary summary)
    {
        if (summary.DirtyByCode.IsEmpty)
            return;
        text.Append("  dirty rows: ").AppendJoin(", ", summary.DirtyByCode.Select(pair => $"{Numbers.Count(pair.Value)} {pair.Key}"));
        if (summary.DeadLetter is { } file)
            text.Append("; kept in ").Append(file);
        else
            text.Append("; not kept (errors.dead_letter names no folder)");
        text.Append('\n');
    }

    private static void Waits(StringBuilder text, WaitTimes waits)
    {
        double all = (waits.Reading + waits.Evaluating + waits.Writing).TotalSeconds;
        if (all <= 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"  time in workers: reading {waits.Reading.TotalSeconds / all:0%}, evaluating {waits.Evaluating.TotalSeconds / all:0%}, writing {waits.Writing.TotalSeconds / all:0%}\n");
    }
}
