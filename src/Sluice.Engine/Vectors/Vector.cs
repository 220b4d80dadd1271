using System.Text;
using Sluice.Types;

namespace Sluice.Engine.Vectors;

/// <summary>
/// The values of one expression for the rows of a batch; defined only for the rows it was evaluated for. Belongs to the node that made it and
/// is overwritten by the node's next evaluation.
/// </summary>
internal abstract class Vector
{
    private bool[] _nullBuffer = [];

    /// <summary>TRUE where NULL; null when no row is.</summary>
    public bool[]? Nulls { get; protected set; }

    /// <summary>Whether a row is NULL.</summary>
    public bool IsNull(int row) => Nulls is not null && Nulls[row];

    /// <summary>Values as CLR values of <typeparamref name="T"/>, by row; for text this makes strings of the selected rows.</summary>
    public abstract ReadOnlySpan<T> Values<T>(Selection selection);

    /// <summary>One value boxed; null for NULL.</summary>
    public abstract object? Boxed(int row);

    /// <summary>Starts with no NULLs.</summary>
    public void ClearNulls() => Nulls = null;

    /// <summary>A null mask to write into, all FALSE if there was none.</summary>
    public bool[] WritableNulls(int length)
    {
        if (Nulls is not null)
            return Nulls;
        if (_nullBuffer.Length < length)
            _nullBuffer = new bool[length];
        else
            Array.Clear(_nullBuffer, 0, length);
        return Nulls = _nullBuffer;
    }

    /// <summary>Starts with the NULLs of an operand.</summary>
    public void StartNulls(Vector operand, int length)
    {
        ClearNulls();
        AddNulls(operand, length);
    }

    /// <summary>Adds the NULLs of an operand: NULL in, NULL out.</summary>
    public void AddNulls(Vector operand, int length)
    {
        if (operand.Nulls is not { } other)
            return;
        if (Nulls is null)
        {
            if (_nullBuffer.Length < length)
                _nullBuffer = new bool[length];
            other.AsSpan(0, length).CopyTo(_nullBuffer);
            Nulls = _nullBuffer;
            return;
        }

        Span<ulong> groups = System.Runtime.InteropServices.MemoryMarshal.Cast<bool, ulong>(Nulls.AsSpan(0, length));
        ReadOnlySpan<ulong> others = System.Runtime.InteropServices.MemoryMarshal.Cast<bool, ulong>(other.AsSpan(0, length));
        for (int i = 0; i < groups.Length; i++)
            groups[i] |= others[i];
        for (int i = groups.Length * 8; i < length; i++)
            Nulls[i] |= other[i];
    }
}

/// <summary>Values of one CLR type.</summary>
internal abstract class Vector<T> : Vector
{
    private object[] _boxed = [];

    /// <summary>The values by row.</summary>
    public abstract ReadOnlySpan<T> Span { get; }

    public override ReadOnlySpan<TWanted> Values<TWanted>(Selection selection)
    {
        if (this is Vector<TWanted> same)
            return same.Span;
        if (typeof(TWanted) == typeof(object))
        {
            if (_boxed.Length < selection.Length)
                _boxed = new object[selection.Length];
            for (int i = 0; i < selection.Count; i++)
                _boxed[selection[i]] = Boxed(selection[i])!;
            return (TWanted[])(object)_boxed;
        }

        throw new InvalidOperationException($"a kernel over {typeof(TWanted)} was given {typeof(T)}");
    }

    public override object? Boxed(int row) => IsNull(row) ? null : Span[row];
}

/// <summary>Computed values in an array of the node's own.</summary>
internal sealed class OwnVector<T> : Vector<T>
{
    private T[] _values = [];

    public override ReadOnlySpan<T> Span => _values;

    /// <summary>The array to write into, at least <paramref name="length"/> long; NULLs are cleared.</summary>
    public T[] Start(int length)
    {
        ClearNulls();
        return Keep(length);
    }

    /// <summary>The array to write into; NULLs stay.</summary>
    public T[] Keep(int length)
    {
        if (_values.Length < length)
            _values = GC.AllocateUninitializedArray<T>(length);
        return _values;
    }
}

/// <summary>A fixed-width column of the batch, read in place.</summary>
internal sealed class ColumnVector<T> : Vector<T>
    where T : unmanaged
{
    private ReadOnlyMemory<byte> _bytes;
    private Timestamp[] _timestamps = [];

    public override ReadOnlySpan<T> Span => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(_bytes.Span);

    public override ReadOnlySpan<TWanted> Values<TWanted>(Selection selection)
    {
        if (typeof(TWanted) != typeof(Timestamp) || typeof(T) != typeof(long))
            return base.Values<TWanted>(selection);
        if (_timestamps.Length < selection.Length)
            _timestamps = new Timestamp[selection.Length];
        ReadOnlySpan<long> micros = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(_bytes.Span);
        for (int i = 0; i < selection.Count; i++)
            _timestamps[selection[i]] = Timestamp.FromMicros(micros[selection[i]]);
        return (TWanted[])(object)_timestamps;
    }

    /// <summary>Whether the values are microseconds of a date-time, which kernels see as <see cref="Timestamp"/>.</summary>
    public bool IsTimestamp { get; init; }

    public override object? Boxed(int row) => IsTimestamp && !IsNull(row) ? Timestamp.FromMicros((long)(object)Span[row]) : base.Boxed(row);

    /// <summary>Points at the values of a column.</summary>
    public void Point(ReadOnlyMemory<byte> bytes) => _bytes = bytes;
}

/// <summary>A text or binary column of the batch, read in place.</summary>
internal sealed class TextColumnVector(bool isBinary) : Vector
{
    private ReadOnlyMemory<byte> _offsets;
    private ReadOnlyMemory<byte> _heap;
    private string[] _strings = [];
    private byte[][] _binaries = [];

    public ReadOnlySpan<int> Offsets => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(_offsets.Span);

    public ReadOnlySpan<byte> Heap => _heap.Span;

    public override ReadOnlySpan<T> Values<T>(Selection selection)
    {
        if (isBinary && typeof(T) == typeof(byte[]))
        {
            FillBinaries(selection);
            return (T[])(object)_binaries;
        }

        FillStrings(selection);
        if (typeof(T) == typeof(string))
            return (T[])(object)_strings;
        throw new InvalidOperationException($"a kernel over {typeof(T)} was given text");
    }

    public override object? Boxed(int row)
    {
        if (IsNull(row))
            return null;
        ReadOnlySpan<int> offsets = Offsets;
        ReadOnlySpan<byte> bytes = _heap.Span[offsets[row]..offsets[row + 1]];
        return isBinary ? bytes.ToArray() : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Points at the values of a column.</summary>
    public void Point(ReadOnlyMemory<byte> offsets, ReadOnlyMemory<byte> heap) => (_offsets, _heap) = (offsets, heap);

    private void FillStrings(Selection selection)
    {
        if (_strings.Length < selection.Length)
            _strings = new string[selection.Length];
        ReadOnlySpan<int> offsets = Offsets;
        ReadOnlySpan<byte> heap = _heap.Span;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            _strings[row] = Encoding.UTF8.GetString(heap[offsets[row]..offsets[row + 1]]);
        }
    }

    private void FillBinaries(Selection selection)
    {
        if (_binaries.Length < selection.Length)
            _binaries = new byte[selection.Length][];
        ReadOnlySpan<int> offsets = Offsets;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            _binaries[row] = _heap.Span[offsets[row]..offsets[row + 1]].ToArray();
        }
    }
}
