using System.Text.Json;
using Sluice.Connectors;
using Sluice.Engine.Events;
using Sluice.Jobs;

namespace Sluice.Cli.Output;

/// <summary>Writes each event of a run as one line of JSON.</summary>
internal sealed class JsonEvents(TextWriter output, SecretMask secrets) : IRunEvents
{
    public void Publish(RunEvent runEvent)
    {
        string line = JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("event", NameOf(runEvent));
            json.WriteString("time", runEvent.Time);
            Body(json, runEvent);
            json.WriteEndObject();
        });
        output.WriteLine(line);
        output.Flush();
    }

    private static string NameOf(RunEvent runEvent) => runEvent switch
    {
        RunStarted => "run_started",
        RunProgress => "progress",
        DirtyRowNoted => "dirty_row",
        RunWarning => "warning",
        RunEnded => "run_ended",
        _ => "other",
    };

    private void Body(Utf8JsonWriter json, RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStarted started:
                json.WriteString("run", Masked(started.RunId));
                json.WriteString("job", Masked(started.Job));
                json.WriteStartArray("tables");
                foreach (TableIdentity table in started.Tables)
                {
                    json.WriteStartObject();
                    json.WriteString("source", Masked(table.Source));
                    json.WriteString("target", Masked(table.Target));
                    if (table.EstimatedRows is { } rows)
                        json.WriteNumber("estimated_rows", rows);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case RunProgress progress:
                json.WriteNumber("elapsed_seconds", Math.Round(progress.Elapsed.TotalSeconds, 3));
                Tables(json, progress.Tables);
                Waits(json, progress.Waits);
                break;
            case DirtyRowNoted dirty:
                json.WriteString("table", Masked(dirty.Table));
                json.WriteString("position", Masked(dirty.Position));
                json.WriteString("code", dirty.Code);
                json.WriteString("reason", Masked(dirty.Reason));
                break;
            case RunWarning warning:
                json.WriteString("message", Masked(warning.Message));
                break;
            case RunEnded ended:
                Summary(json, ended);
                break;
        }
    }

    private void Summary(Utf8JsonWriter json, RunEnded ended)
    {
        RunSummary summary = ended.Summary;
        json.WriteString("run", Masked(summary.RunId));
        json.WriteString("job", Masked(summary.Job));
        json.WriteString("outcome", summary.Outcome switch { RunOutcome.Done => "done", RunOutcome.Cancelled => "cancelled", _ => "failed" });
        if (summary.KeepsProgress)
        {
            json.WriteNumber("attempt", summary.Attempt);
            json.WriteBoolean("was_finished_before", summary.WasFinishedBefore);
        }

        json.WriteString("committed", summary.Committed switch
        {
            CommitOutcome.Nothing => "nothing",
            CommitOutcome.Everything => "everything",
            CommitOutcome.WhatWasWritten => "what_was_written",
            _ => "unknown",
        });
        json.WriteNumber("exit_code", summary.Outcome switch { RunOutcome.Done => 0, RunOutcome.Cancelled => ExitCodes.Interrupted, _ => ExitCodes.Of(ended.Problems) });
        json.WriteNumber("duration_seconds", Math.Round(summary.Duration.TotalSeconds, 3));
        Tables(json, summary.Tables);
        Waits(json, summary.Waits);
        json.WriteString("dead_letter", Masked(summary.DeadLetter));
        json.WriteStartObject("dirty_by_code");
        foreach ((string code, long count) in summary.DirtyByCode)
            json.WriteNumber(code, count);
        json.WriteEndObject();
        ProblemOutput.WriteJson(json, "problems", ended.Problems.Select(problem => ProblemList.Masked(problem, secrets)));
    }

    // Invariant 8. Value by value: a secret such as 100 must not be taken out of a number.
    private string? Masked(string? text) => text is null ? null : secrets.Apply(text);

    private void Tables(Utf8JsonWriter json, IEnumerable<TableCounts> tables)
    {
        json.WriteStartArray("tables");
        foreach (TableCounts table in tables)
        {
            json.WriteStartObject();
            json.WriteString("source", Masked(table.Source));
            json.WriteString("target", Masked(table.Target));
            json.WriteNumber("read", table.Read);
            json.WriteNumber("filtered", table.Filtered);
            json.WriteNumber("ignored", table.Ignored);
            json.WriteNumber("superseded", table.Superseded);
            json.WriteNumber("dirty", table.Dirty);
            json.WriteNumber("written", table.Written);
            json.WriteNumber("bytes_read", table.BytesRead);
            json.WriteNumber("bytes_written", table.BytesWritten);
            json.WriteBoolean("done", table.IsDone);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Waits(Utf8JsonWriter json, WaitTimes waits)
    {
        json.WriteStartObject("seconds");
        json.WriteNumber("reading", Math.Round(waits.Reading.TotalSeconds, 3));
        json.WriteNumber("evaluating", Math.Round(waits.Evaluating.TotalSeconds, 3));
        json.WriteNumber("writing", Math.Round(waits.Writing.TotalSeconds, 3));
        json.WriteEndObject();
    }
}
