using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Jobs;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice validate</c>: checks a job file without connecting.</summary>
internal static class ValidateCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("validate", "Checks a job file without connecting to anything.");
        JobArguments job = JobArguments.File(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            JobDocument document = job.Read(parsed, context);
            new JobPlanner(context.Connectors).Validate(document);
            document.Problems.ThrowIfAny(document.Secrets);
            ProblemOutput.WriteWarnings(document.WarningsInOrder(), context);
            if (context.IsJson)
            {
                await context.Out.WriteLineAsync(JsonText.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("valid", true);
                    ProblemOutput.WriteJson(json, "warnings", document.WarningsInOrder());
                    json.WriteEndObject();
                })).ConfigureAwait(false);
            }
            else
            {
                await context.Out.WriteLineAsync($"{document.Spec!.Name}: no problem found (tables and columns are checked by plan, which connects)").ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
