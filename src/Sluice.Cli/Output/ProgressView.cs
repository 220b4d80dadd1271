using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Connectors;
using Sluice.Engine.Events;

namespace Sluice.Cli.Output;

/// <summary>Shows a run to people: a block that is drawn again on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ProgressView(CliContext context, SecretMask secrets) : IRunEvents
{
    private const int MostTables = 12;
    private static readonly TimeSpan s_firstDrawing = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    private ImmutableArray<TableIdentity> _tables = [];
    private int _drawnLines;
    private TimeSpan _nextPlain = s_plainInterval;

    public void Publish(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStarted started:
                _tables = started.Tables;
                break;
            case RunProgress progress when context.IsErrorTerminal:
                if (progress.Elapsed >= s_firstDrawing)
                    Draw(progress);
                break;
            case RunProgress progress:
                Plain(progress);
                break;
            case DirtyRowNoted dirty:
                Line($"dirty row: {dirty.Table}{(dirty.Position is null ? "" : $" at {dirty.Position}")}: {dirty.Code}: {dirty.Reason}");
                break;
            case RunWarning warning:
                Line($"warning: {warning.Message}");
                break;
            case RunEnded:
                Erase();
                break;
        }
    }

    private void Draw(RunProgress progress)
    {
        var text = new StringBuilder();
        IEnumerable<int> shown = Enumerable.Range(0, progress.Tables.Length).OrderBy(i => progress.Tables[i].IsDone).ThenByDescending(i => progress.Tables[i].Read).Take(MostTables);
        int lines = 0;
        foreach (int i in shown.Order())
        {
            text.Append("\e[2K").Append(Cut(TableLine(i, progress))).Append('\n');
            lines++;
        }

        if (progress.Tables.Length > 1)
        {
            text.Append("\e[2K").Append(Cut(TotalLine(progress))).Append('\n');
            lines++;
        }

        Erase();
        context.Error.Write(text);
        _drawnLines = lines;
    }

    private void Erase()
    {
        if (_drawnLines > 0)
            context.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\e[{_drawnLines}A\e[J"));
        _drawnLines = 0;
    }

    private void Line(string text)
    {
        Erase();
        // Invariant 8.
        context.Error.WriteLine(secrets.Apply(text));
    }

    private void Plain(RunProgress progress)
    {
        if (progress.Elapsed < _nextPlain)
            return;
        _nextPlain = progress.Elapsed + s_plainInterval;
        context.Error.WriteLine(TotalLine(progress));
    }

    private string TableLine(int index, RunProgress progress)
    {
        TableCounts table = progress.Tables[index];
        long? estimate = index < _tables.Length ? _tables[index].EstimatedRows : null;
        var line = new StringBuilder($"{table.Source} → {table.Target}  ");
        if (table.IsDone)
            return line.Append(CultureInfo.InvariantCulture, $"{Numbers.Rows(table.Read)}, done").ToString();
        if (estimate is > 0 && table.Read <= estimate)
            line.Append(Bar((double)table.Read / estimate.Value)).Append("  ");
        line.Append(Numbers.Rows(table.Read));
        if (estimate is > 0)
            line.Append(" of about ").Append(Numbers.Count(estimate.Value));
        Rates(line, table.Read, table.BytesRead, estimate, progress.Elapsed);
        if (table.Dirty > 0)
            line.Append(CultureInfo.InvariantCulture, $"  {Numbers.Count(table.Dirty)} dirty");
        return line.ToString();
    }

    private string TotalLine(RunProgress progress)
    {
        long read = progress.Tables.Sum(t => t.Read);
        long? estimate = _tables.All(t => t.EstimatedRows is not null) ? _tables.Sum(t => t.EstimatedRows) : null;
        var line = new StringBuilder($"{Numbers.Rows(read)} read, {Numbers.Count(progress.Tables.Sum(t => t.Written))} written");
        Rates(line, read, progress.Tables.Sum(t => t.BytesRead), estimate, progress.Elapsed);
        return line.Append(CultureInfo.InvariantCulture, $"  after {Numbers.Duration(progress.Elapsed)}").ToString();
    }

    private static void Rates(StringBuilder line, long rows, long bytes, long? estimate, TimeSpan elapsed)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        line.Append(CultureInfo.InvariantCulture, $"  {Numbers.Rate(rows / seconds)} rows/s");
        if (bytes > 0)
            line.Append(CultureInfo.InvariantCulture, $"  {Numbers.Bytes((long)(bytes / seconds))}/s");
        if (estimate is { } total && rows > 0 && total > rows)
            line.Append(CultureInfo.InvariantCulture, $"  ETA {Numbers.Duration(TimeSpan.FromSeconds((total - rows) * seconds / rows))}");
    }

    private static string Bar(double share)
    {
        int full = (int)(share * 20);
        return string.Create(CultureInfo.InvariantCulture, $"{new string('━', full)}{new string('╌', 20 - full)} {share * 100,3:0}%");
    }

    private string Cut(string line)
    {
        string masked = secrets.Apply(line);
        return masked.Length < context.Width ? masked : masked[..(context.Width - 1)];
    }
}
