using Sluice.Connectors.Files;

namespace Sluice.Formats.Parquet;

/// <summary>A seekable stream over an <see cref="IInputFile"/> for the native reader, which pulls synchronously. Not thread-safe; does not own the file.</summary>
internal sealed class InputFileStream(IInputFile file, long length, CancellationToken cancellationToken) : Stream
{
    /// <summary>What a read failed with. The native side turns exceptions into text; this is the original.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            // The library has no asynchronous reads: the worker's own thread waits, which is what it would do anyway.
            ValueTask<int> reading = file.ReadAsync(Position, buffer.AsMemory(offset, count), cancellationToken);
            int read = reading.IsCompletedSuccessfully ? reading.Result : reading.AsTask().GetAwaiter().GetResult();
            Position += read;
            return read;
        }
        catch (Exception error)
        {
            Failure ??= error;
            throw;
        }
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
