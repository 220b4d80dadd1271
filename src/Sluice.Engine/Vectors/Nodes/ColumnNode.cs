using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Nodes;

/// <summary>A column of the batch: read in place where its layout is that of its CLR type, else unpacked once a batch.</summary>
internal sealed class ColumnNode : VectorNode
{
    private readonly int _index;
    private readonly Vector _vector;
    private ArrayData? _unpacked;

    public ColumnNode(int index, LogicalType type)
        : base(type)
    {
        _index = index;
        _vector = type.Kind switch
        {
            TypeKind.TinyInt => new ColumnVector<sbyte>(),
            TypeKind.SmallInt => new ColumnVector<short>(),
            TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths => new ColumnVector<int>(),
            TypeKind.BigInt or TypeKind.IntervalMillis => new ColumnVector<long>(),
            TypeKind.Time when type.Precision <= 6 => new ColumnVector<long>(),
            TypeKind.Float => new ColumnVector<float>(),
            TypeKind.Double => new ColumnVector<double>(),
            TypeKind.Decimal => new ColumnVector<Int128>(),
            TypeKind.Timestamp or TypeKind.TimestampLtz when type.Precision <= 6 => new ColumnVector<long> { IsTimestamp = true },
            TypeKind.Char or TypeKind.VarChar => new TextColumnVector(isBinary: false),
            TypeKind.Binary or TypeKind.VarBinary => new TextColumnVector(isBinary: true),
            TypeKind.Boolean => new OwnVector<bool>(),
            TypeKind.Time => new OwnVector<long>(),
            TypeKind.Timestamp or TypeKind.TimestampLtz => new OwnVector<Timestamp>(),
            TypeKind.Map => new OwnVector<KeyValuePair<object?, object?>[]>(),
            _ => new OwnVector<object?[]>(),
        };
    }

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        ArrayData data = frame.Batch.Column(_index).Data;
        switch (_vector)
        {
            case ColumnVector<sbyte> v: Point(v, data, 1); break;
            case ColumnVector<short> v: Point(v, data, 2); break;
            case ColumnVector<int> v: Point(v, data, 4); break;
            case ColumnVector<long> v: Point(v, data, 8); break;
            case ColumnVector<float> v: Point(v, data, 4); break;
            case ColumnVector<double> v: Point(v, data, 8); break;
            case ColumnVector<Int128> v: Point(v, data, 16); break;
            case TextColumnVector v: v.Point(data.Buffers[1].Memory[(data.Offset * sizeof(int))..], data.Buffers[2].Memory); break;
            default: Unpack(frame, data); return _vector;
        }

        FillNulls(data);
        return _vector;
    }

    private static void Point<T>(ColumnVector<T> vector, ArrayData data, int width)
        where T : unmanaged => vector.Point(data.Buffers[1].Memory[(data.Offset * width)..]);

    private void FillNulls(ArrayData data)
    {
        _vector.ClearNulls();
        if (data.GetNullCount() == 0)
            return;
        ReadOnlySpan<byte> validity = data.Buffers[0].Span;
        Span<bool> nulls = _vector.WritableNulls(data.Length);
        int row = (data.Offset & 7) == 0 ? SpreadBytes(validity[(data.Offset >> 3)..], nulls[..data.Length]) : 0;
        for (; row < data.Length; row++)
        {
            int bit = row + data.Offset;
            nulls[row] = (validity[bit >> 3] & (1 << (bit & 7))) == 0;
        }
    }

    /// <summary>Spreads the bits of whole bytes over eight rows at a time, without a branch; returns the rows done.</summary>
    private static int SpreadBytes(ReadOnlySpan<byte> validity, Span<bool> nulls)
    {
        const ulong EachByte = 0x0101010101010101, EachBit = 0x8040201008040201, Carry = 0x7F7F7F7F7F7F7F7F;
        Span<ulong> groups = MemoryMarshal.Cast<bool, ulong>(nulls);
        for (int i = 0; i < groups.Length; i++)
        {
            ulong bits = ((byte)~validity[i] * EachByte) & EachBit; // Byte k keeps bit k.
            ulong flags = ((bits + Carry) >> 7) & EachByte;
            groups[i] = BitConverter.IsLittleEndian ? flags : BinaryPrimitives.ReverseEndianness(flags);
        }

        return groups.Length * 8;
    }

    private void Unpack(VectorFrame frame, ArrayData data)
    {
        if (ReferenceEquals(_unpacked, data))
            return;
        _unpacked = data;
        FillNulls(data);
        var view = new ColumnView(frame.Batch.Column(_index));
        switch (_vector)
        {
            case OwnVector<bool> v: UnpackBooleans(v, view); break;
            case OwnVector<long> v: UnpackNanos(v, view); break;
            case OwnVector<Timestamp> v: UnpackBoxed(v, view); break;
            case OwnVector<KeyValuePair<object?, object?>[]> v: UnpackBoxed(v, view); break;
            case OwnVector<object?[]> v: UnpackBoxed(v, view); break;
        }
    }

    private static void UnpackBooleans(OwnVector<bool> vector, ColumnView view)
    {
        bool[] values = vector.Keep(view.Length);
        for (int i = 0; i < view.Length; i++)
            values[i] = view.Boolean(i);
    }

    /// <summary>TIME of 7 to 9 digits: expressions see microseconds.</summary>
    private static void UnpackNanos(OwnVector<long> vector, ColumnView view)
    {
        long[] values = vector.Keep(view.Length);
        ReadOnlySpan<long> nanos = view.Values<long>();
        for (int i = 0; i < view.Length; i++)
            values[i] = nanos[i] / 1000;
    }

    private void UnpackBoxed<T>(OwnVector<T> vector, ColumnView view)
    {
        T[] values = vector.Keep(view.Length);
        for (int i = 0; i < view.Length; i++)
        {
            if (view.Boxed(Type, i) is { } value)
                values[i] = (T)value;
        }
    }
}
