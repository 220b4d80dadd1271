using Sluice.Connectors.Files;

namespace Sluice.Stores;

/// <summary>The files of this machine. Relative paths start at the working folder; callers resolve theirs first.</summary>
public sealed class LocalFileSystem : IFileSystem
{
    private readonly ILocalDisk _disk;

    /// <summary>The real disk.</summary>
    public LocalFileSystem()
        : this(LinuxDisk.Instance)
    {
    }

    internal LocalFileSystem(ILocalDisk disk) => _disk = disk;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FileEntry>> ListAsync(string pattern, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Try("list", pattern, () => (IReadOnlyList<FileEntry>)LocalListing.Find(pattern)));
    }

    /// <inheritdoc/>
    public ValueTask<IInputFile> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Try("read", path, () => (IInputFile)new LocalInputFile(path)));
    }

    /// <inheritdoc/>
    public ValueTask<IOutputFile> CreateAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Try("create", path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return (IOutputFile)new LocalOutputFile(path, _disk);
        }));
    }

    /// <inheritdoc/>
    public ValueTask<IOutputFile> ContinueAsync(string path, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Try("continue", path, () => (IOutputFile)new LocalOutputFile(path, _disk, length)));
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(string temporaryPath, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Do("publish", path, () =>
        {
            // Invariant 2: the bytes are durable before the name shows them; a name that survives a power cut never shows half a file.
            using (var file = File.OpenHandle(temporaryPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                _disk.SyncFile(file, temporaryPath);
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            _disk.Rename(temporaryPath, path);
            _disk.SyncFolder(folder);
        });
    }

    /// <inheritdoc/>
    public ValueTask PublishFolderAsync(string temporaryFolder, string folder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Do("publish", folder, () =>
        {
            _disk.SyncFolder(temporaryFolder);
            if (!Directory.Exists(folder))
                _disk.Rename(temporaryFolder, folder);
            else if (!_disk.TryExchange(temporaryFolder, folder))
                ExchangeInTwoSteps(temporaryFolder, folder);
            _disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(folder))!);
            if (Directory.Exists(temporaryFolder))
                Directory.Delete(temporaryFolder, recursive: true);
        });
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Try("create files in", Path.GetDirectoryName(path) ?? path, () => (IAsyncDisposable?)LocalLock.TryTake(path)));
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Do("delete", path, () =>
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else if (File.Exists(path))
                File.Delete(path);
        });
    }

    /// <inheritdoc/>
    public ValueTask DeleteEmptyFoldersAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Do("delete", path, () => DeleteEmptyFolders(path));
    }

    private static void DeleteEmptyFolders(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string below in Directory.GetDirectories(folder))
            DeleteEmptyFolders(below);
        // The operating system refuses what holds something, also what came in this moment; asking first spares the exception.
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(File.Exists(path) || Directory.Exists(path));
    }

    private void ExchangeInTwoSteps(string temporaryFolder, string folder)
    {
        string old = temporaryFolder + ".old";
        _disk.Rename(folder, old);
        _disk.Rename(temporaryFolder, folder);
        Directory.Delete(old, recursive: true);
    }

    private static ValueTask Do(string doing, string path, Action action)
    {
        Try(doing, path, () =>
        {
            action();
            return true;
        });
        return ValueTask.CompletedTask;
    }

    private static T Try<T>(string doing, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(e, doing, path);
        }
    }
}
