using Sluice.Types;
using Snappier;
using ZstdSharp;

namespace Sluice.Formats.Parquet;

/// <summary>Compresses pages with one codec into a scratch buffer of its own. Not thread-safe.</summary>
internal sealed class PageCompressor(ParquetCodec codec, BufferPool pool) : IDisposable
{
    private const int ZstdLevel = 1;

    /// <summary>A scratch buffer over this is given back after its page: one huge value must not stay for ever.</summary>
    private const int KeptBytes = 4 << 20;

    private readonly GrowingBuffer _scratch = new(pool);
    private Compressor? _zstd;

    /// <summary>The compressed page; valid until the next call.</summary>
    public ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> page)
    {
        if (codec == ParquetCodec.None)
            return page;
        _scratch.Truncate(0);
        if (codec == ParquetCodec.Snappy)
        {
            Span<byte> room = _scratch.GetSpan(Snappy.GetMaxCompressedLength(page.Length));
            _scratch.Advance(Snappy.Compress(page, room));
        }
        else
        {
            _zstd ??= new Compressor(ZstdLevel);
            Span<byte> room = _scratch.GetSpan(Compressor.GetCompressBound(page.Length));
            _scratch.Advance(_zstd.Wrap(page, room));
        }

        return _scratch.Written;
    }

    /// <summary>Gives back what a huge page needed. Ends the life of the last page.</summary>
    public void Trim()
    {
        if (_scratch.Capacity > KeptBytes)
            _scratch.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scratch.Dispose();
        _zstd?.Dispose();
    }
}
