using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice copy SOURCE SINK</c>.</summary>
internal static class CopyCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("copy", "Copies tables without a job file.");
        JobArguments job = JobArguments.Copy(command);
        command.SetAction(async (parsed, cancellationToken) =>
            await JobRun.RunAsync(job.Read(parsed, context), job.Limit(parsed), null, context, cancellationToken).ConfigureAwait(false));
        return command;
    }
}
