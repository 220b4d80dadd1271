using Sluice.Connectors.Files;

namespace Sluice.UnitTests.Formats;

/// <summary>A file in memory, to be read or written.</summary>
public sealed class MemoryFile(string path, byte[] bytes) : IInputFile, IOutputFile
{
    private readonly MemoryStream _written = new();

    public string Path => path;

    public byte[] Written => _written.ToArray();

    long? IInputFile.Length => bytes.Length;

    long IOutputFile.Length => _written.Length;

    /// <summary>The most bytes a read gives: small ones put block borders everywhere.</summary>
    public int ReadLimit { get; init; } = int.MaxValue;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = (int)Math.Max(0, Math.Min(Math.Min(buffer.Length, ReadLimit), bytes.Length - offset));
        bytes.AsMemory((int)Math.Min(offset, bytes.Length), length).CopyTo(buffer);
        return new(length);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _written.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask SyncAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
