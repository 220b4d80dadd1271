using System.CommandLine;
using Sluice.Engine.Checkpoints;
using Sluice.Engine.Runs;
using Sluice.Jobs;
using Sluice.Stores;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice run JOB</c>.</summary>
internal static class RunCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("run", "Runs a job file. With checkpoint.store in it, an interrupted run continues where it stopped.");
        JobArguments job = JobArguments.File(command);
        var resume = new Option<bool>("--resume") { Description = "Continues an unfinished run; does nothing when the last one is finished." };
        var fresh = new Option<bool>("--fresh") { Description = "Discards an unfinished run and begins a new one." };
        command.Add(resume);
        command.Add(fresh);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ResumeMode mode = Mode(parsed.GetValue(resume), parsed.GetValue(fresh));
            JobDocument document = job.Read(parsed, context);
            if (document.Spec?.Checkpoint is null)
            {
                RefuseWithoutStore(mode);
                return await JobRun.RunAsync(document, null, null, context, cancellationToken).ConfigureAwait(false);
            }

            var store = new LocalStateStore(document.Spec.Checkpoint.Store);
            await using (store.ConfigureAwait(false))
            {
                RecordedRun? last = await RecordedRun.FindAsync(store, document.Spec.Name, cancellationToken).ConfigureAwait(false);
                // A run goes on with the instant it began with: ${run.date} and CURRENT_TIMESTAMP stay what they were.
                if (last is { IsFinished: false } && mode != ResumeMode.Fresh)
                    document = job.Read(parsed, context, last.Started);
                return await JobRun.RunAsync(document, null, (store, mode), context, cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static ResumeMode Mode(bool resume, bool fresh) => (resume, fresh) switch
    {
        (true, true) => throw new SluiceException(CliErrors.Usage, "--resume and --fresh exclude each other", null, "give one of them"),
        (true, _) => ResumeMode.OnlyUnfinished,
        (_, true) => ResumeMode.Fresh,
        _ => ResumeMode.Continue,
    };

    private static void RefuseWithoutStore(ResumeMode mode)
    {
        if (mode != ResumeMode.Continue)
        {
            throw new SluiceException(
                CliErrors.Usage, $"{(mode == ResumeMode.Fresh ? "--fresh" : "--resume")} needs a job that keeps its progress", null,
                "write checkpoint: { store: FOLDER } into the job");
        }
    }
}
