using Sluice.Connectors.Sinks;
using Sluice.Engine.Replay;
using Sluice.Engine.Runs;
using Sluice.Jobs;
using Sluice.Stores;
using Sluice.Types;

namespace Sluice.Cli.DeadLetters;

/// <summary>Replays dead letters, one run's after the other's.</summary>
internal static class DeadLetterReplay
{
    public static async Task<int> RunAsync(JobDocument document, IReadOnlyList<DeadLetterRun> runs, CliContext context, CancellationToken cancellationToken)
    {
        if (runs.FirstOrDefault(run => run.State == DeadLetterState.Failed) is { } failed)
        {
            throw new SluiceException(
                CliErrors.NoReplay, $"run '{failed.Run}' failed and wrote nothing, so its dead letters are not all that is missing", failed.Path, "run the job again; delete the file when it is done");
        }

        if (runs.FirstOrDefault(run => run.State == DeadLetterState.Replayed) is { } done && runs.All(run => run.State == DeadLetterState.Replayed))
            throw new SluiceException(CliErrors.NoReplay, $"the dead letters of run '{done.Run}' were replayed already", done.Path, "rename the file to RUN.jsonl to write them once more");
        if (runs.Count == 0)
        {
            await context.Out.WriteLineAsync("there is nothing to replay").ConfigureAwait(false);
            return ExitCodes.Done;
        }

        document.Problems.ThrowIfAny(document.Secrets);
        foreach (DeadLetterRun run in runs.Where(run => run.State == DeadLetterState.Open))
        {
            int code = await RunAsync(Appending(document), run, context, cancellationToken).ConfigureAwait(false);
            if (code != ExitCodes.Done)
                return code;
        }

        return ExitCodes.Done;
    }

    private static async Task<int> RunAsync(JobDocument document, DeadLetterRun run, CliContext context, CancellationToken cancellationToken)
    {
        DeadLetter[] letters = [.. DeadLetterFolder.Read(run)];
        OpenedJob job = await PlannedJob.OpenAsync(document, context.Connectors, context, cancellationToken).ConfigureAwait(false);
        await using (job.ConfigureAwait(false))
        {
            var replay = ReplayPlan.Make(job.Plan, run.Run, letters);
            int code = replay.Plan is null ? ExitCodes.Done : await RunAsync(replay, document.Spec!, context, cancellationToken).ConfigureAwait(false);
            if (code == ExitCodes.Done)
                DeadLetterFolder.Settle(run, replay.Replayed, [.. replay.Kept.Select(kept => kept.Letter)]);
            foreach ((DeadLetter letter, string reason) in replay.Kept)
                await context.Error.WriteLineAsync($"not replayed: {run.Path}:{letter.Number} ({letter.Position ?? letter.Table}): {reason}").ConfigureAwait(false);
            return code == ExitCodes.Done && replay.Kept.Count > 0 ? ExitCodes.Failed : code;
        }
    }

    private static async Task<int> RunAsync(ReplayPlan replay, JobSpec spec, CliContext context, CancellationToken cancellationToken)
    {
        if (spec.Checkpoint is not { } checkpoint)
            return await JobRun.RunAsync(replay.Plan!, spec, null, null, context, cancellationToken).ConfigureAwait(false);
        // Invariant 12: killed behind its commit, a replay is found finished in the store and writes nothing again.
        var store = new LocalStateStore(checkpoint.Store);
        await using (store.ConfigureAwait(false))
            return await JobRun.RunAsync(replay.Plan!, spec, null, (store, ResumeMode.OnlyUnfinished), context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A replay adds rows to what the job wrote; it never replaces a target.</summary>
    private static JobDocument Appending(JobDocument document) => document.Spec!.Sink is not { Write: WriteMode.Replace or WriteMode.Truncate or WriteMode.OverwritePartitions } sink
        ? document
        : new JobDocument { Spec = document.Spec with { Sink = sink with { Write = WriteMode.Append } }, Secrets = document.Secrets };
}
