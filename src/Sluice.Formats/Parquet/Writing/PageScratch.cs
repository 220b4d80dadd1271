using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>What the columns of one encoder share while they close a page: buffers, compressor, page headers. Not thread-safe.</summary>
internal sealed class PageScratch : IDisposable
{
    /// <summary>A page buffer over this is given back after use.</summary>
    private const int KeptBytes = 4 << 20;

    private readonly PageCompressor _compressor;
    private readonly GrowingBuffer _header;
    private readonly ThriftCompactWriter _thrift;

    public PageScratch(ParquetCodec codec, BufferPool pool)
    {
        _compressor = new PageCompressor(codec, pool);
        _header = new GrowingBuffer(pool);
        _thrift = new ThriftCompactWriter(_header);
        Page = new GrowingBuffer(pool);
        Rows = new GrowingBuffer(pool);
    }

    /// <summary>The page before compression.</summary>
    public GrowingBuffer Page { get; }

    /// <summary>Row numbers.</summary>
    public GrowingBuffer Rows { get; }

    /// <summary>Compresses <see cref="Page"/> and appends it with its header; returns its size before compression, header included.</summary>
    public long WriteDataPage(BlockList pages, int levelCount, ParquetEncoding encoding)
    {
        ReadOnlySpan<byte> compressed = BeginHeader(0);
        _thrift.BeginStruct(5);
        _thrift.I32(1, levelCount);
        _thrift.I32(2, (int)encoding);
        _thrift.I32(3, (int)ParquetEncoding.RunLength);
        _thrift.I32(4, (int)ParquetEncoding.RunLength);
        return EndPage(pages, compressed);
    }

    /// <summary>The same for a dictionary page.</summary>
    public long WriteDictionaryPage(BlockList pages, int valueCount)
    {
        ReadOnlySpan<byte> compressed = BeginHeader(2);
        _thrift.BeginStruct(7);
        _thrift.I32(1, valueCount);
        _thrift.I32(2, (int)ParquetEncoding.Plain);
        return EndPage(pages, compressed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compressor.Dispose();
        _header.Dispose();
        Page.Dispose();
        Rows.Dispose();
    }

    private ReadOnlySpan<byte> BeginHeader(int pageType)
    {
        ReadOnlySpan<byte> compressed = _compressor.Compress(Page.Written);
        _header.Truncate(0);
        _thrift.BeginStruct();
        _thrift.I32(1, pageType);
        _thrift.I32(2, Page.Length);
        _thrift.I32(3, compressed.Length);
        return compressed;
    }

    private long EndPage(BlockList pages, ReadOnlySpan<byte> compressed)
    {
        _thrift.EndStruct();
        _thrift.EndStruct();
        pages.Append(_header.Written);
        pages.Append(compressed);
        long size = _header.Length + Page.Length;
        _compressor.Trim();
        if (Page.Capacity > KeptBytes)
            Page.Dispose();
        return size;
    }
}
