using Sluice.Connectors.Files;
using Sluice.Types;

namespace Sluice.Stores;

/// <summary>
/// A stream that can be read once, such as the standard input. The first bytes are kept, so that a schema can be inferred from them before
/// they are read again; after that, offsets only grow.
/// </summary>
public sealed class PipeInputFile : IInputFile
{
    /// <summary>Bytes at the beginning that can be read again.</summary>
    public const int ReplayBytes = 1 << 20;

    private readonly Stream _stream;
    private readonly Lock _lock = new();
    private readonly byte[] _block = new byte[1 << 18];
    private byte[]? _head = [];
    private int _headLength;
    private long _position;
    private bool _isAtEnd;

    /// <summary>A pipe over a stream, which it disposes.</summary>
    public PipeInputFile(Stream stream, string path) => (_stream, Path) = (stream, path);

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long? Length => null;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (TryReplay(offset, buffer, out int replayed))
            return replayed;
        if (offset != _position)
            throw new SluiceException(FileErrors.Failed, $"{Path} can be read only once, from its beginning to its end", Path, "copy it to a file first, or give a schema so that nothing is inferred");
        if (_isAtEnd)
            return 0;
        int read;
        try
        {
            // The read of a terminal or pipe cannot be interrupted: a cancelled run leaves it behind, and with it a block that nobody else uses.
            byte[] block = _block;
            int wanted = Math.Min(block.Length, buffer.Length);
            read = await Task.Run(() => _stream.Read(block, 0, wanted), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            block.AsSpan(0, read).CopyTo(buffer.Span);
        }
        catch (IOException e)
        {
            throw FileErrors.Translate(e, "read", Path);
        }

        Keep(buffer.Span[..read]);
        _position += read;
        _isAtEnd = read == 0;
        return read;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private bool TryReplay(long offset, Memory<byte> buffer, out int read)
    {
        lock (_lock)
        {
            read = 0;
            if (_head is null || offset >= _headLength)
                return false;
            read = (int)Math.Min(buffer.Length, _headLength - offset);
            _head.AsSpan((int)offset, read).CopyTo(buffer.Span);
            return true;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_head is null || bytes.IsEmpty)
                return;
            if (_headLength + bytes.Length > ReplayBytes)
            {
                _head = null;
                return;
            }

            if (_headLength + bytes.Length > _head.Length)
                Array.Resize(ref _head, Math.Max(_headLength + bytes.Length, Math.Min(ReplayBytes, _head.Length * 2)));
            bytes.CopyTo(_head.AsSpan(_headLength));
            _headLength += bytes.Length;
        }
    }
}
