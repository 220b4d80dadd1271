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
}

/// <summary>Reads splits, one after another. Not thread-safe: one caller, one call at a time.</summary>
public interface ISplitReader : IAsyncDisposable
{
    /// <summary>Starts a split; the one before must have ended with <see cref="SplitDone"/>.</summary>
    ValueTask OpenAsync(Split split, CancellationToken cancellationToken);

    /// <summary>
    /// The next element of the open split, <see cref="SplitDone"/> at its end. The caller owns the element and disposes it. A batch has 1 to
    /// <see cref="RunContext.BatchRows"/> rows and about <see cref="RunContext.BatchBytes"/> bytes at most, unless one row is larger.
    /// </summary>
    /// <exception cref="Types.SluiceException">The source failed; the code's fault says whether a retry can help.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the reader must then be disposed.</exception>
    ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken);
}
