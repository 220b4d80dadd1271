using System.CommandLine;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice run JOB</c>.</summary>
internal static class RunCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("run", "Runs a job file.");
        JobArguments job = JobArguments.File(command);
        var resume = new Option<bool>("--resume") { Description = "Continues an unfinished run (not in this version)." };
        var fresh = new Option<bool>("--fresh") { Description = "Discards an unfinished run (not in this version)." };
        command.Add(resume);
        command.Add(fresh);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            foreach (Option<bool> flag in (Option<bool>[])[resume, fresh])
            {
                if (parsed.GetValue(flag))
                    throw new SluiceException(CliErrors.NotSupported, $"{flag.Name} is not in this version: it keeps no checkpoints, a run starts from the beginning", null, $"leave {flag.Name} out");
            }

            return await JobRun.RunAsync(job.Read(parsed, context), null, context, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
