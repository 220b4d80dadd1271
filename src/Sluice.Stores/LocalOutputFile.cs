using Microsoft.Win32.SafeHandles;
using Sluice.Connectors.Files;

namespace Sluice.Stores;

/// <summary>A new local file being written.</summary>
internal sealed class LocalOutputFile : IOutputFile
{
    private const long WriteBackBytes = 8L << 20;
    private readonly SafeFileHandle _handle;
    private readonly ILocalDisk _disk;
    private long _writeBackFrom;

    public LocalOutputFile(string path, ILocalDisk disk)
    {
        Path = path;
        _disk = disk;
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Goes on with a file behind its first bytes.</summary>
    public LocalOutputFile(string path, ILocalDisk disk, long length)
    {
        Path = path;
        _disk = disk;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        if (RandomAccess.GetLength(_handle) < length)
        {
            _handle.Dispose();
            throw FileErrors.Shortened(path, length);
        }

        RandomAccess.SetLength(_handle, length);
        (Length, _writeBackFrom) = (length, length);
    }

    public string Path { get; }

    public long Length { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            RandomAccess.Write(_handle, bytes.Span, Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(e, "write", Path);
        }

        Length += bytes.Length;
        if (Length - _writeBackFrom >= WriteBackBytes)
        {
            LinuxDisk.StartWriteBack(_handle, _writeBackFrom, Length - _writeBackFrom);
            _writeBackFrom = Length;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask SyncAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _disk.SyncFile(_handle, Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(e, "sync", Path);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        return ValueTask.CompletedTask;
    }
}
