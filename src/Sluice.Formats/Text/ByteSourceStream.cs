namespace Sluice.Formats.Text;

/// <summary>A byte source, and after it some more bytes, as the stream that decompressors want.</summary>
internal sealed class ByteSourceStream(IByteSource source, ReadOnlyMemory<byte> appendix) : Stream
{
    private ReadOnlyMemory<byte> _appendix = appendix;
    private bool _isSourceDone;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isSourceDone)
        {
            int read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0)
                return read;
            _isSourceDone = true;
        }

        int more = Math.Min(buffer.Length, _appendix.Length);
        _appendix[..more].CopyTo(buffer);
        _appendix = _appendix[more..];
        return more;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
