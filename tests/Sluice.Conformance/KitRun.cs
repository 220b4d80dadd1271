using Apache.Arrow;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;
using Xunit;

namespace Sluice.Conformance;

/// <summary>Drives a connector through the contract step by step, as an engine would, and can stop after any step.</summary>
public sealed class KitRun(KitPlace place) : IAsyncDisposable
{
    private readonly BufferPool _pool = new();
    private readonly List<IAsyncDisposable> _open = [];
    private int _run;

    /// <summary>Dirty rows reported.</summary>
    public KitDirtyRows DirtyRows { get; } = new();

    /// <summary>The context of the next run; each has an id of its own.</summary>
    public RunContext NewContext(int batchRows = 1000, long batchBytes = 1 << 20, int parallelism = 1) => new()
    {
        RunId = $"kit-{Guid.NewGuid():N}"[..14] + $"-{_run++}",
        Pool = _pool,
        BatchRows = batchRows,
        BatchBytes = batchBytes,
        Parallelism = parallelism,
    };

    /// <summary>Plans the writing of a table.</summary>
    /// <exception cref="SluiceException">The connector refuses.</exception>
    public async Task<(ISink Sink, SinkTable Table)> PlanWriteAsync(string table, TableSchema schema, int parallelism = 1)
    {
        IConnection connection = Keep(place.Connector.Open(place.SpecFor(table)));
        ISink sink = Keep(connection.OpenSink(place.SinkSpec) ?? throw new InvalidOperationException("the connector is no sink"));
        var request = new SinkRequest { Name = place.NameOf(table), Schema = schema, Parallelism = parallelism };
        return (sink, await sink.PlanAsync(request, CancellationToken.None));
    }

    /// <summary>Writes a table as one run, stopping where told.</summary>
    /// <returns>The run, still open, and what was prepared.</returns>
    public async Task<(ISinkRun Run, IReadOnlyList<Committable> Prepared)> WriteAsync(
        string table, KitTable rows, KitStep until = KitStep.Finish, int batchRows = 1000, int writers = 1, CancellationToken cancellationToken = default)
    {
        (ISink sink, SinkTable target) = await PlanWriteAsync(table, rows.Schema, writers);
        ISinkRun run = Keep(await sink.OpenRunAsync([target], NewContext(parallelism: writers), cancellationToken));
        await run.BeginAsync(cancellationToken);
        if (until == KitStep.Begin)
            return (run, []);
        ISinkWriter[] open = [.. Enumerable.Range(0, Math.Min(writers, target.MaxWriters)).Select(_ => Keep(run.CreateWriter(DirtyRows)))];
        int turn = 0;
        foreach (RecordBatch batch in rows.Batches(_pool, batchRows))
        {
            using var element = new Rows(place.NameOf(table), batch);
            await open[turn++ % open.Length].WriteAsync(target, element, cancellationToken);
        }

        if (until == KitStep.Write)
            return (run, []);
        var prepared = new List<Committable>();
        foreach (ISinkWriter writer in open)
            prepared.AddRange(await writer.PrepareAsync(1, cancellationToken));
        if (until == KitStep.Prepare)
            return (run, prepared);
        await run.CommitAsync(prepared, cancellationToken);
        if (until == KitStep.Finish)
            await run.FinishAsync(cancellationToken);
        return (run, prepared);
    }

    /// <summary>
    /// Begins to write a table and cancels from another thread while a write is under way, after some that were done. The writer is disposed, as
    /// the contract asks; the run is left to be abandoned.
    /// </summary>
    /// <returns>The run, and whether a write had begun and not returned when it was cancelled.</returns>
    public async Task<(ISinkRun Run, bool WasInside)> CancelInsideWriteAsync(string table, KitTable rows, int afterBatches)
    {
        (ISink sink, SinkTable target) = await PlanWriteAsync(table, rows.Schema);
        using var cancel = new CancellationTokenSource();
        ISinkRun run = Keep(await sink.OpenRunAsync([target], NewContext(), cancel.Token));
        await run.BeginAsync(cancel.Token);
        bool isInside = false;
        bool wasInside = false;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ISinkWriter writer = run.CreateWriter(DirtyRows);
        Task writing = Task.Run(async () =>
        {
            for (int turn = 0; ; turn++)
            {
                using RecordBatch batch = rows.Batches(_pool, rows.Rows.Count).Single();
                using var element = new Rows(place.NameOf(table), batch);
                Volatile.Write(ref isInside, true);
                if (turn == afterBatches)
                    begun.SetResult();
                await writer.WriteAsync(target, element, cancel.Token);
                Volatile.Write(ref isInside, false);
                cancel.Token.ThrowIfCancellationRequested();
            }
        });
        await Task.WhenAny(begun.Task, writing);
        wasInside = Volatile.Read(ref isInside);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        return (run, wasInside);
    }

