using System.Diagnostics;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Limits;
using Sluice.Plans;

namespace Sluice.Engine.Runs;

/// <summary>One worker's reading: takes splits one after another and gives their batches. Not thread-safe.</summary>
internal sealed class SplitFeed(
    JobPlan plan, ISourceRun source, SemaphoreSlim nextSplit, RowBudget budget, ReadLimits limits, RunJournal journal, WorkerDirtyRows dirty)
    : IAsyncDisposable
{
    private readonly RetryingReader _reader = new(source, dirty, journal.Warn, TimeProvider.System);
    private readonly RunCounters _counters = journal.Counters;
    private int _table;
    private bool _isOpen;

    /// <summary>The next batch, which the caller disposes; null when there are no more splits.</summary>
    public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (_isOpen || await OpenNextAsync(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                StreamElement element = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (element is SplitDone)
                    _isOpen = false;
                else if (element is Rows rows)
                    return await CountAsync(rows, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        finally
        {
            _counters.AddWaits(Stopwatch.GetElapsedTime(start), default, default);
        }
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async ValueTask<SourceBatch> CountAsync(Rows rows, CancellationToken cancellationToken)
    {
        long bytes = rows.SourceBytes;
        _counters.AddRead(_table, rows.Batch.Length, bytes);
        await limits.TakeAsync(rows.Batch.Length, bytes, cancellationToken).ConfigureAwait(false);
        return new SourceBatch(_table, rows);
    }

    private async ValueTask<bool> OpenNextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Split? split = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (split is null)
                return false;
            _table = IndexOf(split.Scan);
            if (budget.IsSpent(_table))
                continue;
            dirty.Table = _table;
            await _reader.OpenAsync(split, null, cancellationToken).ConfigureAwait(false);
            return _isOpen = true;
        }
    }

    private async ValueTask<Split?> NextAsync(CancellationToken cancellationToken)
    {
        await nextSplit.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await source.NextSplitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            nextSplit.Release();
        }
    }

    private int IndexOf(TableScan scan)
    {
        for (int i = 0; i < plan.Tables.Length; i++)
        {
            if (ReferenceEquals(plan.Tables[i].Scan, scan))
                return i;
        }

        throw new UnreachableException("a split belongs to a planned scan");
    }
}
