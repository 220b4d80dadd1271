using Sluice.Connectors.Runs;
using Sluice.Engine.Checkpoints;
using Sluice.Engine.Events;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Runs;

/// <summary>Runs one batch job once, to its end, and accounts for every row.</summary>
public static class JobRunner
{
    /// <summary>Runs a plan to its end. Borrows the plan's source and sink; disposing them ends whatever is left.</summary>
    /// <returns>What became of every row; its outcome is <see cref="RunOutcome.Done"/>.</returns>
    /// <exception cref="SluiceException">
    /// The run failed. Without a store nothing of it is visible in a sink that can take it back; with one it can be continued. The ended event was published.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; likewise.</exception>
    public static async Task<RunSummary> RunAsync(JobPlan plan, RunServices services, CancellationToken cancellationToken)
    {
        var journal = new RunJournal(plan, services);
        using var pool = new BufferPool(plan.Memory.Reserve / 2);
        using var timer = new PeriodicTimer(services.ProgressInterval, services.Time);
        Task ticker = journal.PublishProgressAsync(timer);
        Exception? failure = null;
        try
        {
            RunContext context = ContextOf(plan, services, pool) with { Warn = journal.Warn };
            if (plan.Checkpoint is null)
            {
                journal.Start();
                await new WholeRun(plan, services, journal).RunAsync(context, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await new ResumableRun(plan, plan.Checkpoint, services, journal).RunAsync(context, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            failure = Classify(e, cancellationToken);
        }

        // Disposing ends the wait without an exception, which would cost a short run a tenth of its time.
        timer.Dispose();
        await ticker.ConfigureAwait(false);
        RunSummary summary = journal.End(failure);
        return failure is null ? summary : throw failure;
    }

    private static RunContext ContextOf(JobPlan plan, RunServices services, BufferPool pool) => new()
    {
        RunId = services.RunId,
        JobName = plan.Name,
        Pool = pool,
        BatchRows = plan.Memory.BatchRows,
        BatchBytes = plan.Memory.BatchBytes,
        WriterBytes = plan.Memory.WriterBytes,
        Parallelism = plan.Parallelism,
        Time = services.Time,
    };

    private static Exception Classify(Exception e, CancellationToken cancellationToken) => e switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException("the run was interrupted", e, cancellationToken),
        SluiceException => e,
        OperationCanceledException => e,
        _ => new SluiceException(EngineErrors.Unexpected, $"{e.GetType().Name}: {e.Message}", null, "report this with the output of 'sluice plan'", e),
    };
}
