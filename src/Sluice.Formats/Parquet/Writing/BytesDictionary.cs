using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Distinct byte strings and their numbers in order of first appearance. Open addressing; hashes are kept to compare bytes seldom.</summary>
internal sealed class BytesDictionary(BufferPool pool) : IDisposable
{
    private readonly GrowingBuffer _heap = new(pool);
    private int[] _ends = new int[64];
    private ulong[] _hashes = new ulong[64];
    private int[] _slots = [];

    /// <summary>Distinct values.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the distinct values.</summary>
    public int HeapBytes => _heap.Length;

    /// <summary>Bytes held, about.</summary>
    public long Capacity => _heap.Capacity + (12L * _ends.Length) + (4L * _slots.Length);

    /// <summary>The value of a number.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _heap.Written[start.._ends[index]];
        }
    }

    /// <summary>The number of a value, new or known.</summary>
    public int IndexOf(ReadOnlySpan<byte> value)
    {
        if (_slots.Length == 0)
            _slots = new int[256];
        ulong hash = Hash(value);
        int mask = _slots.Length - 1;
        int slot = (int)(hash >> 32) & mask;
        while (true)
        {
            int entry = _slots[slot];
            if (entry == 0)
                return Add(value, hash, slot);
            if (_hashes[entry - 1] == hash && this[entry - 1].SequenceEqual(value))
                return entry - 1;
            slot = (slot + 1) & mask;
        }
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        Count = 0;
        _heap.Truncate(0);
        if (_heap.Capacity > 1 << 20)
            _heap.Dispose();
        Array.Clear(_slots);
    }

    /// <inheritdoc/>
    public void Dispose() => _heap.Dispose();

    /// <summary>
    /// Mixes 8 bytes at a time, the last word overlapping. Not for untrusted tables held long: a dictionary is given up after
    /// a few thousand entries, so a chosen collision costs little.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> value)
    {
        const ulong Multiplier = 0xFF51AFD7ED558CCDUL;
        ref byte start = ref MemoryMarshal.GetReference(value);
        int length = value.Length;
        ulong hash = (ulong)length * 0x9E3779B97F4A7C15UL;
        if (length >= 8)
        {
            for (int i = 0; i + 8 <= length; i += 8)
            {
                hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i))) * Multiplier;
                hash ^= hash >> 32;
            }

            hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8))) * Multiplier;
        }
        else if (length >= 4)
        {
            ulong low = Unsafe.ReadUnaligned<uint>(ref start);
            ulong high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
            hash = (hash ^ (low | (high << 32))) * Multiplier;
        }
        else if (length > 0)
        {
            ulong word = start | ((ulong)Unsafe.Add(ref start, length / 2) << 8) | ((ulong)Unsafe.Add(ref start, length - 1) << 16);
            hash = (hash ^ word) * Multiplier;
        }

        return hash ^ (hash >> 29);
    }

    private int Add(ReadOnlySpan<byte> value, ulong hash, int slot)
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }

        _heap.Append(value);
        _ends[Count] = _heap.Length;
        _hashes[Count] = hash;
        Count++;
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length)
            Rehash();
        return Count - 1;
    }

    private void Rehash()
    {
        var slots = new int[_slots.Length * 4];
        int mask = slots.Length - 1;
        for (int i = 0; i < Count; i++)
        {
            int slot = (int)(_hashes[i] >> 32) & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            slots[slot] = i + 1;
        }

        _slots = slots;
    }
}
