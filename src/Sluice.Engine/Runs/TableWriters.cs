using System.Diagnostics;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Transforms;
using Sluice.Plans;

namespace Sluice.Engine.Runs;

/// <summary>One worker's evaluating and writing, for all tables. Not thread-safe.</summary>
internal sealed class TableWriters(JobPlan plan, ISinkRun sink, RunContext context, RowBudget budget, RunCounters counters, WorkerDirtyRows dirty)
    : IAsyncDisposable
{
    private readonly ISinkWriter _writer = sink.CreateWriter(dirty);
    private readonly TableTransform?[] _transforms = new TableTransform?[plan.Tables.Length];

    /// <summary>Filters, projects and writes a batch. Borrows it.</summary>
    public async ValueTask WriteAsync(SourceBatch batch, CancellationToken cancellationToken)
    {
        TablePlan table = plan.Tables[batch.Table];
        dirty.Table = batch.Table;
        long start = Stopwatch.GetTimestamp();
        TableTransform transform = _transforms[batch.Table] ??= new TableTransform(table, context.Pool);
        (Rows? rows, int filtered) = transform.Apply(batch.Rows, dirty);
        counters.AddFiltered(batch.Table, filtered);
        long evaluated = Stopwatch.GetTimestamp();
        if (rows is not null)
        {
            using (rows)
                await SendAsync(batch.Table, table.Sink, rows, cancellationToken).ConfigureAwait(false);
        }

        counters.AddWaits(default, Stopwatch.GetElapsedTime(start, evaluated), Stopwatch.GetElapsedTime(evaluated));
    }

    /// <summary>Hands rows to the sink, as many as the table's row limit leaves; the others count as filtered.</summary>
    private async ValueTask SendAsync(int index, SinkTable target, Rows rows, CancellationToken cancellationToken)
    {
        int allowed = budget.Take(index, rows.Batch.Length);
        counters.AddFiltered(index, rows.Batch.Length - allowed);
        if (allowed == 0)
            return;
        counters.AddSent(index, allowed);
        if (allowed == rows.Batch.Length)
        {
            await _writer.WriteAsync(target, rows, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var some = new Rows(rows.Table, rows.Batch.SliceShared(0, allowed)) { SchemaVersion = rows.SchemaVersion, Locator = rows.Locator };
        await _writer.WriteAsync(target, some, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes all that was written durable.</summary>
    public ValueTask<IReadOnlyList<Committable>> PrepareAsync(CancellationToken cancellationToken) => _writer.PrepareAsync(1, cancellationToken);

    /// <summary>Commits all that was written since the last commit, together with the marks.</summary>
    public ValueTask<IReadOnlyList<Committable>> CommitAsync(IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken) =>
        _writer.CommitAsync(marks, cancellationToken);

    /// <summary>What the sink says it took since the last commit.</summary>
    public IReadOnlyList<Committable> Open => _writer.Open;

    /// <summary>Hands all that was written to the sink's run.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (TableTransform? transform in _transforms)
            transform?.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
    }
}
