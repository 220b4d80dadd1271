using System.Buffers;
using Sluice.Types;

namespace Sluice.Formats.JsonLines;

/// <summary>The written bytes of a growing buffer as memory. Borrows the buffer, which must not be written meanwhile.</summary>
internal sealed unsafe class PinnedBlock(GrowingBuffer buffer) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => buffer.Written;

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        fixed (byte* start = buffer.Written)
            return new MemoryHandle(start + elementIndex, default, this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
