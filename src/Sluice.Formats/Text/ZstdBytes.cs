using ZstdSharp;

namespace Sluice.Formats.Text;

/// <summary>Decompresses zstd, several frames included, and notices when the file is cut short.</summary>
internal sealed class ZstdBytes : IByteSource
{
    private readonly IByteSource _source;
    private readonly string _path;
    private readonly DecompressionStream _stream;

    public ZstdBytes(IByteSource source, string path)
    {
        (_source, _path) = (source, path);
        _stream = new DecompressionStream(new ByteSourceStream(source, default), checkEndOfStream: true, leaveOpen: false);
    }

    public long SourceBytes => _source.SourceBytes;

    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException or InvalidDataException)
        {
            TextErrors.ThrowBadCompression(_path, "zstd", e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }
}
