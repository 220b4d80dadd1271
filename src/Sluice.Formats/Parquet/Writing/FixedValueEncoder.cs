using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Encodes INT32, INT64, FLOAT and DOUBLE leaves. Floats pass as their bits. A dictionary is built until it stops paying; values in a short
/// range (dates, small numbers, codes) find their index in a table without hashing.
/// </summary>
/// <typeparam name="T">int or long: the stored width.</typeparam>
internal sealed class FixedValueEncoder<T> : ValueEncoder
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const int MostEntries = 16 << 10;
    private const int TrialValues = 4 << 10;

    private readonly FixedValueSource<T> _source;
    private readonly bool _isFloat;
    private readonly int _nearSize;
    private readonly GrowingBuffer _scratch;
    private readonly GrowingBuffer _indices;
    private T[] _entries = new T[64];
    private int[] _slots = [];
    private ushort[] _near = [];
    private T _nearFrom;
    private int _count;
    private bool _usesDictionary = true;
    private bool _hasDictionaryPage;
    private bool _skipDictionary;
    private long _seen;
    private T _min = T.MaxValue;
    private T _max = T.MinValue;
    private bool _hasPlainValues;

    public FixedValueEncoder(FixedValueSource<T> source, bool isFloat, int nearSize, BufferPool pool)
        : base(pool)
    {
        _source = source;
        _isFloat = isFloat;
        _nearSize = nearSize;
        _scratch = new GrowingBuffer(pool);
        _indices = new GrowingBuffer(pool);
        StartChunk();
    }

    /// <inheritdoc/>
    public override long PendingBytes => Plain.Length + _indices.Length;

    /// <inheritdoc/>
    public override long DictionaryBytes => (_entries.Length * Unsafe.SizeOf<T>()) + (_slots.Length * 4L) + (_near.Length * 2L);

    /// <inheritdoc/>
    public override int DictionaryCount => _hasDictionaryPage ? _count : 0;

    /// <inheritdoc/>
    public override void Append(ColumnView column, int start, int count) => Append(_source.Read(column, start, count, _scratch));

    /// <inheritdoc/>
    public override void Append(ColumnView column, ReadOnlySpan<int> rows) => Append(_source.Gather(column, rows, _scratch));

    /// <inheritdoc/>
    public override ParquetEncoding FinishPage(GrowingBuffer page)
    {
        // A page of indices needs a dictionary page before it, which a chunk without a value has not.
        if (!_usesDictionary || _count == 0)
            return FinishPlainPage(page);
        int bitWidth = RunLengthBitPacking.BitWidth(Math.Max(1, _count - 1));
        page.Append((byte)bitWidth);
        RunLengthBitPacking.Write<int>(page, _indices.As<int>(), bitWidth);
        _indices.Truncate(0);
        PendingCount = 0;
        _hasDictionaryPage = true;
        return ParquetEncoding.Dictionary;
    }

    /// <inheritdoc/>
    public override void WriteDictionary(GrowingBuffer page) => page.Append(MemoryMarshal.AsBytes(_entries.AsSpan(0, _count)));

    /// <inheritdoc/>
    public override ChunkRange Range()
    {
        if (_isFloat)
            return FloatRange.Of(_hasDictionaryPage ? _entries.AsSpan(0, _count) : [], _min, _max, _hasPlainValues);
        if (_hasDictionaryPage)
            Widen(_entries.AsSpan(0, _count));
        else if (!_hasPlainValues)
            return ChunkRange.None;
        return new ChunkRange(BytesOf(_min), BytesOf(_max), true, true);
    }

    /// <inheritdoc/>
    public override void StartChunk()
    {
        // A column whose dictionary did not pay in one row group will not pay in the next; it is tried again after that.
        bool didNotPay = !_usesDictionary && !_skipDictionary;
        _usesDictionary = !didNotPay;
        _skipDictionary = didNotPay;
        _count = 0;
        _seen = 0;
        _hasDictionaryPage = false;
        _hasPlainValues = false;
        Array.Clear(_slots);
        Array.Clear(_near);
        (_min, _max) = _isFloat ? FloatRange.Empty<T>() : (T.MaxValue, T.MinValue);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _scratch.Dispose();
        _indices.Dispose();
    }

    private static byte[] BytesOf(T value) => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(T value) => (uint)((ulong.CreateTruncating(value) * 0x9E3779B97F4A7C15UL) >> 32);

    private void Append(ReadOnlySpan<T> values)
    {
        if (values.IsEmpty)
            return;
        PendingCount += values.Length;
        if (!_usesDictionary)
        {
            AppendPlain(values);
            return;
        }

        if (_seen == 0)
            StartDictionary(values);
        _seen += values.Length;
        Span<int> indices = MemoryMarshal.Cast<byte, int>(_indices.GetSpan(values.Length * sizeof(int)))[..values.Length];
        LookUp(values, indices);
        _indices.Advance(values.Length * sizeof(int));
        if (_count > MostEntries || (_seen >= TrialValues && _count > _seen / 2))
            GiveUpDictionary();
    }

    private void AppendPlain(ReadOnlySpan<T> values)
    {
        Plain.Append(MemoryMarshal.AsBytes(values));
        _hasPlainValues = true;
        if (_isFloat)
            FloatRange.Widen(values, ref _min, ref _max);
        else
            Widen(values);
    }

    private void Widen(ReadOnlySpan<T> values)
    {
        (T min, T max) = (_min, _max);
        int at = 0;
        if (Vector.IsHardwareAccelerated && values.Length >= Vector<T>.Count)
        {
            ReadOnlySpan<Vector<T>> wide = MemoryMarshal.Cast<T, Vector<T>>(values);
            Vector<T> mins = wide[0];
            Vector<T> maxs = wide[0];
            foreach (Vector<T> each in wide)
            {
                mins = Vector.Min(mins, each);
                maxs = Vector.Max(maxs, each);
            }

            for (int i = 0; i < Vector<T>.Count; i++)
                (min, max) = (T.Min(min, mins[i]), T.Max(max, maxs[i]));
            at = wide.Length * Vector<T>.Count;
        }

        for (; at < values.Length; at++)
            (min, max) = (T.Min(min, values[at]), T.Max(max, values[at]));
        (_min, _max) = (min, max);
    }

    private void StartDictionary(ReadOnlySpan<T> values)
    {
        if (_near.Length == 0)
        {
            _near = new ushort[_nearSize];
            _slots = new int[256];
        }

        // The near values are those around what comes first. Wraps at the type's end on purpose: nearness is an unsigned distance.
        (T min, T max) = (values[0], values[0]);
        foreach (T value in values)
            (min, max) = (T.Min(min, value), T.Max(max, value));
        ulong range = Distance(max, min);
        _nearFrom = range < (ulong)_nearSize
            ? unchecked(min - T.CreateTruncating(((ulong)_nearSize - range) / 2))
            : unchecked(values[0] - T.CreateTruncating(_nearSize / 2));
    }

    private void LookUp(ReadOnlySpan<T> values, Span<int> indices)
    {
        T from = _nearFrom;
        for (int i = 0; i < values.Length; i++)
        {
            T value = values[i];
            ulong distance = Distance(value, from);
            ushort[] near = _near;
            if (distance < (ulong)near.Length)
            {
                int index = near[distance] - 1;
                indices[i] = index >= 0 ? index : AddNear(value, (int)distance);
            }
            else
            {
                indices[i] = LookUpFar(value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Distance(T value, T from) => Unsafe.SizeOf<T>() == sizeof(int)
        ? uint.CreateTruncating(unchecked(value - from))
        : ulong.CreateTruncating(unchecked(value - from));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AddNear(T value, int distance)
    {
        // Fits: a dictionary is given up long before 65,535 entries (most entries + one page).
        int index = Add(value);
        _near[distance] = (ushort)(index + 1);
        return index;
    }

    private int LookUpFar(T value)
    {
        int mask = _slots.Length - 1;
        int slot = (int)Hash(value) & mask;
        while (true)
        {
            int entry = _slots[slot];
            if (entry == 0)
                break;
            if (_entries[entry - 1] == value)
                return entry - 1;
            slot = (slot + 1) & mask;
        }

        int index = Add(value);
        _slots[slot] = index + 1;
        if (_count * 2 > _slots.Length)
            Rehash();
        return index;
    }

    private int Add(T value)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2);
        _entries[_count] = value;
        return _count++;
    }

    private void Rehash()
    {
        var slots = new int[_slots.Length * 4];
        int mask = slots.Length - 1;
        foreach (int entry in _slots)
        {
            if (entry == 0)
                continue;
            int slot = (int)Hash(_entries[entry - 1]) & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            slots[slot] = entry;
        }

        _slots = slots;
    }

    private void GiveUpDictionary()
    {
        ReadOnlySpan<int> indices = _indices.As<int>();
        Span<byte> bytes = _scratch.GetSpan(indices.Length * Unsafe.SizeOf<T>());
        Span<T> values = MemoryMarshal.Cast<byte, T>(bytes)[..indices.Length];
        for (int i = 0; i < indices.Length; i++)
            values[i] = _entries[indices[i]];
        _usesDictionary = false;
        AppendPlain(values);
        _indices.Truncate(0);
    }
}
