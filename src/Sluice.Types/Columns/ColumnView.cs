using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;

namespace Sluice.Types;

/// <summary>Typed, allocation-free reading of an Arrow array of our layout, its offset honoured. Borrows the array.</summary>
public readonly ref struct ColumnView
{
    private readonly ArrayData _data;
    private readonly ReadOnlySpan<byte> _validity;

    /// <summary>A view over an array.</summary>
    public ColumnView(IArrowArray array)
        : this(array.Data)
    {
    }

    private ColumnView(ArrayData data)
    {
        _data = data;
        _validity = data.GetNullCount() == 0 ? default : data.Buffers[0].Span;
    }

    /// <summary>Number of rows.</summary>
    public int Length => _data.Length;

    /// <summary>Whether any row may be NULL.</summary>
    public bool HasNulls => !_validity.IsEmpty;

    /// <summary>Whether a row is NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row)
    {
        if (_validity.IsEmpty)
            return false;
        int bit = row + _data.Offset;
        return (_validity[bit >> 3] & (1 << (bit & 7))) == 0;
    }

    /// <summary>The values of a fixed-width column; undefined where NULL.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_data.Buffers[1].Span).Slice(_data.Offset, _data.Length);

    /// <summary>The value of a BOOLEAN column.</summary>
    public bool Boolean(int row)
    {
        int bit = row + _data.Offset;
        return (_data.Buffers[1].Span[bit >> 3] & (1 << (bit & 7))) != 0;
    }

    /// <summary>The bytes of a text or binary value; empty where NULL.</summary>
    public ReadOnlySpan<byte> Bytes(int row)
    {
        ReadOnlySpan<int> offsets = Offsets;
        return _data.Buffers[2].Span[offsets[row]..offsets[row + 1]];
    }

    /// <summary>Length + 1 offsets of a text, binary or list column.</summary>
    public ReadOnlySpan<int> Offsets => MemoryMarshal.Cast<byte, int>(_data.Buffers[1].Span).Slice(_data.Offset, _data.Length + 1);

    /// <summary>All bytes of a text or binary column, which <see cref="Offsets"/> cut.</summary>
    public ReadOnlySpan<byte> Heap => _data.Buffers[2].Span;

    /// <summary>A field of a ROW, or the elements (index 0) of a list; not sliced by this column's offset for a list.</summary>
    public ColumnView Child(int index) => new(_data.Children[index]);

    /// <summary>A field of a ROW, row for row beside this column: its offset honoured, unlike <see cref="Child"/>.</summary>
    public ColumnView Field(int index) => new(
        _data.Offset == 0 && _data.Children[index].Length == _data.Length ? _data.Children[index] : _data.Children[index].Slice(_data.Offset, _data.Length));

    /// <summary>The row of a ROW column's <see cref="Child"/> that holds the fields of its row <paramref name="row"/>.</summary>
    public int ChildRow(int row) => row + _data.Offset;

    /// <summary>
    /// A value boxed in the representation of <c>docs/architecture.md#values</c>; null for NULL. For previews, errors and tests.
    /// </summary>
    public object? Boxed(LogicalType type, int row)
    {
        if (IsNull(row))
            return null;
        switch (type.Kind)
        {
            case TypeKind.Boolean: return Boolean(row);
            case TypeKind.TinyInt: return Values<sbyte>()[row];
            case TypeKind.SmallInt: return Values<short>()[row];
            case TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths: return Values<int>()[row];
            case TypeKind.BigInt or TypeKind.Time or TypeKind.IntervalMillis: return Values<long>()[row];
            case TypeKind.Float: return Values<float>()[row];
            case TypeKind.Double: return Values<double>()[row];
            case TypeKind.Decimal: return Values<Int128>()[row];
            case TypeKind.Char or TypeKind.VarChar: return Encoding.UTF8.GetString(Bytes(row));
            case TypeKind.Binary or TypeKind.VarBinary: return Bytes(row).ToArray();
            case TypeKind.Timestamp or TypeKind.TimestampLtz: return BoxedTimestamp(type, row);
            default: return BoxedNested(type, row);
        }
    }

    private Timestamp BoxedTimestamp(LogicalType type, int row) => type.Precision <= 6
        ? Timestamp.FromMicros(Values<long>()[row])
        : new Timestamp(Child(0).Values<long>()[row + _data.Offset], Child(1).Values<int>()[row + _data.Offset]);

    private object BoxedNested(LogicalType type, int row)
    {
        if (type.Kind == TypeKind.Row)
        {
            var fields = new object?[type.Fields.Length];
            for (int i = 0; i < fields.Length; i++)
                fields[i] = Child(i).Boxed(type.Fields[i].Type, row + _data.Offset);
            return fields;
        }

        (int from, int to) = (Offsets[row], Offsets[row + 1]);
        ColumnView elements = Child(0);
        if (type.Kind == TypeKind.Array)
        {
            var values = new object?[to - from];
            for (int i = from; i < to; i++)
                values[i - from] = elements.Boxed(type.Element, i);
            return values;
        }

        var pairs = new KeyValuePair<object, object?>[to - from];
        for (int i = from; i < to; i++)
            pairs[i - from] = new(elements.Child(0).Boxed(type.Key, i)!, elements.Child(1).Boxed(type.Value, i));
        return pairs;
    }
}
