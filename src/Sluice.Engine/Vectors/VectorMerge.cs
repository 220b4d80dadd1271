using Sluice.Types;

namespace Sluice.Engine.Vectors;

/// <summary>Vectors by logical type: made, filled, and put together from parts.</summary>
internal static class VectorMerge
{
    /// <summary>An empty vector of a node's own for values of a type.</summary>
    public static Vector NewFor(LogicalType type) => type.Kind switch
    {
        TypeKind.Boolean => new OwnVector<bool>(),
        TypeKind.TinyInt => new OwnVector<sbyte>(),
        TypeKind.SmallInt => new OwnVector<short>(),
        TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths => new OwnVector<int>(),
        TypeKind.BigInt or TypeKind.Time or TypeKind.IntervalMillis => new OwnVector<long>(),
        TypeKind.Float => new OwnVector<float>(),
        TypeKind.Double => new OwnVector<double>(),
        TypeKind.Decimal => new OwnVector<Int128>(),
        TypeKind.Char or TypeKind.VarChar => new OwnVector<string>(),
        TypeKind.Binary or TypeKind.VarBinary => new OwnVector<byte[]>(),
        TypeKind.Timestamp or TypeKind.TimestampLtz => new OwnVector<Timestamp>(),
        TypeKind.Map => new OwnVector<KeyValuePair<object?, object?>[]>(),
        TypeKind.Array or TypeKind.Row => new OwnVector<object?[]>(),
        _ => new OwnVector<object>(),
    };

    /// <summary>Sets all rows to a value; NULLs stay.</summary>
    public static void Fill(Vector vector, object? value, int length)
    {
        switch (vector)
        {
            case OwnVector<bool> v: Fill(v, value, length); break;
            case OwnVector<sbyte> v: Fill(v, value, length); break;
            case OwnVector<short> v: Fill(v, value, length); break;
            case OwnVector<int> v: Fill(v, value, length); break;
            case OwnVector<long> v: Fill(v, value, length); break;
            case OwnVector<float> v: Fill(v, value, length); break;
            case OwnVector<double> v: Fill(v, value, length); break;
            case OwnVector<Int128> v: Fill(v, value, length); break;
            case OwnVector<string> v: Fill(v, value, length); break;
            case OwnVector<byte[]> v: Fill(v, value, length); break;
            case OwnVector<Timestamp> v: Fill(v, value, length); break;
            case OwnVector<KeyValuePair<object?, object?>[]> v: Fill(v, value, length); break;
            case OwnVector<object?[]> v: Fill(v, value, length); break;
            case OwnVector<object> v: Fill(v, value, length); break;
        }
    }

    /// <summary>Takes over the values and NULLs of some rows from another vector of the same type.</summary>
    public static void Assign(Vector target, Vector source, Selection rows)
    {
        switch (target)
        {
            case OwnVector<bool> v: Assign(v, source, rows); break;
            case OwnVector<sbyte> v: Assign(v, source, rows); break;
            case OwnVector<short> v: Assign(v, source, rows); break;
            case OwnVector<int> v: Assign(v, source, rows); break;
            case OwnVector<long> v: Assign(v, source, rows); break;
            case OwnVector<float> v: Assign(v, source, rows); break;
            case OwnVector<double> v: Assign(v, source, rows); break;
            case OwnVector<Int128> v: Assign(v, source, rows); break;
            case OwnVector<string> v: Assign(v, source, rows); break;
            case OwnVector<byte[]> v: Assign(v, source, rows); break;
            case OwnVector<Timestamp> v: Assign(v, source, rows); break;
            case OwnVector<KeyValuePair<object?, object?>[]> v: Assign(v, source, rows); break;
            case OwnVector<object?[]> v: Assign(v, source, rows); break;
            case OwnVector<object> v: Assign(v, source, rows); break;
        }
    }

    /// <summary>Sets one row, after <see cref="Fill(Vector, object?, int)"/> has made room.</summary>
    public static void Set(Vector vector, int row, object value)
    {
        switch (vector)
        {
            case OwnVector<bool> v: v.Keep(row + 1)[row] = (bool)value; break;
            case OwnVector<sbyte> v: v.Keep(row + 1)[row] = (sbyte)value; break;
            case OwnVector<short> v: v.Keep(row + 1)[row] = (short)value; break;
            case OwnVector<int> v: v.Keep(row + 1)[row] = (int)value; break;
            case OwnVector<long> v: v.Keep(row + 1)[row] = (long)value; break;
            case OwnVector<float> v: v.Keep(row + 1)[row] = (float)value; break;
            case OwnVector<double> v: v.Keep(row + 1)[row] = (double)value; break;
            case OwnVector<Int128> v: v.Keep(row + 1)[row] = (Int128)value; break;
            case OwnVector<string> v: v.Keep(row + 1)[row] = (string)value; break;
            case OwnVector<byte[]> v: v.Keep(row + 1)[row] = (byte[])value; break;
            case OwnVector<Timestamp> v: v.Keep(row + 1)[row] = (Timestamp)value; break;
            case OwnVector<KeyValuePair<object?, object?>[]> v: v.Keep(row + 1)[row] = (KeyValuePair<object?, object?>[])value; break;
            case OwnVector<object?[]> v: v.Keep(row + 1)[row] = (object?[])value; break;
            case OwnVector<object> v: v.Keep(row + 1)[row] = value; break;
        }
    }

    private static void Fill<T>(OwnVector<T> vector, object? value, int length) =>
        vector.Keep(length).AsSpan(0, length).Fill(value is null ? default! : (T)value);

    private static void Assign<T>(OwnVector<T> target, Vector source, Selection rows)
    {
        T[] values = target.Keep(rows.Length);
        ReadOnlySpan<T> from = source.Values<T>(rows);
        bool[]? nulls = source.Nulls is null && target.Nulls is null ? null : target.WritableNulls(rows.Length);
        for (int i = 0; i < rows.Count; i++)
        {
            int row = rows[i];
            values[row] = from[row];
            if (nulls is not null)
                nulls[row] = source.IsNull(row);
        }
    }
}
