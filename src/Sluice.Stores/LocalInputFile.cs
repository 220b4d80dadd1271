using Microsoft.Win32.SafeHandles;
using Sluice.Connectors.Files;

namespace Sluice.Stores;

/// <summary>A local file open for reading. Reads are synchronous: they come from the page cache or block a thread of the run, which is cheaper than a hand-over.</summary>
internal sealed class LocalInputFile : IInputFile
{
    private readonly SafeFileHandle _handle;

    public LocalInputFile(string path)
    {
        Path = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Length = RandomAccess.GetLength(_handle);
        }
        catch (NotSupportedException)
        {
            Length = null;
        }
    }

    public string Path { get; }

    public long? Length { get; }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new ValueTask<int>(RandomAccess.Read(_handle, buffer.Span, offset));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(e, "read", Path);
        }
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        return ValueTask.CompletedTask;
    }
}
