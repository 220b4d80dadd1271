using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Encodes BYTE_ARRAY leaves: text and binary, by dictionary until it stops paying, else PLAIN (length and bytes).</summary>
internal sealed class BytesValueEncoder(bool isText, BufferPool pool) : ValueEncoder(pool)
{
    private const int MostEntries = 16 << 10;
    private const int MostHeapBytes = 512 << 10;
    private const int TrialValues = 4 << 10;
    private const int TrialBytes = 256 << 10;

    private readonly BytesDictionary _dictionary = new(pool);
    private readonly GrowingBuffer _indices = new(pool);
    private readonly BytesRange _range = new();
    private bool _usesDictionary = true;
    private bool _hasDictionaryPage;
    private bool _skipDictionary;
    private long _seen;
    private long _seenBytes;

    /// <inheritdoc/>
    public override long PendingBytes => Plain.Length + _indices.Length;

    /// <inheritdoc/>
    public override long DictionaryBytes => _dictionary.Capacity;

    /// <inheritdoc/>
    public override int DictionaryCount => _hasDictionaryPage ? _dictionary.Count : 0;

    /// <inheritdoc/>
    public override void Append(ColumnView column, int start, int count)
    {
        ReadOnlySpan<int> offsets = column.Offsets.Slice(start, count + 1);
        ReadOnlySpan<byte> heap = column.Heap;
        PendingCount += count;
        if (!_usesDictionary)
        {
            AppendPlain(offsets, heap);
            return;
        }

        Span<int> indices = Indices(count);
        for (int i = 0; i < indices.Length; i++)
            indices[i] = _dictionary.IndexOf(heap, offsets[i], offsets[i + 1] - offsets[i]);
        Noted(count, offsets[count] - offsets[0]);
    }

    /// <inheritdoc/>
    public override void Append(ColumnView column, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> offsets = column.Offsets;
        ReadOnlySpan<byte> heap = column.Heap;
        PendingCount += rows.Length;
        long bytes = 0;
        if (!_usesDictionary)
        {
            foreach (int row in rows)
                AppendPlain(heap[offsets[row]..offsets[row + 1]]);
            return;
        }

        Span<int> indices = Indices(rows.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            int start = offsets[rows[i]];
            int length = offsets[rows[i] + 1] - start;
            bytes += length;
            indices[i] = _dictionary.IndexOf(heap, start, length);
        }

        Noted(rows.Length, bytes);
    }

    /// <inheritdoc/>
    public override int RowsWithin(ColumnView column, int start, int count, int pageBytes)
    {
        ReadOnlySpan<int> offsets = column.Offsets;
        while (count > 1 && offsets[start + count] - offsets[start] > pageBytes)
            count /= 2;
        return count;
    }

    /// <inheritdoc/>
    public override ParquetEncoding FinishPage(GrowingBuffer page)
    {
        // A page of indices needs a dictionary page before it, which a chunk without a value has not.
        if (!_usesDictionary || _dictionary.Count == 0)
            return FinishPlainPage(page);
        int bitWidth = RunLengthBitPacking.BitWidth(Math.Max(1, _dictionary.Count - 1));
        page.Append((byte)bitWidth);
        RunLengthBitPacking.Write<int>(page, _indices.As<int>(), bitWidth);
        _indices.Truncate(0);
        PendingCount = 0;
        _hasDictionaryPage = true;
        return ParquetEncoding.Dictionary;
    }

    /// <inheritdoc/>
    public override void WriteDictionary(GrowingBuffer page)
    {
        for (int i = 0; i < _dictionary.Count; i++)
        {
            ReadOnlySpan<byte> value = _dictionary[i];
            page.Append(value.Length);
            page.Append(value);
        }
    }

    /// <inheritdoc/>
    public override ChunkRange Range()
    {
        if (_hasDictionaryPage)
        {
            for (int i = 0; i < _dictionary.Count; i++)
                _range.Add(_dictionary[i]);
        }

        return _range.Finish(isText);
    }

    /// <inheritdoc/>
    public override void StartChunk()
    {
        bool didNotPay = !_usesDictionary && !_skipDictionary;
        _usesDictionary = !didNotPay;
        _skipDictionary = didNotPay;
        _hasDictionaryPage = false;
        _seen = 0;
        _seenBytes = 0;
        _dictionary.Clear();
        _range.Clear();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _dictionary.Dispose();
        _indices.Dispose();
    }

    private Span<int> Indices(int count) => MemoryMarshal.Cast<byte, int>(_indices.GetSpan(count * sizeof(int)))[..count];

    private void Noted(int count, long bytes)
    {
        _indices.Advance(count * sizeof(int));
        _seen += count;
        _seenBytes += bytes;
        bool isTried = _seen >= TrialValues || _seenBytes >= TrialBytes;
        bool doesNotPay = _dictionary.Count > _seen / 2 || _dictionary.HeapBytes > _seenBytes / 2;
        if (_dictionary.Count > MostEntries || _dictionary.HeapBytes > MostHeapBytes || (isTried && doesNotPay))
            GiveUpDictionary();
    }

    private void GiveUpDictionary()
    {
        _usesDictionary = false;
        foreach (int index in _indices.As<int>())
            AppendPlain(_dictionary[index]);
        _indices.Truncate(0);
    }

    private void AppendPlain(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> heap)
    {
        int count = offsets.Length - 1;
        int from = offsets[0];
        int bytes = offsets[count] - from;

        // 16 bytes at a time run past the end of a value; the room and the check on the heap allow it.
        Span<byte> room = Plain.GetSpan(checked(bytes + (count * sizeof(int)) + 16));
        ref byte target = ref MemoryMarshal.GetReference(room);
        ref byte source = ref MemoryMarshal.GetReference(heap);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            int start = offsets[i];
            int length = offsets[i + 1] - start;
            _range.Add(heap.Slice(start, length));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, at), length);
            at += sizeof(int);
            if (length <= 16 && start + 16 <= heap.Length)
                Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref target, at), ref Unsafe.Add(ref source, start), 16);
            else
                heap.Slice(start, length).CopyTo(room[at..]);
            at += length;
        }

        Plain.Advance(at);
    }

    private void AppendPlain(ReadOnlySpan<byte> value)
    {
        _range.Add(value);
        Span<byte> room = Plain.GetSpan(checked(value.Length + sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(room, value.Length);
        value.CopyTo(room[sizeof(int)..]);
        Plain.Advance(value.Length + sizeof(int));
    }
}
