using Apache.Arrow;
using SQLitePCL;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>Binds the values of one column to a parameter of the prepared statement.</summary>
/// <param name="type">The logical type.</param>
/// <param name="declared">The target column's declared type.</param>
internal sealed class SqliteBinder(LogicalType type, string declared)
{
    private readonly byte[] _text = new byte[64];
    private readonly bool _decimalAsText = declared.Contains("TEXT", StringComparison.OrdinalIgnoreCase) || declared.Contains("CHAR", StringComparison.OrdinalIgnoreCase);
    private IArrowArray? _array;

    /// <summary>Turns to the column of another batch.</summary>
    public void Start(IArrowArray array) => _array = array;

    /// <summary>Binds the value of a row; FALSE when SQLite would store another value (NaN).</summary>
    public bool Bind(sqlite3_stmt statement, int parameter, int row)
    {
        var view = new ColumnView(_array!);
        if (view.IsNull(row))
        {
            raw.sqlite3_bind_null(statement, parameter);
            return true;
        }

        switch (type.Kind)
        {
            case TypeKind.Boolean: raw.sqlite3_bind_int64(statement, parameter, view.Boolean(row) ? 1 : 0); return true;
            case TypeKind.TinyInt: raw.sqlite3_bind_int64(statement, parameter, view.Values<sbyte>()[row]); return true;
            case TypeKind.SmallInt: raw.sqlite3_bind_int64(statement, parameter, view.Values<short>()[row]); return true;
            case TypeKind.Int: raw.sqlite3_bind_int64(statement, parameter, view.Values<int>()[row]); return true;
            case TypeKind.BigInt: raw.sqlite3_bind_int64(statement, parameter, view.Values<long>()[row]); return true;
            case TypeKind.Float: return BindFloat(statement, parameter, view.Values<float>()[row]);
            case TypeKind.Double: return BindFloat(statement, parameter, view.Values<double>()[row]);
            case TypeKind.Decimal: BindDecimal(statement, parameter, view.Values<Int128>()[row]); return true;
            case TypeKind.Char or TypeKind.VarChar: raw.sqlite3_bind_text(statement, parameter, view.Bytes(row)); return true;
            case TypeKind.Binary or TypeKind.VarBinary: raw.sqlite3_bind_blob(statement, parameter, view.Bytes(row)); return true;
            default: BindTime(statement, parameter, view, row); return true;
        }
    }

    private static bool BindFloat(sqlite3_stmt statement, int parameter, double value)
    {
        if (double.IsNaN(value))
            return false;
        raw.sqlite3_bind_double(statement, parameter, value);
        return true;
    }

    /// <summary>Up to 15 digits as the number SQLite makes of it (the shortest digits of that float are the decimal's); beyond as text.</summary>
    private void BindDecimal(sqlite3_stmt statement, int parameter, Int128 unscaled)
    {
        if (!_decimalAsText && type.Scale == 0 && unscaled >= long.MinValue && unscaled <= long.MaxValue)
            raw.sqlite3_bind_int64(statement, parameter, (long)unscaled);
        else
            raw.sqlite3_bind_text(statement, parameter, ValueDisplay.Decimal(unscaled, type.Scale));
    }

    private void BindTime(sqlite3_stmt statement, int parameter, ColumnView view, int row)
    {
        int length = type.Kind switch
        {
            TypeKind.Date => Iso8601Utf8.WriteDate(view.Values<int>()[row], _text),
            TypeKind.Time => Iso8601Utf8.WriteTime(view.Values<long>()[row] * (type.Precision > 6 ? 1 : 1000), type.Precision, _text),
            _ => Iso8601Utf8.WriteTimestamp((Timestamp)view.Boxed(type, row)!, type.Precision, (byte)' ', _text),
        };
        if (type.Kind == TypeKind.TimestampLtz)
            _text[length++] = (byte)'Z';
        raw.sqlite3_bind_text(statement, parameter, _text.AsSpan(0, length));
    }
}
