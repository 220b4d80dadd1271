using System.CommandLine;
using Sluice.Jobs;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice schema</c>: the JSON Schema of job files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("schema", "Prints the JSON Schema of job files, for editors.");
        command.SetAction(async (_, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            await context.Out.WriteLineAsync(JobSchema.Generate(context.Connectors.All)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }
}
