using System.Buffers;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Bytes in rented blocks of growing size (4 KB to 256 KB), so that a chunk of any length is built without copying it again and without
/// one large array. Disposing returns the blocks.
/// </summary>
internal sealed class BlockList(BufferPool pool) : IDisposable
{
    private const int FirstBlockBytes = 4 << 10;
    private const int LargestBlockBytes = 256 << 10;

    private readonly List<IMemoryOwner<byte>> _blocks = [];
    private int _used;

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Capacity { get; private set; }

    /// <summary>Appends <paramref name="bytes"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            if (_blocks.Count == 0 || _used == _blocks[^1].Memory.Length)
                Open();
            Span<byte> room = _blocks[^1].Memory.Span[_used..];
            int size = Math.Min(bytes.Length, room.Length);
            bytes[..size].CopyTo(room);
            _used += size;
            bytes = bytes[size..];
        }
    }

    /// <summary>The blocks in order; valid until the next write.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Blocks()
    {
        for (int i = 0; i < _blocks.Count; i++)
            yield return i + 1 < _blocks.Count ? _blocks[i].Memory : _blocks[i].Memory[.._used];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IMemoryOwner<byte> block in _blocks)
            block.Dispose();
        _blocks.Clear();
        _used = 0;
        Length = 0;
        Capacity = 0;
    }

    private void Open()
    {
        IMemoryOwner<byte> block = pool.Rent(Math.Min(LargestBlockBytes, FirstBlockBytes << (2 * Math.Min(_blocks.Count, 8))));
        _blocks.Add(block);
        Capacity += block.Memory.Length;
        _used = 0;
    }
}
