using System.CommandLine;
using Sluice.Jobs;
using Sluice.Plans;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice plan</c>: shows what a run would do and touches nothing.</summary>
internal static class PlanCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("plan", "Shows what a job would do: types, SQL, splits, DDL, promise, memory. Touches nothing.");
        JobArguments job = JobArguments.Either(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            OpenedJob opened = await PlannedJob.OpenAsync(job.Read(parsed, context), context.Connectors, context, cancellationToken, showsWarnings: false).ConfigureAwait(false);
            await using (opened.ConfigureAwait(false))
            {
                if (context.IsJson)
                    await context.Out.WriteLineAsync(PlanJson.Print(opened.Plan)).ConfigureAwait(false);
                else
                    await context.Out.WriteAsync(PlanText.Print(opened.Plan)).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
