using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Encoded rows on their way to the server, in the body of a CopyData message. Not thread-safe.</summary>
internal sealed unsafe class CopyRowBuffer : IDisposable
{
    private const int HeadBytes = 5;
    private byte* _start;
    private int _capacity;

    public CopyRowBuffer(int bytes)
    {
        _capacity = bytes;
        _start = (byte*)NativeMemory.Alloc((nuint)bytes);
        Length = HeadBytes;
    }

    /// <summary>Bytes in use, the message head included.</summary>
    public int Length { get; private set; }

    /// <summary>No row is in it.</summary>
    public bool IsEmpty => Length == HeadBytes;

    /// <summary>Room for <paramref name="bytes"/> bytes; then <see cref="Advance"/>.</summary>
    public byte* Reserve(int bytes)
    {
        if (_capacity - Length < bytes)
            Grow(bytes);
        return _start + Length;
    }

    /// <summary>Counts reserved bytes as written.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Appends a big-endian value.</summary>
    public void WriteInt16(short value)
    {
        *(short*)Reserve(2) = BinaryPrimitives.ReverseEndianness(value);
        Length += 2;
    }

    /// <summary>Appends a big-endian value.</summary>
    public void WriteInt32(int value)
    {
        *(int*)Reserve(4) = BinaryPrimitives.ReverseEndianness(value);
        Length += 4;
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(Reserve(bytes.Length), bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void WriteByte(byte value)
    {
        *Reserve(1) = value;
        Length++;
    }

    /// <summary>Puts a big-endian value at a place written before.</summary>
    public void PatchInt32(int at, int value) => *(int*)(_start + at) = BinaryPrimitives.ReverseEndianness(value);

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>The whole message; valid until the next write. Then <see cref="Clear"/>.</summary>
    public Memory<byte> Message()
    {
        _start[0] = (byte)'d';
        PatchInt32(1, Length - 1);
        return new NativeBytes(_start, Length).Memory;
    }

    /// <summary>Starts anew.</summary>
    public void Clear() => Length = HeadBytes;

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
        _capacity = 0;
    }

    private void Grow(int bytes)
    {
        long wanted = Math.Max((long)Length + bytes, Math.Min(2L * _capacity, int.MaxValue));
        _capacity = checked((int)wanted);
        _start = (byte*)NativeMemory.Realloc(_start, (nuint)_capacity);
    }

    private sealed class NativeBytes(byte* start, int length) : System.Buffers.MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(start, length);

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
