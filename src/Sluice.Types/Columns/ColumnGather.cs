using System.Runtime.InteropServices;
using Apache.Arrow;

namespace Sluice.Types;

/// <summary>Copies chosen rows of a column into a new one.</summary>
public static class ColumnGather
{
    /// <summary>The rows that <paramref name="rows"/> names, in that order. Borrows the array; the caller disposes the result.</summary>
    public static IArrowArray Take(IArrowArray array, LogicalType type, ReadOnlySpan<int> rows, BufferPool pool)
    {
        var view = new ColumnView(array);
        switch (type.Kind)
        {
            case TypeKind.TinyInt: return Fixed<sbyte>(array, view, rows, pool);
            case TypeKind.SmallInt: return Fixed<short>(array, view, rows, pool);
            case TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths or TypeKind.Float: return Fixed<int>(array, view, rows, pool);
            case TypeKind.BigInt or TypeKind.Time or TypeKind.IntervalMillis or TypeKind.Double: return Fixed<long>(array, view, rows, pool);
            case TypeKind.Timestamp or TypeKind.TimestampLtz when type.Precision <= 6: return Fixed<long>(array, view, rows, pool);
            case TypeKind.Decimal: return Fixed<Int128>(array, view, rows, pool);
            case TypeKind.Char or TypeKind.VarChar or TypeKind.Binary or TypeKind.VarBinary: return Bytes(array, view, rows, pool);
            default: return Boxed(view, type, rows, pool);
        }
    }

    private static IArrowArray Fixed<T>(IArrowArray array, ColumnView view, ReadOnlySpan<int> rows, BufferPool pool)
        where T : unmanaged
    {
        using var values = new GrowingBuffer(pool);
        int bytes = rows.Length * Marshal.SizeOf<T>();
        Span<T> target = MemoryMarshal.Cast<byte, T>(values.GetSpan(bytes)[..bytes]);
        ReadOnlySpan<T> source = view.Values<T>();
        for (int i = 0; i < rows.Length; i++)
            target[i] = source[rows[i]];
        values.Advance(bytes);
        (ArrowBuffer validity, int nulls) = Validity(view, rows, pool);
        return ArrowArrayFactory.BuildArray(new ArrayData(array.Data.DataType, rows.Length, nulls, 0, [validity, values.Detach()]));
    }

    private static IArrowArray Bytes(IArrowArray array, ColumnView view, ReadOnlySpan<int> rows, BufferPool pool)
    {
        using var offsets = new GrowingBuffer(pool);
        using var heap = new GrowingBuffer(pool);
        ReadOnlySpan<int> sourceOffsets = view.Offsets;
        ReadOnlySpan<byte> sourceHeap = view.Heap;
        offsets.Append(0);
        foreach (int row in rows)
        {
            heap.Append(sourceHeap[sourceOffsets[row]..sourceOffsets[row + 1]]);
            offsets.Append(heap.Length);
        }

        (ArrowBuffer validity, int nulls) = Validity(view, rows, pool);
        return ArrowArrayFactory.BuildArray(
            new ArrayData(array.Data.DataType, rows.Length, nulls, 0, [validity, offsets.Detach(), heap.Detach()]));
    }

    private static (ArrowBuffer Validity, int Nulls) Validity(ColumnView view, ReadOnlySpan<int> rows, BufferPool pool)
    {
        if (!view.HasNulls)
            return (ArrowBuffer.Empty, 0);
        using var bits = new GrowingBuffer(pool);
        int bytes = (rows.Length + 7) >> 3;
        Span<byte> target = bits.GetSpan(bytes)[..bytes];
        target.Clear();
        int nulls = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (view.IsNull(rows[i]))
                nulls++;
            else
                target[i >> 3] |= (byte)(1 << (i & 7));
        }

        bits.Advance(bytes);
        return nulls == 0 ? (ArrowBuffer.Empty, 0) : (bits.Detach(), nulls);
    }

    /// <summary>BOOLEAN, nested and 9-digit columns: rare enough in compaction to go value by value.</summary>
    private static IArrowArray Boxed(ColumnView view, LogicalType type, ReadOnlySpan<int> rows, BufferPool pool)
    {
        using ColumnBuilder builder = ColumnBuilder.Create(type, pool);
        if (builder is BooleanColumnBuilder booleans)
        {
            foreach (int row in rows)
            {
                if (view.IsNull(row))
                    booleans.AppendNull();
                else
                    booleans.Append(view.Boolean(row));
            }
        }
        else
        {
            foreach (int row in rows)
                builder.AppendBoxed(view.Boxed(type, row));
        }

        return builder.Build();
    }
}
