using System.Globalization;
using System.Text;
using System.Text.Unicode;
using SQLitePCL;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>Appends one stored value to its column, when it is of the declared type.</summary>
internal abstract class SqliteCell
{
    /// <summary>The cell for a column.</summary>
    public static SqliteCell For(Column column, ColumnBuilder builder) => builder switch
    {
        BooleanColumnBuilder b => new BooleanCell(b),
        FixedColumnBuilder<sbyte> b => new IntegerCell(v => b.Append((sbyte)v), b, sbyte.MinValue, sbyte.MaxValue),
        FixedColumnBuilder<short> b => new IntegerCell(v => b.Append((short)v), b, short.MinValue, short.MaxValue),
        FixedColumnBuilder<int> b when column.Type.Kind == TypeKind.Date => new DateCell(b),
        FixedColumnBuilder<int> b => new IntegerCell(v => b.Append((int)v), b, int.MinValue, int.MaxValue),
        FixedColumnBuilder<long> b when column.Type.Kind == TypeKind.BigInt => new IntegerCell(b.Append, b, long.MinValue, long.MaxValue),
        FixedColumnBuilder<long> b when column.Type.Kind == TypeKind.Time => new TimeCell(b),
        FixedColumnBuilder<long> b => new TimestampCell(b, column.Type.Kind == TypeKind.TimestampLtz),
        NanosColumnBuilder b => new NanosCell(b, column.Type.Kind == TypeKind.TimestampLtz),
        FixedColumnBuilder<float> b => new FloatCell(v => b.Append((float)v), b, isSingle: true),
        FixedColumnBuilder<double> b => new FloatCell(b.Append, b, isSingle: false),
        FixedColumnBuilder<Int128> b => new DecimalCell(b),
        BytesColumnBuilder b when column.Type.IsBinary => new BlobCell(b),
        BytesColumnBuilder b => new TextCell(b, column.Type.Length, acceptsNumbers: column.Tag is "sqlite.any" or "sqlite.numeric"),
        _ => throw new SluiceException(
            SqliteErrors.UnsupportedType, $"a SQLite value cannot be read as {column.Type}", $"column {column.Name}", "choose another type in columns"),
    };

    /// <summary>Appends the value of a column of the row at hand; FALSE (and nothing appended) when it does not fit.</summary>
    public bool Append(sqlite3_stmt statement, int index)
    {
        int kind = raw.sqlite3_column_type(statement, index);
        if (kind != raw.SQLITE_NULL)
            return Append(statement, index, kind);
        if (!Builder.Type.IsNullable)
            return false;
        Builder.AppendNull();
        return true;
    }

    protected abstract ColumnBuilder Builder { get; }

    protected abstract bool Append(sqlite3_stmt statement, int index, int kind);

    /// <summary>The bytes of stored text.</summary>
    private static ReadOnlySpan<byte> Text(sqlite3_stmt statement, int index) => raw.sqlite3_column_blob(statement, index);

    private static int CodePoints(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte b in text)
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>Invariant 4: a fraction finer than the declared type is not cut off.</summary>
    private static bool FitsDigits(long nanos, LogicalType type)
    {
        long step = 1;
        for (int digits = 9; digits > type.Precision; digits--)
            step *= 10;
        return nanos % step == 0;
    }

