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

    /// <summary>
    /// What the sink has committed of this run (<see cref="CommitProtocol.PositionInSink"/>), asked once behind <see cref="BeginAsync"/> of a run
    /// with <see cref="RunContext.Recovery"/>. Invariant 12: it waits until no writer of an earlier attempt can commit any more, and fences them off.
    /// </summary>
    ValueTask<SinkProgress> RecoverAsync(CancellationToken cancellationToken) => ValueTask.FromResult(SinkProgress.None);

    /// <summary>
    /// What a later attempt needs to continue from here (<see cref="CommitProtocol.TwoPhase"/>), as <see cref="RunRecovery.SinkState"/>; called
    /// when every writer has flushed or prepared and none is writing. What it names is durable before it returns.
    /// </summary>
    ValueTask<string?> SnapshotAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

    /// <summary>
    /// Drops what the sink remembers of splits that a published checkpoint holds as done; of the whole run when <paramref name="splits"/> is null.
    /// </summary>
    ValueTask ForgetAsync(IReadOnlyList<string>? splits, CancellationToken cancellationToken) => ValueTask.CompletedTask;

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

    /// <summary>For each table with rows in the open epoch, what the sink says it took of them so far; its state means nothing yet.</summary>
    IReadOnlyList<Committable> Open => [];

    /// <summary>
    /// Commits the open epoch together with the marks, in one transaction (<see cref="CommitProtocol.PositionInSink"/>), and starts the next one.
    /// Invariant 2: after a doubtful commit, <see cref="ISinkRun.RecoverAsync"/> of the next attempt says what happened.
    /// </summary>
    /// <param name="marks">Where the splits stand whose rows are in the epoch.</param>
    /// <param name="cancellationToken">Stops before the commit is sent.</param>
    /// <returns>For each table that got rows, what the sink says it took.</returns>
    ValueTask<IReadOnlyList<Committable>> CommitAsync(IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the sink keeps no positions");

    /// <summary>Hands what was written to the run, which makes it durable in <see cref="ISinkRun.SnapshotAsync"/> (<see cref="CommitProtocol.TwoPhase"/>).</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken) => throw new NotSupportedException("the sink cannot be continued");
}

/// <summary>Prepared work of one writer in one table.</summary>
/// <param name="Table">The target, as printed.</param>
/// <param name="State">What the sink needs to commit or abort it, in a form that outlives the process.</param>
/// <param name="RowCount">Rows the sink says it took (COPY's count, a file footer), not what it was given.</param>
/// <param name="Bytes">Bytes written, for the summary; 0 when not known.</param>
public sealed record Committable(string Table, string State, long RowCount, long Bytes)
{
    /// <summary>Rows left out because their key was there (<see cref="WriteMode.InsertIgnore"/>).</summary>
    public long Ignored { get; init; }

    /// <summary>Rows left out because a later row of the same key was written in their place (<see cref="WriteMode.Upsert"/>).</summary>
    public long Superseded { get; init; }
}
