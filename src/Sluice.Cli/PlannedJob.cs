using Sluice.Cli.Output;
using Sluice.Jobs;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>Plans a job and tells its warnings, also when it cannot be planned: a password on the command line is one even then.</summary>
internal static class PlannedJob
{
    /// <summary>The planned job, which the caller disposes.</summary>
    /// <param name="document">The job.</param>
    /// <param name="connectors">Whose connectors.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="showsWarnings">Whether to tell the warnings of a job that can be planned; a plan shows them itself.</param>
    public static async ValueTask<OpenedJob> OpenAsync(
        JobDocument document, ConnectorList connectors, CliContext context, CancellationToken cancellationToken, bool showsWarnings = true)
    {
        try
        {
            OpenedJob job = await new JobPlanner(connectors).OpenAsync(document, cancellationToken).ConfigureAwait(false);
            if (showsWarnings)
                ProblemOutput.WriteWarnings(job.Plan.Warnings, context);
            return job;
        }
        catch (SluiceException)
        {
            ProblemOutput.WriteWarnings(document.WarningsInOrder(), context);
            throw;
        }
    }
}
