using Apache.Arrow;
using Sluice.Types;

namespace Sluice.Engine.Vectors;

/// <summary>Turns vectors into Arrow columns.</summary>
internal static class VectorOutput
{
    /// <summary>The values of the selected rows, in the layout of <paramref name="type"/>.</summary>
    public static IArrowArray ToArray(Vector vector, Selection selection, LogicalType type, BufferPool pool)
    {
        using ColumnBuilder builder = ColumnBuilder.Create(type, pool);
        switch (builder)
        {
            case BooleanColumnBuilder b: Append(b, vector, selection); break;
            case FixedColumnBuilder<sbyte> b: Append(b, vector, selection); break;
            case FixedColumnBuilder<short> b: Append(b, vector, selection); break;
            case FixedColumnBuilder<int> b: Append(b, vector, selection); break;
            case FixedColumnBuilder<long> b when vector is Vector<Timestamp>: AppendMicros(b, vector, selection); break;
            case FixedColumnBuilder<long> b when type.Kind == TypeKind.Time && type.Precision > 6: AppendNanos(b, vector, selection); break;
            case FixedColumnBuilder<long> b: Append(b, vector, selection); break;
            case FixedColumnBuilder<float> b: Append(b, vector, selection); break;
            case FixedColumnBuilder<double> b: Append(b, vector, selection); break;
            case FixedColumnBuilder<Int128> b: Append(b, vector, selection); break;
            case BytesColumnBuilder b: Append(b, vector, selection, type); break;
            case NanosColumnBuilder b: Append(b, vector, selection); break;
            default: AppendBoxed(builder, vector, selection); break;
        }

        return builder.Build();
    }

    private static void Append<T>(FixedColumnBuilder<T> builder, Vector vector, Selection selection)
        where T : unmanaged
    {
        ReadOnlySpan<T> values = vector.Values<T>(selection);
        if (vector.Nulls is null && selection.IsAll)
        {
            builder.Append(values[..selection.Count]);
            return;
        }

        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (vector.IsNull(row))
                builder.AppendNull();
            else
                builder.Append(values[row]);
        }
    }

    private static void AppendMicros(FixedColumnBuilder<long> builder, Vector vector, Selection selection)
    {
        ReadOnlySpan<Timestamp> values = vector.Values<Timestamp>(selection);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (vector.IsNull(row))
                builder.AppendNull();
            else
                builder.Append(values[row].Micros);
        }
    }

    private static void AppendNanos(FixedColumnBuilder<long> builder, Vector vector, Selection selection)
    {
        ReadOnlySpan<long> values = vector.Values<long>(selection);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (vector.IsNull(row))
                builder.AppendNull();
            else
                builder.Append(values[row] * 1000);
        }
    }

    private static void Append(NanosColumnBuilder builder, Vector vector, Selection selection)
    {
        ReadOnlySpan<Timestamp> values = vector.Values<Timestamp>(selection);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (vector.IsNull(row))
                builder.AppendNull();
            else
                builder.Append(values[row]);
        }
    }

    private static void Append(BooleanColumnBuilder builder, Vector vector, Selection selection)
    {
        ReadOnlySpan<bool> values = vector.Values<bool>(selection);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (vector.IsNull(row))
                builder.AppendNull();
            else
                builder.Append(values[row]);
        }
    }

    private static void Append(BytesColumnBuilder builder, Vector vector, Selection selection, LogicalType type)
    {
        if (vector is TextColumnVector column)
        {
            AppendColumn(builder, column, selection);
            return;
        }

        ReadOnlySpan<string> texts = type.IsCharacter ? vector.Values<string>(selection) : default;
        ReadOnlySpan<byte[]> binaries = type.IsBinary ? vector.Values<byte[]>(selection) : default;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (vector.IsNull(row))
                builder.AppendNull();
            else if (type.IsCharacter)
                builder.Append(texts[row].AsSpan());
            else
                builder.Append(binaries[row]);
        }
    }

    private static void AppendColumn(BytesColumnBuilder builder, TextColumnVector column, Selection selection)
    {
        ReadOnlySpan<int> offsets = column.Offsets;
        ReadOnlySpan<byte> heap = column.Heap;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (column.IsNull(row))
                builder.AppendNull();
            else
                builder.Append(heap[offsets[row]..offsets[row + 1]]);
        }
    }

    private static void AppendBoxed(ColumnBuilder builder, Vector vector, Selection selection)
    {
        for (int i = 0; i < selection.Count; i++)
            builder.AppendBoxed(vector.Boxed(selection[i]));
    }
}
