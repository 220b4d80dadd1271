using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Events;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Runs;

/// <summary>What is counted and told of a run while it goes on: one stream of events. Thread-safe.</summary>
internal sealed class RunJournal
{
    private readonly JobPlan _plan;
    private readonly RunServices _services;
    private readonly Lock _publishing = new();
    private readonly long _startTimestamp;
    private readonly DateTimeOffset _started;
    private RunCounters _counters;

    public RunJournal(JobPlan plan, RunServices services)
    {
        (_plan, _services) = (plan, services);
        (_started, _startTimestamp) = (services.Time.GetUtcNow(), services.Time.GetTimestamp());
        RunId = services.RunId;
        _counters = NewCounters(null);
        Dirty = new DirtyRowLedger(plan.Errors, services.DeadLetters, Publish, services.Time);
    }

    /// <summary>The run's id: that of its first attempt.</summary>
    public string RunId { get; set; }

    /// <summary>The counts of the whole run.</summary>
    public RunCounters Counters => Volatile.Read(ref _counters);

    /// <summary>The dirty rows of the whole run.</summary>
    public DirtyRowLedger Dirty { get; }

    /// <summary>The dead letter file, once it is visible.</summary>
    public string? DeadLetter { get; set; }

    /// <summary>Which start of the run this is; 1 for a run that was never interrupted.</summary>
    public long Attempt { get; set; } = 1;

    /// <summary>What of a run that keeps no progress is in the target.</summary>
    public CommitOutcome Committed { get; set; }

    /// <summary>Whether the last run was finished and nothing was to be done.</summary>
    public bool WasFinishedBefore { get; set; }

    /// <summary>Counters for a part of the run, which add to <paramref name="parent"/> too.</summary>
    public RunCounters NewCounters(RunCounters? parent) => new(_plan.Tables.Select(t => (t.Source.Name.ToString(), t.Sink.Name.ToString())), parent);

    /// <summary>Begins the counts anew: only what is committed has happened.</summary>
    public RunCounters Restart()
    {
        RunCounters counters = NewCounters(null);
        Volatile.Write(ref _counters, counters);
        return counters;
    }

    public void Start() => Publish(new RunStarted(
        _started, RunId, _plan.Name,
        [.. _plan.Tables.Select(t => new TableIdentity(t.Source.Name.ToString(), t.Sink.Name.ToString(), t.Scan.EstimatedRows))]));

    public void Warn(string message) => Publish(new RunWarning(_services.Time.GetUtcNow(), message));

    public RunSummary End(Exception? failure)
    {
        bool keepsProgress = _plan.Checkpoint is not null;
        CommitOutcome committed = Outcome(keepsProgress, failure is null);
        if (!keepsProgress)
            Counters.End(committed);
        RunSummary summary = new()
        {
            RunId = RunId,
            Job = _plan.Name,
            Outcome = failure switch { null => RunOutcome.Done, OperationCanceledException => RunOutcome.Cancelled, _ => RunOutcome.Failed },
            Committed = committed,
            Started = _started,
            Duration = _services.Time.GetElapsedTime(_startTimestamp),
            Tables = Counters.Snapshot(),
            Waits = Counters.Waits,
            DeadLetter = DeadLetter,
            DirtyByCode = Dirty.ByCode,
            Attempt = Attempt,
            WasFinishedBefore = WasFinishedBefore,
            KeepsProgress = keepsProgress,
        };
        ImmutableArray<Problem> problems = failure is SluiceException s ? [.. s.Problems] : [];
        Publish(new RunEnded(_services.Time.GetUtcNow(), summary, problems));
        return summary;
    }

    // Invariant 11: what was seen to happen, and "unknown" where it was not.
    private CommitOutcome Outcome(bool keepsProgress, bool isDone)
    {
        if (keepsProgress)
            return isDone ? CommitOutcome.Everything : CommitOutcome.WhatWasWritten;
        return Committed == CommitOutcome.Nothing && _plan.Tables.Any(table => table.Sink.Protocol == CommitProtocol.None) ? CommitOutcome.WhatWasWritten : Committed;
    }

    /// <summary>Publishes progress until the timer is disposed.</summary>
    public async Task PublishProgressAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            Publish(new RunProgress(
                _services.Time.GetUtcNow(), _services.Time.GetElapsedTime(_startTimestamp), Counters.Snapshot(), Counters.Waits));
        }
    }

    public void Publish(RunEvent runEvent)
    {
        lock (_publishing)
            _services.Events.Publish(runEvent);
    }
}
