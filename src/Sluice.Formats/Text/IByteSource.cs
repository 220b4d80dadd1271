namespace Sluice.Formats.Text;

/// <summary>Bytes in order, of a part of a file, decompressed and transcoded to UTF-8.</summary>
internal interface IByteSource : IAsyncDisposable
{
    /// <summary>Bytes of the file used so far.</summary>
    long SourceBytes { get; }

    /// <summary>Reads up to the buffer's length; 0 at the end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken);
}
