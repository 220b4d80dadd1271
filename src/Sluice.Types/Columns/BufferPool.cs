using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Sluice.Types;

/// <summary>
/// Native, 64-byte aligned buffers for the columns of one run, recycled by size class. Thread-safe. Not the garbage collector's memory:
/// what is handed out is counted exactly, which is how <c>limits.memory</c> is kept.
/// </summary>
/// <remarks>Invariant 6: every column buffer of a run comes from its pool, so <see cref="RentedBytes"/> is the run's batch memory.</remarks>
public sealed class BufferPool : IDisposable
{
    private const int SmallestClass = 10;
    private const int LargestKeptClass = 24;
    private readonly Stack<nint>[] _free = [.. Enumerable.Range(0, LargestKeptClass + 1).Select(_ => new Stack<nint>())];
    private readonly Lock _lock = new();
    private readonly long _keepBytes;
    private long _rentedBytes;
    private long _freeBytes;
    private bool _isDisposed;

    /// <summary>A pool that keeps at most <paramref name="keepBytes"/> of returned buffers for reuse.</summary>
    public BufferPool(long keepBytes = 32L << 20) => _keepBytes = keepBytes;

    /// <summary>Bytes handed out and not returned, by size class (the real footprint).</summary>
    public long RentedBytes => Interlocked.Read(ref _rentedBytes);

    /// <summary>Rents at least <paramref name="bytes"/> bytes, contents undefined. The caller disposes the owner once.</summary>
    public IMemoryOwner<byte> Rent(int bytes)
    {
        int sizeClass = Math.Max(SmallestClass, BitOperations.Log2((uint)Math.Max(1, bytes - 1)) + 1);
        nint pointer = sizeClass <= LargestKeptClass ? TakeFree(sizeClass) : 0;
        long size = sizeClass >= 31 ? bytes : 1L << sizeClass;
        if (pointer == 0)
            pointer = Allocate(size);
        Interlocked.Add(ref _rentedBytes, size);
        return new PooledBuffer(this, pointer, (int)Math.Min(size, int.MaxValue), sizeClass);
    }

    /// <summary>Frees what is kept. Buffers still rented are freed when they are returned.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (Stack<nint> stack in _free)
            {
                while (stack.TryPop(out nint pointer))
                    Free(pointer);
            }

            _freeBytes = 0;
        }
    }

    private static unsafe nint Allocate(long size) => (nint)NativeMemory.AlignedAlloc((nuint)size, 64);

    private static unsafe void Free(nint pointer) => NativeMemory.AlignedFree((void*)pointer);

    private nint TakeFree(int sizeClass)
    {
        lock (_lock)
        {
            if (!_free[sizeClass].TryPop(out nint pointer))
                return 0;
            _freeBytes -= 1L << sizeClass;
            return pointer;
        }
    }

    private void Return(nint pointer, int length, int sizeClass)
    {
        Interlocked.Add(ref _rentedBytes, sizeClass >= 31 ? -length : -(1L << sizeClass));
        if (sizeClass <= LargestKeptClass)
        {
            lock (_lock)
            {
                if (!_isDisposed && _freeBytes + (1L << sizeClass) <= _keepBytes)
                {
                    _free[sizeClass].Push(pointer);
                    _freeBytes += 1L << sizeClass;
                    return;
                }
            }
        }

        Free(pointer);
    }

    private sealed unsafe class PooledBuffer(BufferPool pool, nint pointer, int length, int sizeClass) : MemoryManager<byte>
    {
        private nint _pointer = pointer;

        public override Span<byte> GetSpan() => new((void*)_pointer, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_pointer + elementIndex, default, this);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            nint owned = Interlocked.Exchange(ref _pointer, 0);
            if (owned != 0)
                pool.Return(owned, length, sizeClass);
        }
    }
}
