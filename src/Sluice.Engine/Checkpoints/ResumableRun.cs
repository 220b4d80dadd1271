using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Limits;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Checkpoints;

/// <summary>
/// A run that keeps its progress in a store: it goes on where an earlier process, or an attempt that a transient failure ended, had committed.
/// </summary>
internal sealed class ResumableRun(JobPlan plan, CheckpointPlan checkpoint, RunServices services, RunJournal journal)
{
    private const int MostFailures = 10;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private readonly CheckpointLog _log = new(plan, checkpoint, services, journal);
    private bool _hasProgressed;

    public async Task RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        await _log.OpenAsync(cancellationToken).ConfigureAwait(false);
        journal.RunId = _log.State.RunId;
        if (_log.State.IsFinished)
        {
            SeedCounts(_log.State.Done, _log.State.DirtyByCode);
            journal.WasFinishedBefore = true;
            return;
        }

        journal.Attempt = _log.State.Attempt + 1;
        journal.Start();
        for (int failures = 0; ;)
        {
            try
            {
                await AttemptAsync(context, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SluiceException error) when (IsTransient(error) && !cancellationToken.IsCancellationRequested)
            {
                failures = _hasProgressed ? 1 : failures + 1;
                _hasProgressed = false;
                if (failures >= MostFailures)
                    throw;
                var pause = TimeSpan.FromSeconds(Math.Min(s_longestPause.TotalSeconds, Math.Pow(2, failures - 1) / 2));
                journal.Warn(string.Create(
                    CultureInfo.InvariantCulture, $"the run was interrupted ({error.Problems[0].Code}: {error.Problems[0].What}); continuing in {pause.TotalSeconds:0.#} s"));
                await Task.Delay(pause, services.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsTransient(SluiceException error) => error.Problems.All(p => p.Code.Fault == Fault.Transient);

    private async Task AttemptAsync(RunContext context, CancellationToken cancellationToken)
    {
        await _log.PublishAsync(_log.State with { Attempt = _log.State.Attempt + 1 }, cancellationToken).ConfigureAwait(false);
        journal.Attempt = _log.State.Attempt;
        RunContext mine = context with
        {
            RunId = _log.State.RunId,
            Recovery = new RunRecovery { Attempt = _log.State.Attempt, SourceState = _log.State.Source, SinkState = _log.State.Sink },
        };
        ISourceRun source = await plan.Source.OpenRunAsync([.. plan.Tables.Select(t => t.Scan)], mine, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            ISinkRun sink = await plan.Sink.OpenRunAsync([.. plan.Tables.Select(t => t.Sink)], mine, cancellationToken).ConfigureAwait(false);
            await using (sink.ConfigureAwait(false))
                await MoveAsync(source, sink, mine, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MoveAsync(ISourceRun source, ISinkRun sink, RunContext context, CancellationToken cancellationToken)
    {
        await sink.BeginAsync(cancellationToken).ConfigureAwait(false);
        SinkProgress progress = await sink.RecoverAsync(cancellationToken).ConfigureAwait(false);
        bool isInSink = plan.Tables[0].Sink.Protocol == CommitProtocol.PositionInSink;
        if (isInSink && _log.State.HasBegun && !progress.IsKnown)
            throw ProgressLost();
        var budget = new RowBudget(plan.Tables);
        using var splits = new SplitTracker(plan.Tables.Select(t => t.Scan), source, _log.State, progress.Marks, (table, rows) =>
        {
            journal.Counters.Add(table, rows);
            budget.Spend(table, rows.Written);
        });
        Tally[] committed = splits.Committed();
        SeedCounts(committed, splits.DirtyByCode);
        for (int i = 0; i < committed.Length; i++)
            budget.Spend(i, committed[i].Written);
        SplitDeadLetters? letters = plan.Errors.DeadLetterFolder is { } folder
            ? new SplitDeadLetters(folder, context.RunId, plan.Secrets, services.Time)
            : null;
        if (progress.IsFinished)
            await splits.DrainAsync(cancellationToken).ConfigureAwait(false);
        else if (_log.State.Prepared is { } prepared)
            await sink.CommitAsync(prepared, cancellationToken).ConfigureAwait(false);
        else
            await CopyOrTellAsync(source, sink, context, splits, budget, letters, isInSink, cancellationToken).ConfigureAwait(false);
        await FinishAsync(sink, splits, letters, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Invariant 11: when it fails, the counts become those of what is committed.</summary>
    private async Task CopyOrTellAsync(
        ISourceRun source, ISinkRun sink, RunContext context, SplitTracker splits, RowBudget budget, SplitDeadLetters? letters, bool isInSink,
        CancellationToken cancellationToken)
    {
        try
        {
            await CopyAsync(source, sink, context, splits, budget, letters, isInSink, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            SeedCounts(isInSink ? splits.Committed() : splits.CommittedBy(_log.State), splits.DirtyByCode);
            throw;
        }
    }

    private async Task CopyAsync(
        ISourceRun source, ISinkRun sink, RunContext context, SplitTracker splits, RowBudget budget, SplitDeadLetters? letters, bool isInSink,
        CancellationToken cancellationToken)
    {
        await _log.PublishAsync(splits, _log.State with { HasBegun = true }, cancellationToken).ConfigureAwait(false);
        var parts = new AttemptParts
        {
            Plan = plan,
            Source = source,
            Sink = sink,
            Context = context,
            Splits = splits,
            Journal = journal,
            Budget = budget,
            Limits = new ReadLimits(plan.Limits, services.Time),
            Letters = letters,
            Every = checkpoint.Every,
            Barrier = isInSink ? null : new CheckpointBarrier(),
        };
        IReadOnlyList<Committable> prepared = await new ResumableWorkers(parts, _log, () => _hasProgressed = true).RunAsync(cancellationToken).ConfigureAwait(false);
        if (isInSink)
            return;
        ComparePrepared(prepared);
        string? state = await sink.SnapshotAsync(cancellationToken).ConfigureAwait(false);
        await _log.PublishAsync(splits, _log.State with { Sink = state, Prepared = [.. prepared] }, cancellationToken).ConfigureAwait(false);
        await sink.CommitAsync(prepared, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a run whose every row is committed. Each step may have been done by an attempt before.</summary>
    private async Task FinishAsync(ISinkRun sink, SplitTracker splits, SplitDeadLetters? letters, CancellationToken cancellationToken)
    {
        journal.DeadLetter = letters?.Publish();
        await sink.FinishAsync(cancellationToken).ConfigureAwait(false);
        await _log.PublishAsync(splits, _log.State with { IsFinished = true, Sink = null }, cancellationToken).ConfigureAwait(false);
        letters?.Clear();
        // Only behind the checkpoint that says so: a sink that has forgotten the run cannot tell that it is done.
        await sink.ForgetAsync(null, cancellationToken).ConfigureAwait(false);
    }

    private void ComparePrepared(IReadOnlyList<Committable> prepared)
    {
        foreach (string target in plan.Tables.Select(t => t.Sink.Name.ToString()).Distinct())
        {
            IEnumerable<Committable> mine = prepared.Where(c => c.Table == target);
            journal.Counters.AddLeftOut(target, mine.Sum(c => c.Ignored), mine.Sum(c => c.Superseded));
            CountComparison.Compare(target, mine.Sum(c => c.RowCount), journal.Counters.Expected(target));
            journal.Counters.AddTaken(target, mine.Sum(c => c.RowCount), mine.Sum(c => c.Bytes));
        }
    }

    private void SeedCounts(IReadOnlyList<Tally> committed, ImmutableSortedDictionary<string, long> dirtyByCode)
    {
        RunCounters counters = journal.Restart();
        for (int i = 0; i < committed.Count; i++)
            counters.Add(i, committed[i]);
        journal.Dirty.Seed(dirtyByCode);
    }

    private SluiceException ProgressLost() => new(
        EngineErrors.ProgressLost, $"the sink has no record of the unfinished run {_log.State.RunId}", plan.SinkText,
        "clear what the run has written to the target, and run with --fresh");
}
