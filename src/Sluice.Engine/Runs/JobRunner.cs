using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Events;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Runs;

/// <summary>Runs one batch job once: opens source and sink, lets workers move the rows, commits, accounts for every row.</summary>
public sealed class JobRunner
{
    private readonly JobPlan _plan;
    private readonly RunServices _services;
    private readonly RunCounters _counters;
    private readonly DirtyRowLedger _ledger;
    private readonly Lock _publishing = new();
    private readonly long _startTimestamp;
    private readonly DateTimeOffset _started;
    private string? _deadLetter;

    private JobRunner(JobPlan plan, RunServices services)
    {
        (_plan, _services) = (plan, services);
        _counters = new RunCounters(plan.Tables.Select(t => (t.Source.Name.ToString(), t.Sink.Name.ToString())));
        _ledger = new DirtyRowLedger(plan.Errors, services.DeadLetters, Publish, services.Time);
        (_started, _startTimestamp) = (services.Time.GetUtcNow(), services.Time.GetTimestamp());
    }

    /// <summary>Runs a plan to its end. Borrows the plan's source and sink; disposing them ends whatever is left.</summary>
    /// <returns>What became of every row; its outcome is <see cref="RunOutcome.Done"/>.</returns>
    /// <exception cref="SluiceException">The run failed; nothing of it is visible in a sink that can take it back. The ended event was published.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; likewise.</exception>
    public static Task<RunSummary> RunAsync(JobPlan plan, RunServices services, CancellationToken cancellationToken) =>
        new JobRunner(plan, services).RunAsync(cancellationToken);

    private async Task<RunSummary> RunAsync(CancellationToken cancellationToken)
    {
        Publish(new RunStarted(
            _started, _services.RunId, _plan.Name,
            [.. _plan.Tables.Select(t => new TableIdentity(t.Source.Name.ToString(), t.Sink.Name.ToString(), t.Scan.EstimatedRows))]));
        using var pool = new BufferPool(_plan.Memory.Reserve / 2);
        using var timer = new PeriodicTimer(_services.ProgressInterval, _services.Time);
        Task ticker = PublishProgressAsync(timer);
        Exception? failure = null;
        try
        {
            await MoveAsync(ContextOf(pool), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = Classify(e, cancellationToken);
        }

        // Disposing ends the wait without an exception, which would cost a short run a tenth of its time.
        timer.Dispose();
        await ticker.ConfigureAwait(false);
        RunSummary summary = Summarize(failure);
        Publish(new RunEnded(_services.Time.GetUtcNow(), summary, failure is SluiceException s ? [.. s.Problems] : []));
        return failure is null ? summary : throw failure;
    }

    private RunContext ContextOf(BufferPool pool) => new()
    {
        RunId = _services.RunId,
        JobName = _plan.Name,
        Pool = pool,
        BatchRows = _plan.Memory.BatchRows,
        BatchBytes = _plan.Memory.BatchBytes,
        WriterBytes = _plan.Memory.WriterBytes,
        Parallelism = _plan.Parallelism,
        Time = _services.Time,
    };

    private async Task MoveAsync(RunContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<TableScan> scans = [.. _plan.Tables.Select(t => t.Scan)];
        IReadOnlyList<SinkTable> targets = [.. _plan.Tables.Select(t => t.Sink)];
        ISourceRun source = await _plan.Source.OpenRunAsync(scans, context, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            ISinkRun sink = await _plan.Sink.OpenRunAsync(targets, context, cancellationToken).ConfigureAwait(false);
            await using (sink.ConfigureAwait(false))
                await MoveAsync(source, sink, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MoveAsync(ISourceRun source, ISinkRun sink, RunContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<Committable> prepared = [];
        bool isCommitted = false;
        try
        {
            await sink.BeginAsync(cancellationToken).ConfigureAwait(false);
            using var workers = new WorkerGroup(_plan, source, sink, context, _counters, _ledger);
            prepared = await workers.RunAsync(cancellationToken).ConfigureAwait(false);
            CompareCounts(prepared);
            _deadLetter = await PublishDeadLettersAsync(runFailed: false, cancellationToken).ConfigureAwait(false);
            await sink.CommitAsync(prepared, cancellationToken).ConfigureAwait(false);
            isCommitted = true;
            _counters.MarkCommitted();
            await sink.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (!isCommitted)
                await TakeBackAsync(sink, prepared).ConfigureAwait(false);
            throw;
        }
    }

    private async Task TakeBackAsync(ISinkRun sink, IReadOnlyList<Committable> prepared)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(4), _services.Time);
        try
        {
            await sink.AbortAsync(prepared, patience.Token).ConfigureAwait(false);
            await sink.AbandonAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SluiceException or OperationCanceledException or IOException)
        {
            Publish(new RunWarning(_services.Time.GetUtcNow(), $"the sink could not be cleaned up; the next run into it will: {e.Message}"));
        }

        _deadLetter = await PublishDeadLettersAsync(runFailed: true, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<string?> PublishDeadLettersAsync(bool runFailed, CancellationToken cancellationToken) =>
        _services.DeadLetters is { } letters ? await letters.PublishAsync(runFailed, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Invariant 4: what the sink says it took is what it was sent, or nothing is committed.</summary>
    private void CompareCounts(IReadOnlyList<Committable> prepared)
    {
        foreach (IGrouping<string, TablePlan> target in _plan.Tables.GroupBy(t => t.Sink.Name.ToString()))
        {
            long taken = prepared.Where(c => c.Table == target.Key).Sum(c => c.RowCount);
            long expected = _counters.Expected(target.Key);
            _counters.AddTaken(target.Key, taken, prepared.Where(c => c.Table == target.Key).Sum(c => c.Bytes));
            if (taken != expected)
            {
                throw new SluiceException(
                    EngineErrors.CountMismatch, $"the sink says it took {taken} rows and was sent {expected}", $"table {target.Key}",
                    "nothing was committed; report this with the output of 'sluice plan'");
            }
        }
    }

    private static Exception Classify(Exception e, CancellationToken cancellationToken) => e switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException("the run was interrupted", e, cancellationToken),
        SluiceException => e,
        OperationCanceledException => e,
        _ => new SluiceException(EngineErrors.Unexpected, $"{e.GetType().Name}: {e.Message}", null, "report this with the output of 'sluice plan'", e),
    };

    private RunSummary Summarize(Exception? failure) => new()
    {
        RunId = _services.RunId,
        Job = _plan.Name,
        Outcome = failure switch { null => RunOutcome.Done, OperationCanceledException => RunOutcome.Cancelled, _ => RunOutcome.Failed },
        Started = _started,
        Duration = _services.Time.GetElapsedTime(_startTimestamp),
        Tables = _counters.Snapshot(),
        Waits = _counters.Waits,
        DeadLetter = _deadLetter,
        DirtyByCode = _ledger.ByCode,
    };

    private async Task PublishProgressAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            Publish(new RunProgress(
                _services.Time.GetUtcNow(), _services.Time.GetElapsedTime(_startTimestamp), _counters.Snapshot(), _counters.Waits));
        }
    }

    private void Publish(RunEvent runEvent)
    {
        lock (_publishing)
            _services.Events.Publish(runEvent);
    }
}
