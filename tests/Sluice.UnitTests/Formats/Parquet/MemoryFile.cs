using Sluice.Connectors.Files;

namespace Sluice.UnitTests.Formats.Parquet;

/// <summary>A file in memory: written once, then read.</summary>
internal sealed class MemoryFile : IInputFile, IOutputFile
{
    private readonly MemoryStream _bytes = new();

    public MemoryFile()
    {
    }

    public MemoryFile(byte[] bytes) => _bytes.Write(bytes);

    public string Path => "memory.parquet";

    long? IInputFile.Length => _bytes.Length;

    public long Length => _bytes.Length;

    public byte[] ToArray() => _bytes.ToArray();

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count = (int)Math.Clamp(_bytes.Length - offset, 0, buffer.Length);
        _bytes.GetBuffer().AsSpan((int)Math.Min(offset, _bytes.Length), count).CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _bytes.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask SyncAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
