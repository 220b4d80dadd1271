using Microsoft.Win32.SafeHandles;

namespace Sluice.Stores;

/// <summary>
/// A lock that ends with its process, however that ends: an exclusive <c>flock</c> on a file. The file stays: whoever holds the lock may delete it.
/// </summary>
internal sealed class LocalLock : IAsyncDisposable
{
    private const int WouldBlock = 11;
    private readonly SafeFileHandle _handle;

    private LocalLock(SafeFileHandle handle) => _handle = handle;

    public static LocalLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix: the kernel drops it when the process is gone, also after kill -9.
            return new LocalLock(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        return ValueTask.CompletedTask;
    }
}
