using Sluice.Cli.Output;
using Sluice.Connectors.State;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Events;
using Sluice.Engine.Runs;
using Sluice.Jobs;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>Plans and runs a job for <c>run</c> and <c>copy</c>.</summary>
internal static class JobRun
{
    /// <param name="document">The job.</param>
    /// <param name="limit">The row limit that was asked for on the command line.</param>
    /// <param name="progress">Where the job keeps its progress and what is done with it; null when it keeps none.</param>
    /// <param name="context">The program's surroundings.</param>
    /// <param name="cancellationToken">Interrupts the run.</param>
    public static async Task<int> RunAsync(
        JobDocument document, long? limit, (IStateStore Store, ResumeMode Mode)? progress, CliContext context, CancellationToken cancellationToken)
    {
        OpenedJob job = await PlannedJob.OpenAsync(document, context.Connectors, context, cancellationToken).ConfigureAwait(false);
        await using (job.ConfigureAwait(false))
        {
            return await RunAsync(job.Plan, document.Spec!, limit, progress, context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs what is planned.</summary>
    public static async Task<int> RunAsync(
        JobPlan plan, JobSpec spec, long? limit, (IStateStore Store, ResumeMode Mode)? progress, CliContext context, CancellationToken cancellationToken)
    {
        // Rows that go to the standard output must not be mixed with what is said about them.
        TextWriter report = WritesToOutput(spec) ? context.Error : context.Out;
        IRunEvents events = context.IsJson ? new JsonEvents(report, plan.Secrets) : new ProgressView(context, plan.Secrets);
        string runId = RunServices.NewRunId(context.Time);
        DeadLetterFile? deadLetters = plan.Errors.DeadLetterFolder is { } folder && progress is null ? new DeadLetterFile(folder, runId, plan.Secrets, context.Time) : null;
        try
        {
            var catching = new SummaryCatcher(events);
            var services = new RunServices
            {
                RunId = runId,
                Events = catching,
                DeadLetters = deadLetters,
                Time = context.Time,
                Started = spec.Started,
                Store = progress?.Store,
                Resume = progress?.Mode ?? ResumeMode.Continue,
            };
            int exitCode = await RunAsync(plan, services, context, cancellationToken).ConfigureAwait(false);
            if (!context.IsJson && catching.Summary is { } summary)
                await report.WriteAsync(plan.Secrets.Apply(SummaryText.Render(summary, limit) + LookHint.Of(plan, spec, summary, context))).ConfigureAwait(false);
            return exitCode;
        }
        finally
        {
            if (deadLetters is not null)
                await deadLetters.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<int> RunAsync(JobPlan plan, RunServices services, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            await JobRunner.RunAsync(plan, services, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        }
        catch (SluiceException error)
        {
            // Programs have it from the event that ended the run.
            Problem[] problems = [.. error.Problems.Select(problem => ProblemList.Masked(problem, plan.Secrets))];
            if (!context.IsJson)
                ProblemOutput.Write(problems, context);
            return ExitCodes.Of(problems);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static bool WritesToOutput(JobSpec spec)
    {
        string address = spec.Sink!.Connection.Address.Value;
        address = spec.Connections.GetValueOrDefault(address)?.Address.Value ?? address;
        return address == "-" || address.Split(':')[0] == "console";
    }

    /// <summary>Keeps the summary of the ended run.</summary>
    private sealed class SummaryCatcher(IRunEvents inner) : IRunEvents
    {
        public RunSummary? Summary { get; private set; }

        public void Publish(RunEvent runEvent)
        {
            if (runEvent is RunEnded ended)
                Summary = ended.Summary;
            inner.Publish(runEvent);
        }
    }
}
