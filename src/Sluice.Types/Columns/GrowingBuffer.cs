using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace Sluice.Types;

/// <summary>A pooled byte buffer that grows by doubling. Not thread-safe. Ownership leaves with <see cref="Detach"/>.</summary>
public sealed unsafe class GrowingBuffer : IDisposable
{
    private readonly BufferPool _pool;
    private IMemoryOwner<byte>? _owner;
    private byte* _start;
    private int _capacity;

    /// <summary>An empty buffer; nothing is rented before the first byte.</summary>
    public GrowingBuffer(BufferPool pool) => _pool = pool;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes rented.</summary>
    public int Capacity => _capacity;

    /// <summary>What was written. Valid until the next write.</summary>
    public Span<byte> Written => new(_start, Length);

    /// <summary>Room for <paramref name="bytes"/> bytes after what was written; call <see cref="Advance"/> with what was used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int bytes)
    {
        if (_capacity - Length < bytes)
            Grow(bytes);
        return new Span<byte>(_start + Length, _capacity - Length);
    }

    /// <summary>Counts <paramref name="bytes"/> of the last span as written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Appends one value in machine (little-endian) order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T value)
        where T : unmanaged
    {
        if (_capacity - Length < sizeof(T))
            Grow(sizeof(T));
        Unsafe.WriteUnaligned(_start + Length, value);
        Length += sizeof(T);
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>The written bytes as values.</summary>
    public Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Written);

    /// <summary>Forgets all bytes after the first <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    /// <summary>Gives the written bytes away as an Arrow buffer, whose disposer returns them to the pool, and starts anew.</summary>
    public ArrowBuffer Detach()
    {
        if (_owner is null)
            return ArrowBuffer.Empty;
        ArrowBuffer buffer = Adopt(new Detached(_owner, Length));
        Forget();
        return buffer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _owner?.Dispose();
        Forget();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        int wanted = checked((int)Math.Max((long)Length + bytes, Math.Min(2L * _capacity, int.MaxValue)));
        IMemoryOwner<byte> larger = _pool.Rent(wanted);
        var pointer = (byte*)larger.Memory.Pin().Pointer;
        Written.CopyTo(new Span<byte>(pointer, Length));
        _owner?.Dispose();
        _owner = larger;
        _start = pointer;
        _capacity = larger.Memory.Length;
    }

    /// <summary>
    /// Arrow's own constructor for a buffer that disposes its memory is internal in 23.0; without it every column would be copied once more.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ArrowBuffer Adopt(IMemoryOwner<byte> owner);

    private void Forget()
    {
        _owner = null;
        _start = null;
        _capacity = 0;
        Length = 0;
    }

    private sealed class Detached(IMemoryOwner<byte> owner, int length) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => owner.Memory[..length];

        public void Dispose() => owner.Dispose();
    }
}
