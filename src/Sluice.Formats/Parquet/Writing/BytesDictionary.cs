using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Distinct byte strings and their numbers in order of first appearance. Open addressing; hashes are kept to compare bytes seldom.</summary>
internal sealed class BytesDictionary(BufferPool pool) : IDisposable
{
    /// <summary>Values of up to this length are told apart by their hash alone.</summary>
    private const int ShortBytes = 7;

    private const ulong First = 0x9E3779B97F4A7C15UL;
    private const ulong Second = 0xFF51AFD7ED558CCDUL;

    private readonly GrowingBuffer _heap = new(pool);
    private int[] _ends = new int[64];
    private ulong[] _hashes = new ulong[64];
    private int[] _slots = new int[64];

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

    /// <summary>The number of the value at <paramref name="start"/> of <paramref name="heap"/>, new or known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(ReadOnlySpan<byte> heap, int start, int length)
    {
        ReadOnlySpan<byte> value = heap.Slice(start, length);

        // Eight bytes at once where the heap goes on that far, whatever follows the value.
        ulong hash = length > ShortBytes ? Hash(value)
            : start + 8 <= heap.Length ? HashShort(MemoryMarshal.Read<ulong>(heap[start..]), length)
            : HashShort(WordOf(value), length);
        int[] slots = _slots;
        int mask = slots.Length - 1;
        int slot = (int)(hash >> 32) & mask;
        while (true)
        {
            int entry = slots[slot];
            if (entry == 0)
                return Add(value, hash, slot);
            if (_hashes[entry - 1] == hash && IsSame(entry - 1, value))
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

    private static ulong WordOf(ReadOnlySpan<byte> value)
    {
        ulong word = 0;
        for (int i = 0; i < value.Length; i++)
            word |= (ulong)value[i] << (8 * i);
        return word;
    }

    /// <summary>One to one over short values: length and bytes fill a word, and odd multiplication and shift can be undone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HashShort(ulong word, int length)
    {
        ulong bytes = word & ((1UL << (8 * length)) - 1);
        ulong hash = (bytes | ((ulong)length << 56)) * First;
        return hash ^ (hash >> 32);
    }

    /// <summary>
    /// 16 bytes a round, the last ones overlapping, by folded 128-bit products. Not for untrusted tables held long: a dictionary is given up
    /// after a few thousand entries, so a chosen collision costs little.
    /// </summary>
    private static ulong Hash(ReadOnlySpan<byte> value)
    {
        ref byte start = ref MemoryMarshal.GetReference(value);
        int length = value.Length;
        ulong hash = (ulong)length * Second;
        int at = 0;
        for (; at + 16 < length; at += 16)
            hash ^= Fold(Word(ref start, at) ^ First, Word(ref start, at + 8) ^ hash);
        int last = length >= 16 ? length - 16 : 0;
        return hash ^ Fold(Word(ref start, last) ^ Second, Word(ref start, length - 8) ^ First ^ hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right) => Math.BigMul(left, right, out ulong low) ^ low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsSame(int index, ReadOnlySpan<byte> value)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        int length = _ends[index] - start;

        // Equal hashes of short values are equal values.
        return length == value.Length && (length <= ShortBytes || _heap.Written.Slice(start, length).SequenceEqual(value));
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
        if (Count * 4 > _slots.Length)
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
