using Sluice.Connectors.Runs;

namespace Sluice.Engine.DirtyRows;

/// <summary>Where the dirty rows of a run are kept: written while it runs, visible when it ends.</summary>
public interface IDeadLetters : IAsyncDisposable
{
    /// <summary>Keeps a row. Thread-safe. Invariant 8: secrets are masked before anything is kept.</summary>
    void Add(DirtyRow row);

    /// <summary>
    /// Makes what was kept durable and visible; before the sinks' commit, so that no row is ever in neither. Returns the file, or null
    /// when nothing was kept.
    /// </summary>
    ValueTask<string?> PublishAsync(bool runFailed, CancellationToken cancellationToken);
}
