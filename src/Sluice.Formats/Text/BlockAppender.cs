using System.IO.Compression;
using Sluice.Connectors.Files;
using ZstdSharp;

namespace Sluice.Formats.Text;

/// <summary>
/// Appends whole blocks of lines to one file for several encoders. A compressed block is a gzip member or zstd frame of its own, made by the encoder's
/// thread: both formats define such files to be the texts one after another.
/// </summary>
internal sealed class BlockAppender(IOutputFile file, TextCompression compression) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ReadOnlyMemory<byte> _preamble;
    private long _rows;

    /// <summary>Rows in the blocks appended.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Bytes in the file.</summary>
    public long Bytes => file.Length;

    /// <summary>What the file begins with, written before the first block.</summary>
    public void BeginWith(ReadOnlyMemory<byte> preamble) => _preamble = Pack(preamble);

    /// <summary>Goes on with a file that holds rows already.</summary>
    public void Resume(long rows)
    {
        _rows = rows;
        _preamble = file.Length > 0 ? default : _preamble;
    }

    /// <summary>Appends a block of complete lines.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> block, long rows, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> packed = Pack(block);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WritePreambleAsync(cancellationToken).ConfigureAwait(false);
            await file.WriteAsync(packed, cancellationToken).ConfigureAwait(false);
            // What the file holds, not what was given to an encoder: counted after the write.
            _rows += rows;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes the beginning of a file without blocks.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WritePreambleAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The rows of a writer's state.</summary>
    public static long RowsOf(string state) => long.Parse(state.AsSpan(0, state.IndexOf(' ')), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => _turn.Dispose();

    private async ValueTask WritePreambleAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> preamble = _preamble;
        _preamble = default;
        if (!preamble.IsEmpty)
            await file.WriteAsync(preamble, cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> block)
    {
        switch (compression)
        {
            case TextCompression.Gzip:
                var packed = new MemoryStream((block.Length / 3) + 64);
                using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                    stream.Write(block.Span);
                return packed.GetBuffer().AsMemory(0, (int)packed.Length);
            case TextCompression.Zstd:
                using (var compressor = new Compressor(level: 3))
                    return compressor.Wrap(block.Span).ToArray();
            default:
                return block;
        }
    }
}
