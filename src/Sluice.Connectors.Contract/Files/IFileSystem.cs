namespace Sluice.Connectors.Files;

/// <summary>Where files are: local folders, later object stores. Thread-safe.</summary>
public interface IFileSystem
{
    /// <summary>
    /// Files that match a path, folder or glob (<c>*</c>, <c>?</c>, <c>[…]</c>, <c>**</c>), ordered by path by code point. Names that start with
    /// <c>.</c> or <c>_</c> are left out unless the pattern names them. Empty when nothing matches.
    /// </summary>
    ValueTask<IReadOnlyList<FileEntry>> ListAsync(string pattern, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading. The caller disposes it.</summary>
    ValueTask<IInputFile> OpenReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Creates a file that must not exist, with its folders. The caller disposes it.</summary>
    ValueTask<IOutputFile> CreateAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a file that a run left unfinished, to go on writing behind its first <paramref name="length"/> bytes; what lies behind them is cut off.
    /// The caller disposes it.
    /// </summary>
    /// <exception cref="Types.SluiceException">It is not there, or shorter.</exception>
    ValueTask<IOutputFile> ContinueAsync(string path, long length, CancellationToken cancellationToken) =>
        throw new NotSupportedException("files of this store cannot be continued");

    /// <summary>Makes a finished file visible under its name, in one step, durably (data and folder synced). Overwrites.</summary>
    ValueTask PublishAsync(string temporaryPath, string path, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a finished folder in the place of another, in one step where the store can, durably; what was there is deleted. Not an error when
    /// there was none.
    /// </summary>
    ValueTask PublishFolderAsync(string temporaryFolder, string folder, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a lock of that name, or null when a live process holds it. The lock ends when it is disposed, and with the process, however that
    /// ends: so a run can tell what a dead run left behind from what a live one is writing. What carries the lock (a file) stays: its holder deletes it by
    /// <see cref="DeleteAsync"/> when nothing is left to clean up.
    /// </summary>
    ValueTask<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken);

    /// <summary>Deletes a file, or a folder with all in it; no error when it is not there.</summary>
    ValueTask DeleteAsync(string path, CancellationToken cancellationToken);

    /// <summary>Deletes a folder and those below it as far as they hold nothing else; nothing where folders are only parts of names.</summary>
    ValueTask DeleteEmptyFoldersAsync(string path, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Whether a file or folder is there.</summary>
    ValueTask<bool> ExistsAsync(string path, CancellationToken cancellationToken);
}

/// <summary>A file found.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Bytes.</param>
public sealed record FileEntry(string Path, long Length);

/// <summary>An open file. Thread-safe.</summary>
public interface IInputFile : IAsyncDisposable
{
    /// <summary>Its path, for errors.</summary>
    string Path { get; }

    /// <summary>Bytes; null when it cannot be known (a pipe).</summary>
    long? Length { get; }

    /// <summary>Reads at an offset, up to the buffer's length; 0 at the end. A pipe takes only growing offsets without gaps.</summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}

/// <summary>A file being written. One caller at a time.</summary>
public interface IOutputFile : IAsyncDisposable
{
    /// <summary>Its path, for errors.</summary>
    string Path { get; }

    /// <summary>Bytes written so far.</summary>
    long Length { get; }

    /// <summary>Appends bytes.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Makes what was written durable.</summary>
    ValueTask SyncAsync(CancellationToken cancellationToken);
}
