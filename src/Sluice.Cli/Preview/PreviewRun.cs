using Sluice.Engine.Events;
using Sluice.Engine.Runs;
using Sluice.Jobs;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Cli.Preview;

/// <summary>Runs a job into a preview.</summary>
internal static class PreviewRun
{
    private const int DirtyAllowed = 1_000_000;

    /// <summary>The first rows of a source. Dirty rows are left out and told.</summary>
    public static async ValueTask<PreviewResult> RunAsync(CopyArguments arguments, CliContext context, CancellationToken cancellationToken)
    {
        var preview = new PreviewConnector();
        JobDocument document = CopyReader.Read(
            arguments with { Sink = PreviewConnector.Address, Parallelism = 1 }, JobFiles.Settings(context, context.WorkingDirectory, "preview"));
        var connectors = new ConnectorList([preview], () => context.Connectors.All);
        OpenedJob job = await PlannedJob.OpenAsync(document, connectors, context, cancellationToken).ConfigureAwait(false);
        await using (job.ConfigureAwait(false))
        {
            if (job.Plan.Tables.Length > 1)
                throw OneTable(job.Plan);
            var dirty = new DirtyCatcher();
            JobPlan plan = job.Plan with { Errors = new ErrorPolicy { Limit = DirtyAllowed } };
            RunSummary summary = await RunAsync(plan, new RunServices { RunId = RunServices.NewRunId(context.Time), Events = dirty, Time = context.Time }, cancellationToken)
                .ConfigureAwait(false);
            return new PreviewResult(preview.Schema!, preview.Rows, summary.Tables.Sum(t => t.Dirty), dirty.Notes, plan.Secrets);
        }
    }

    private static async ValueTask<RunSummary> RunAsync(JobPlan plan, RunServices services, CancellationToken cancellationToken)
    {
        try
        {
            return await JobRunner.RunAsync(plan, services, cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException error)
        {
            // Invariant 8.
            throw new SluiceException([.. error.Problems.Select(problem => ProblemList.Masked(problem, plan.Secrets))]);
        }
    }

    private static SluiceException OneTable(JobPlan plan)
    {
        string tables = string.Join(", ", plan.Tables.Take(20).Select(t => t.Source.Name.ToString())) + (plan.Tables.Length > 20 ? ", …" : "");
        return new SluiceException(CliErrors.OneTable, $"the source has {plan.Tables.Length} tables: {tables}", plan.SourceText, "name one: --table NAME");
    }

    private sealed class DirtyCatcher : IRunEvents
    {
        public List<DirtyRowNoted> Notes { get; } = [];

        public void Publish(RunEvent runEvent)
        {
            if (runEvent is DirtyRowNoted dirty)
                Notes.Add(dirty);
        }
    }
}
