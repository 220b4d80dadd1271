using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.Events;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Runs;

/// <summary>A run that keeps nothing: all rows become visible at its end, or none.</summary>
internal sealed class WholeRun(JobPlan plan, RunServices services, RunJournal journal)
{
    public async Task RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<TableScan> scans = [.. plan.Tables.Select(t => t.Scan)];
        IReadOnlyList<SinkTable> targets = [.. plan.Tables.Select(t => t.Sink)];
        ISourceRun source = await plan.Source.OpenRunAsync(scans, context, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            ISinkRun sink = await plan.Sink.OpenRunAsync(targets, context, cancellationToken).ConfigureAwait(false);
            await using (sink.ConfigureAwait(false))
                await MoveAsync(source, sink, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MoveAsync(ISourceRun source, ISinkRun sink, RunContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<Committable> prepared = [];
        try
        {
            await sink.BeginAsync(cancellationToken).ConfigureAwait(false);
            using var workers = new WorkerGroup(plan, source, sink, context, journal);
            prepared = await workers.RunAsync(cancellationToken).ConfigureAwait(false);
            CountComparison.Compare(plan, journal.Counters, prepared);
            journal.DeadLetter = await PublishDeadLettersAsync(runFailed: false, cancellationToken).ConfigureAwait(false);
            journal.Committed = CommitOutcome.Unknown;
            await sink.CommitAsync(prepared, cancellationToken).ConfigureAwait(false);
            if (!plan.Tables.Any(t => t.Sink.IsVisibleAtFinish))
                journal.Committed = CommitOutcome.Everything;
            await FinishAsync(sink, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (journal.Committed != CommitOutcome.Everything)
                await TakeBackAsync(sink, prepared).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Invariant 11: a refused end of a run whose rows it would have shown leaves nothing; a broken connection leaves a doubt.</summary>
    private async ValueTask FinishAsync(ISinkRun sink, CancellationToken cancellationToken)
    {
        try
        {
            await sink.FinishAsync(cancellationToken).ConfigureAwait(false);
            journal.Committed = CommitOutcome.Everything;
        }
        catch (SluiceException error) when (journal.Committed != CommitOutcome.Everything && error.Problems.All(p => p.Code.Fault != Fault.Transient))
        {
            journal.Committed = CommitOutcome.Nothing;
            throw;
        }
    }

    private async Task TakeBackAsync(ISinkRun sink, IReadOnlyList<Committable> prepared)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(4), services.Time);
        try
        {
            await sink.AbortAsync(prepared, patience.Token).ConfigureAwait(false);
            await sink.AbandonAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SluiceException or OperationCanceledException or IOException)
        {
            journal.Warn($"the sink could not be cleaned up; the next run into it will: {e.Message}");
        }

        journal.DeadLetter = await PublishDeadLettersAsync(runFailed: true, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<string?> PublishDeadLettersAsync(bool runFailed, CancellationToken cancellationToken) =>
        services.DeadLetters is { } letters ? await letters.PublishAsync(runFailed, cancellationToken).ConfigureAwait(false) : null;
}
