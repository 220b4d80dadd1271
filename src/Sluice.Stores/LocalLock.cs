using Microsoft.Win32.SafeHandles;

namespace Sluice.Stores;

/// <summary>
/// A lock that ends with its process, however that ends: an exclusive <c>flock</c> on a file. The file stays until the lock is given back.
/// </summary>
internal sealed class LocalLock : IAsyncDisposable
{
    private const int WouldBlock = 11;
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    private LocalLock(string path, SafeFileHandle handle) => (_path, _handle) = (path, handle);

    public static LocalLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix: the kernel drops it when the process is gone, also after kill -9.
            return new LocalLock(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (!_handle.IsClosed)
        {
            // Deleted while still held, so that nobody can take a lock on a name that is about to go.
            File.Delete(_path);
            _handle.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
