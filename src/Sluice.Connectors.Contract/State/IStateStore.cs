using System.Collections.Immutable;

namespace Sluice.Connectors.State;

/// <summary>Keeps the checkpoints of jobs: numbered texts that are published once and never changed. Thread-safe.</summary>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>The store as printed.</summary>
    string Text { get; }

    /// <summary>
    /// Takes the job for this process, so that a second run of it is told so at once. Not what keeps two runs apart: <see cref="PublishAsync"/> is.
    /// </summary>
    /// <exception cref="Types.SluiceException">A live process of this machine runs the job.</exception>
    ValueTask LockAsync(string job, CancellationToken cancellationToken);

    /// <summary>
    /// The newest checkpoint that is whole; null when there is none. Invariant 3: torn or changed ones are recognised by their checksum, named in
    /// the answer, and passed over.
    /// </summary>
    ValueTask<LoadedCheckpoint> LoadAsync(string job, CancellationToken cancellationToken);

    /// <summary>
    /// Publishes checkpoint <paramref name="sequence"/>: durable and visible in one step, with its checksum. Invariant 3. Create-if-absent: the
    /// fence between two runs of one job.
    /// </summary>
    /// <exception cref="Types.SluiceException">That checkpoint is there already: another run has gone on.</exception>
    ValueTask PublishAsync(string job, long sequence, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Deletes all checkpoints but the newest <paramref name="keep"/>.</summary>
    ValueTask TrimAsync(string job, int keep, CancellationToken cancellationToken);
}

/// <summary>What a store holds of a job.</summary>
/// <param name="NextSequence">The number of the next checkpoint: above every one that is there, whole or not.</param>
/// <param name="Content">The newest whole checkpoint; null when there is none.</param>
/// <param name="Damaged">For each newer one that is not whole: which, and what is wrong with it.</param>
public sealed record LoadedCheckpoint(long NextSequence, ReadOnlyMemory<byte>? Content, ImmutableArray<string> Damaged);