    /// <summary>Reads a whole table back.</summary>
    /// <returns>The rows; null when the catalog knows no such table.</returns>
    public async Task<KitTable?> ReadAsync(string table, int readers = 1, int batchRows = 1000, long batchBytes = 1 << 20, Action<Rows>? onRows = null)
    {
        IConnection connection = Keep(place.Connector.Open(place.SpecFor(table)));
        TableDescription? description = await connection.Catalog.DescribeAsync(place.NameOf(table), CancellationToken.None);
        if (description is null)
            return null;
        ISource source = Keep(connection.OpenSource(place.SourceSpec) ?? throw new InvalidOperationException("the connector is no source"));
        var request = new ScanRequest { Table = description, Columns = [.. description.Schema.Columns.Select(c => c.Name)], Parallelism = readers };
        TableScan scan = await source.PlanAsync(request, CancellationToken.None);
        ISourceRun run = Keep(await source.OpenRunAsync([scan], NewContext(batchRows, batchBytes, readers), CancellationToken.None));
        ISplitReader[] open = [.. Enumerable.Range(0, Math.Min(readers, scan.MaxReaders)).Select(_ => Keep(run.CreateReader(DirtyRows)))];
        var rows = new List<object?[]>();
        for (int turn = 0; await run.NextSplitAsync(CancellationToken.None) is { } split; turn++)
            await ReadSplitAsync(open[turn % open.Length], split, scan, rows, onRows);
        return new KitTable(scan.Schema with { PrimaryKey = [] }, rows);
    }

    /// <summary>Ends without another word to the connector but disposal, as a process that dies would.</summary>
    public async ValueTask DisposeAsync()
    {
        for (int i = _open.Count - 1; i >= 0; i--)
            await _open[i].DisposeAsync();
        _open.Clear();
        _pool.Dispose();
    }

    private static async Task ReadSplitAsync(ISplitReader reader, Split split, TableScan scan, List<object?[]> rows, Action<Rows>? onRows)
    {
        await reader.OpenAsync(split, CancellationToken.None);
        while (true)
        {
            using StreamElement element = await reader.ReadAsync(CancellationToken.None);
            if (element is SplitDone)
                return;
            if (element is not Rows batch)
                continue;
            onRows?.Invoke(batch);
            rows.AddRange(KitTable.RowsOf(batch.Batch, scan.Schema));
        }
    }

    private T Keep<T>(T disposable)
        where T : IAsyncDisposable
    {
        _open.Add(disposable);
        return disposable;
    }
}

/// <summary>The steps of a write, after any of which a process may die.</summary>
public enum KitStep
{
    /// <summary>The run has begun.</summary>
    Begin,

    /// <summary>Rows are written, nothing is prepared.</summary>
    Write,

    /// <summary>All is prepared, nothing committed.</summary>
    Prepare,

    /// <summary>All is committed, the run not finished.</summary>
    Commit,

    /// <summary>The run is finished.</summary>
    Finish,
}

/// <summary>Collects dirty rows.</summary>
public sealed class KitDirtyRows : IDirtyRows
{
    private readonly List<DirtyRow> _rows = [];

    /// <summary>What was reported.</summary>
    public IReadOnlyList<DirtyRow> Rows => _rows;

    /// <inheritdoc/>
    public void Report(DirtyRow row) => _rows.Add(row);
}