    private sealed class NanosCell(NanosColumnBuilder builder, bool isInstant) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind != raw.SQLITE_TEXT)
                return false;
            ReadOnlySpan<byte> text = Text(statement, index);
            bool fits = isInstant ? Iso8601Utf8.TryParseInstant(text, out Timestamp value) : Iso8601Utf8.TryParseTimestamp(text, out value);
            if (!fits || !FitsDigits(value.Nanos, builder.Type))
                return false;
            builder.Append(value);
            return true;
        }
    }

    private sealed class BooleanCell(BooleanColumnBuilder builder) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            long value = kind == raw.SQLITE_INTEGER ? raw.sqlite3_column_int64(statement, index) : -1;
            if (value is not (0 or 1))
                return false;
            builder.Append(value == 1);
            return true;
        }
    }

    private sealed class IntegerCell(Action<long> append, ColumnBuilder builder, long least, long most) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind != raw.SQLITE_INTEGER)
                return false;
            long value = raw.sqlite3_column_int64(statement, index);
            if (value < least || value > most)
                return false;
            append(value);
            return true;
        }
    }

    private sealed class FloatCell(Action<double> append, ColumnBuilder builder, bool isSingle) : SqliteCell
    {
        private const long LargestExact = 1L << 53;

        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            bool isExact = kind == raw.SQLITE_FLOAT
                || (kind == raw.SQLITE_INTEGER && Int128.Abs(raw.sqlite3_column_int64(statement, index)) <= LargestExact);
            if (!isExact)
                return false;
            double value = raw.sqlite3_column_double(statement, index);

            // A number too large for four bytes would become infinite. Digits are another matter: who declares FLOAT4 asks for no more than it has.
            if (isSingle && float.IsInfinity((float)value) && !double.IsInfinity(value))
                return false;
            append(value);
            return true;
        }
    }

    private sealed class DecimalCell(FixedColumnBuilder<Int128> builder) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind == raw.SQLITE_BLOB)
                return false;
            string text = kind == raw.SQLITE_FLOAT
                ? raw.sqlite3_column_double(statement, index).ToString("R", CultureInfo.InvariantCulture)
                : Encoding.UTF8.GetString(Text(statement, index) is { Length: > 0 } bytes && kind == raw.SQLITE_TEXT ? bytes : default);
            if (kind == raw.SQLITE_INTEGER)
                text = raw.sqlite3_column_int64(statement, index).ToString(CultureInfo.InvariantCulture);
            if (!SqliteDecimal.TryParse(text, builder.Type.Precision, builder.Type.Scale, out Int128 unscaled))
                return false;
            builder.Append(unscaled);
            return true;
        }
    }

    private sealed class TextCell(BytesColumnBuilder builder, int length, bool acceptsNumbers) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind == raw.SQLITE_BLOB || (kind != raw.SQLITE_TEXT && !acceptsNumbers))
                return false;
            ReadOnlySpan<byte> bytes = kind == raw.SQLITE_FLOAT
                ? Encoding.UTF8.GetBytes(raw.sqlite3_column_double(statement, index).ToString("R", CultureInfo.InvariantCulture))
                : Text(statement, index);
            if (!Utf8.IsValid(bytes) || (length < LogicalType.MaxLength && CodePoints(bytes) > length))
                return false;
            builder.Append(bytes);
            return true;
        }
    }

    private sealed class BlobCell(BytesColumnBuilder builder) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind != raw.SQLITE_BLOB)
                return false;
            builder.Append(raw.sqlite3_column_blob(statement, index));
            return true;
        }
    }

    private sealed class DateCell(FixedColumnBuilder<int> builder) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind != raw.SQLITE_TEXT || !Iso8601Utf8.TryParseDate(Text(statement, index), out int days))
                return false;
            builder.Append(days);
            return true;
        }
    }

    private sealed class TimeCell(FixedColumnBuilder<long> builder) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind != raw.SQLITE_TEXT || !Iso8601Utf8.TryParseTime(Text(statement, index), out long nanos) || !FitsDigits(nanos, builder.Type))
                return false;
            builder.Append(builder.Type.Precision > 6 ? nanos : nanos / 1000);
            return true;
        }
    }

    private sealed class TimestampCell(FixedColumnBuilder<long> builder, bool isInstant) : SqliteCell
    {
        protected override ColumnBuilder Builder => builder;

        protected override bool Append(sqlite3_stmt statement, int index, int kind)
        {
            if (kind != raw.SQLITE_TEXT)
                return false;
            ReadOnlySpan<byte> text = Text(statement, index);
            bool fits = isInstant ? Iso8601Utf8.TryParseInstant(text, out Timestamp value) : Iso8601Utf8.TryParseTimestamp(text, out value);
            if (!fits || !FitsDigits(value.Nanos, builder.Type))
                return false;
            builder.Append(value.Micros);
            return true;
        }
    }
}
