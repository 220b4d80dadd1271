using System.IO.Compression;

namespace Sluice.Formats.Text;

/// <summary>Decompresses gzip, several members included, and notices when the file is cut short.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that ends in the middle of a member, or is followed by other bytes, for a complete one. So a member of our own is
/// appended to what it reads: only if its text comes out at the end did the file end where a member ends.
/// </remarks>
internal sealed class GzipBytes : IByteSource
{
    private static readonly byte[] s_mark = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 151) + 77))];
    private static readonly byte[] s_markMember = Compress(s_mark);
    private readonly IByteSource _source;
    private readonly string _path;
    private readonly GZipStream _stream;
    private readonly byte[] _held = new byte[16];
    private int _heldLength;
    private bool _isAtEnd;

    public GzipBytes(IByteSource source, string path)
    {
        (_source, _path) = (source, path);
        _stream = new GZipStream(new ByteSourceStream(source, s_markMember), CompressionMode.Decompress);
    }

    public long SourceBytes => _source.SourceBytes;

    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (!_isAtEnd)
        {
            // The last 16 bytes are held back: they may be the mark.
            _held.AsMemory(0, _heldLength).CopyTo(target);
            int length = _heldLength + await ReadMoreAsync(target[_heldLength..], cancellationToken).ConfigureAwait(false);
            _isAtEnd = length == _heldLength;
            if (_isAtEnd)
                break;
            int ready = Math.Max(0, length - s_mark.Length);
            _heldLength = length - ready;
            target.Slice(ready, _heldLength).CopyTo(_held);
            if (ready > 0)
                return ready;
        }

        if (!_held.AsSpan(0, _heldLength).SequenceEqual(s_mark))
            TextErrors.ThrowBadCompression(_path, "gzip", null);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<int> ReadMoreAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            TextErrors.ThrowBadCompression(_path, "gzip", e);
            throw;
        }
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(bytes);
        return target.ToArray();
    }
}
