using Sluice.Connectors.Runs;

namespace Sluice.Connectors.Sinks;

/// <summary>All target tables of a job as a sink. Planning calls only read.</summary>
public interface ISink : IAsyncDisposable
{
    /// <summary>
    /// Plans the writing of one table: what it will be called, what will be created, how each column is written. Invariant 4: what could lose
    /// information is refused here unless a policy allows it.
    /// </summary>
    /// <exception cref="Types.SluiceException">The target cannot take the rows; names the column.</exception>
    ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken);

    /// <summary>Opens the sink for a run. Nothing is created before <see cref="ISinkRun.BeginAsync"/>.</summary>
    ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken);
}

/// <summary>A sink being written.</summary>
public interface ISinkRun : IAsyncDisposable
{
    /// <summary>Creates what must exist before the first row and cleans what a dead run of the same target left behind.</summary>
    ValueTask BeginAsync(CancellationToken cancellationToken);

    /// <summary>A writer for one worker, for all tables. The caller disposes it.</summary>
    /// <param name="dirtyRows">Where rows that the target refuses go; this worker's own.</param>
    ISinkWriter CreateWriter(IDirtyRows dirtyRows);

    /// <summary>Makes prepared work visible. Invariant 2: idempotent; recovery calls it again.</summary>
    ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken);

    /// <summary>Discards prepared work. Idempotent.</summary>
    ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken);

    /// <summary>Ends a run whose every epoch is committed: keys, indexes, swaps.</summary>
    ValueTask FinishAsync(CancellationToken cancellationToken);

    /// <summary>Ends a run that failed or was cancelled: nothing of it stays visible. Never throws for a broken peer.</summary>
    ValueTask AbandonAsync(CancellationToken cancellationToken);
}

/// <summary>Writes rows of all tables for one worker. Not thread-safe.</summary>
public interface ISinkWriter : IAsyncDisposable
{
    /// <summary>
    /// Writes the rows of a batch into the open epoch. Borrows the batch.
    /// </summary>
    /// <param name="table">The target.</param>
    /// <param name="rows">Rows whose columns are those of <see cref="SinkTable.Schema"/>.</param>
    /// <param name="cancellationToken">Stops the write; the writer must then be disposed.</param>
    /// <exception cref="Types.SluiceException">The sink failed; rows it refuses are reported as dirty and do not throw.</exception>
    ValueTask WriteAsync(SinkTable table, Sources.Rows rows, CancellationToken cancellationToken);

    /// <summary>Makes the open epoch durable, though not visible, and starts the next one.</summary>
    /// <returns>What commits it, one or more for each table that got rows; with the counts that the sink says it took.</returns>
    ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken);
}

/// <summary>Prepared work of one writer in one table.</summary>
/// <param name="Table">The target, as printed.</param>
/// <param name="State">What the sink needs to commit or abort it, in a form that outlives the process.</param>
/// <param name="RowCount">Rows the sink says it took (COPY's count, a file footer), not what it was given.</param>
/// <param name="Bytes">Bytes written, for the summary; 0 when not known.</param>
public sealed record Committable(string Table, string State, long RowCount, long Bytes);
