using Sluice.Connectors.Runs;

namespace Sluice.Connectors.Sources;

/// <summary>A source being read.</summary>
public interface ISourceRun : IAsyncDisposable
{
    /// <summary>
    /// The next split for an idle worker, or null when there are no more. Called by one worker at a time. Bounds are fixed when the run starts;
    /// splits are made lazily, so that their number does not grow with the table.
    /// </summary>
    ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken);

    /// <summary>A reader for one worker. The caller disposes it.</summary>
    /// <param name="dirtyRows">Where rows that cannot be read go; this worker's own.</param>
    ISplitReader CreateReader(IDirtyRows dirtyRows);

    /// <summary>
    /// Where the enumeration stands: the bounds of all splits and which comes next, so that a later attempt, given it as
    /// <see cref="RunRecovery.SourceState"/>, hands out exactly the splits that are still to come. Its size does not grow with the table.
    /// Never called while <see cref="NextSplitAsync"/> is under way. Null when splits cannot be named again.
    /// </summary>
    string? Snapshot() => null;

    /// <summary>A split that was handed out before <see cref="RunRecovery.SourceState"/> was taken, by its id.</summary>
    /// <exception cref="Types.SluiceException">There is no such split.</exception>
    Split Find(string id) => throw new NotSupportedException($"'{id}': the source's splits cannot be named again");
}

/// <summary>Reads splits, one after another. Not thread-safe: one caller, one call at a time.</summary>
public interface ISplitReader : IAsyncDisposable
{
    /// <summary>Starts a split; the one before must have ended with <see cref="SplitDone"/>.</summary>
    ValueTask OpenAsync(Split split, CancellationToken cancellationToken);

    /// <summary>Starts a split behind a <see cref="Position"/> of it. Rows up to there are not delivered again.</summary>
    ValueTask ReopenAsync(Split split, string position, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the reader has no positions");

    /// <summary>
    /// Where the split stands behind the last element delivered: what <see cref="ReopenAsync"/> continues from, by this reader or another one
    /// of the run, and for a split with <see cref="Split.IsResumable"/> also in a later process. Opaque. Null when nothing was delivered yet, or
    /// when the split can only be read again from its start.
    /// </summary>
    string? Position => null;

    /// <summary>
    /// The next element of the open split, <see cref="SplitDone"/> at its end. The caller owns the element and disposes it. A batch has 1 to
    /// <see cref="RunContext.BatchRows"/> rows and about <see cref="RunContext.BatchBytes"/> bytes at most, unless one row is larger.
    /// </summary>
    /// <exception cref="Types.SluiceException">The source failed; the code's fault says whether a retry can help.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the reader must then be disposed.</exception>
    ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken);
}
