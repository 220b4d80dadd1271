using Sluice.Connectors.Sinks;
using Sluice.Engine.Runs;

namespace Sluice.Engine.Checkpoints;

/// <summary>The workers of one attempt and, beside them, the making of checkpoints.</summary>
internal sealed class ResumableWorkers(AttemptParts parts, CheckpointLog log, Action progressed)
{
    /// <summary>Runs all workers to the end; the first failure, also that of a checkpoint, stops all and is thrown.</summary>
    /// <returns>What every writer prepared.</returns>
    public async Task<IReadOnlyList<Committable>> RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        int readers = Math.Clamp(parts.Plan.Tables.Sum(t => t.Scan.MaxReaders), 1, parts.Plan.Parallelism);
        int writers = Math.Clamp(parts.Plan.Tables.Sum(t => t.Sink.MaxWriters), 1, parts.Plan.Parallelism);
        Task<IReadOnlyList<Committable>>[] workers = [.. Enumerable.Range(0, Math.Min(readers, writers)).Select(_ => Start(WorkAsync, stopping))];
        Task<IReadOnlyList<Committable>> checkpoints = Start(_ => CheckpointAsync(ending.Token), stopping);
        try
        {
            IReadOnlyList<Committable>[] prepared = await Task.WhenAll(workers).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await checkpoints.ConfigureAwait(false);
            return [.. prepared.SelectMany(p => p)];
        }
        catch (Exception)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. workers, checkpoints]).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            throw WorkerGroup.FirstFailure([.. workers, checkpoints]) ?? new OperationCanceledException(cancellationToken);
        }
    }

    private static Task<IReadOnlyList<Committable>> Start(
        Func<CancellationToken, Task<IReadOnlyList<Committable>>> body, CancellationTokenSource stopping) => Task.Run(
        async () =>
        {
            try
            {
                return await body(stopping.Token).ConfigureAwait(false);
            }
            catch
            {
                await stopping.CancelAsync().ConfigureAwait(false);
                throw;
            }
        },
        CancellationToken.None);

    private async Task<IReadOnlyList<Committable>> WorkAsync(CancellationToken cancellationToken)
    {
        var worker = new ResumableWorker(parts);
        await using (worker.ConfigureAwait(false))
            return await worker.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Committable>> CheckpointAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(parts.Every, parts.Context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (parts.Barrier is null)
                    await RecordAsync(cancellationToken).ConfigureAwait(false);
                else
                    await StopAndRecordAsync(parts.Barrier, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The workers are done, or stopped.
        }

        return [];
    }

    /// <summary>The sink has committed by itself; the checkpoint lets it forget what is done.</summary>
    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> forgettable = await log.PublishAsync(parts.Splits, log.State, cancellationToken).ConfigureAwait(false);
        progressed();
        if (forgettable.Count > 0)
            await parts.Sink.ForgetAsync(forgettable, cancellationToken).ConfigureAwait(false);
    }

    private async Task StopAndRecordAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        if (!await barrier.StopAsync(cancellationToken).ConfigureAwait(false))
            return;
        try
        {
            string? sink = await parts.Sink.SnapshotAsync(cancellationToken).ConfigureAwait(false);
            await log.PublishAsync(parts.Splits, log.State with { Sink = sink }, cancellationToken).ConfigureAwait(false);
            progressed();
        }
        finally
        {
            barrier.Release();
        }
    }
}
