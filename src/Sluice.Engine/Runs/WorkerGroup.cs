using System.Threading.Channels;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Limits;
using Sluice.Plans;

namespace Sluice.Engine.Runs;

/// <summary>
/// The workers of a run. Where the source can be read by as many readers as there are workers, each reads, evaluates and writes by itself.
/// Where it cannot, the readers hand batches over a bounded channel to workers that evaluate and write.
/// </summary>
internal sealed class WorkerGroup(
    JobPlan plan, ISourceRun source, ISinkRun sink, RunContext context, RunJournal journal)
    : IDisposable
{
    private readonly SemaphoreSlim _nextSplit = new(1, 1);
    private readonly RowBudget _budget = new(plan.Tables);
    private readonly ReadLimits _limits = new(plan.Limits, context.Time);

    /// <summary>Runs all workers to the end.</summary>
    /// <returns>What every writer prepared. When any fails, all are stopped, and the first failure is thrown.</returns>
    public async Task<IReadOnlyList<Committable>> RunAsync(CancellationToken cancellationToken)
    {
        int readers = Math.Clamp(plan.Tables.Sum(t => t.Scan.MaxReaders), 1, plan.Parallelism);
        int writers = Math.Clamp(plan.Tables.Sum(t => t.Sink.MaxWriters), 1, plan.Parallelism);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<IReadOnlyList<Committable>>> workers = readers < plan.Parallelism || writers < readers
            ? StartExchange(readers, Math.Max(1, Math.Min(writers, plan.Parallelism)), stopping)
            : [.. Enumerable.Range(0, readers).Select(_ => Start(() => CopyAsync(stopping.Token), stopping))];
        try
        {
            IReadOnlyList<Committable>[] prepared = await Task.WhenAll(workers).ConfigureAwait(false);
            return [.. prepared.SelectMany(p => p)];
        }
        catch (Exception)
        {
            throw FirstFailure(workers) ?? new OperationCanceledException(cancellationToken);
        }
    }

    public void Dispose() => _nextSplit.Dispose();

    private List<Task<IReadOnlyList<Committable>>> StartExchange(int readers, int writers, CancellationTokenSource stopping)
    {
        Channel<SourceBatch> channel = Channel.CreateBounded<SourceBatch>(
            new BoundedChannelOptions(writers) { SingleReader = writers == 1, SingleWriter = readers == 1 });
        int open = readers;
        var tasks = new List<Task<IReadOnlyList<Committable>>>();
        for (int i = 0; i < readers; i++)
        {
            tasks.Add(Start(
                async () =>
                {
                    await ReadIntoAsync(channel.Writer, stopping.Token).ConfigureAwait(false);
                    if (Interlocked.Decrement(ref open) == 0)
                        channel.Writer.Complete();
                    return [];
                },
                stopping));
        }

        for (int i = 0; i < writers; i++)
            tasks.Add(Start(() => WriteFromAsync(channel.Reader, stopping.Token), stopping));
        return tasks;
    }

    /// <summary>One worker on a thread of its own as long as it does not wait; its failure stops the others.</summary>
    private static Task<IReadOnlyList<Committable>> Start(Func<Task<IReadOnlyList<Committable>>> body, CancellationTokenSource stopping) =>
        Task.Run(
            async () =>
            {
                try
                {
                    return await body().ConfigureAwait(false);
                }
                catch
                {
                    await stopping.CancelAsync().ConfigureAwait(false);
                    throw;
                }
            },
            CancellationToken.None);

    private async Task<IReadOnlyList<Committable>> CopyAsync(CancellationToken cancellationToken)
    {
        var dirty = new WorkerDirtyRows(journal.Dirty, journal.Counters);
        var feed = new SplitFeed(plan, source, _nextSplit, _budget, _limits, journal, dirty);
        await using (feed.ConfigureAwait(false))
        {
            var writer = new TableWriters(plan, sink, context, _budget, journal.Counters, dirty);
            await using (writer.ConfigureAwait(false))
            {
                while (await feed.ReadAsync(cancellationToken).ConfigureAwait(false) is { } batch)
                {
                    using (batch)
                        await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                }

                return await writer.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadIntoAsync(ChannelWriter<SourceBatch> channel, CancellationToken cancellationToken)
    {
        var feed = new SplitFeed(plan, source, _nextSplit, _budget, _limits, journal, new WorkerDirtyRows(journal.Dirty, journal.Counters));
        await using (feed.ConfigureAwait(false))
        {
            while (await feed.ReadAsync(cancellationToken).ConfigureAwait(false) is { } batch)
                await channel.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<Committable>> WriteFromAsync(ChannelReader<SourceBatch> channel, CancellationToken cancellationToken)
    {
        var writer = new TableWriters(plan, sink, context, _budget, journal.Counters, new WorkerDirtyRows(journal.Dirty, journal.Counters));
        await using (writer.ConfigureAwait(false))
        {
            await foreach (SourceBatch batch in channel.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                    await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            return await writer.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The failure that stopped the others, not the cancellations it caused.</summary>
    public static Exception? FirstFailure(IEnumerable<Task> workers)
    {
        Exception[] failures = [.. workers.Where(w => w.IsFaulted).Select(w => w.Exception!.InnerException!)];
        return failures.FirstOrDefault(f => f is not OperationCanceledException) ?? failures.FirstOrDefault();
    }
}
