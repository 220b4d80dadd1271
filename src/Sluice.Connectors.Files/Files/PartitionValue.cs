using System.Globalization;
using System.Text;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>Values as they stand in the names of partition folders.</summary>
internal static class PartitionValue
{
    /// <summary>Reads a value of a column, boxed.</summary>
    /// <exception cref="SluiceException">The folder's name is not a value of the column's type.</exception>
    public static object Read(Column column, string text, string file)
    {
        object? value = column.Type.Kind switch
        {
            TypeKind.Boolean when text is "true" or "false" => text == "true",
            TypeKind.TinyInt when sbyte.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out sbyte v) => v,
            TypeKind.SmallInt when short.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out short v) => v,
            TypeKind.Int when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int v) => v,
            TypeKind.BigInt when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long v) => v,
            TypeKind.Decimal when Sluice.Formats.Text.DecimalText.TryRead(text, column.Type, out Int128 v) => v,
            TypeKind.Date when Iso8601Utf8.TryParseDate(Encoding.UTF8.GetBytes(text), out int days) => days,
            TypeKind.Timestamp when Iso8601Utf8.TryParseTimestamp(Encoding.UTF8.GetBytes(text), out Timestamp v) => v,
            TypeKind.TimestampLtz when Iso8601Utf8.TryParseInstant(Encoding.UTF8.GetBytes(text), out Timestamp v) => v,
            TypeKind.Char or TypeKind.VarChar => text,
            _ => null,
        };
        return value ?? throw new SluiceException(
            FilesErrors.PartitionsDiffer, $"'{text}' in a folder's name is not a value of {column.Name} {column.Type}", file, $"give the column another type with columns: {{ {column.Name}: STRING }}");
    }

    /// <summary>The text of a value in a folder's name; null for NULL.</summary>
    public static string? Write(LogicalType type, ColumnView view, int row)
    {
        if (view.IsNull(row))
            return null;
        Span<byte> buffer = stackalloc byte[Iso8601Utf8.MaxLength + 1];
        switch (type.Kind)
        {
            case TypeKind.Boolean: return view.Boolean(row) ? "true" : "false";
            case TypeKind.Decimal: return Sluice.Formats.Text.DecimalText.Write(view.Values<Int128>()[row], type.Scale);
            case TypeKind.Date: return Encoding.UTF8.GetString(buffer[..Iso8601Utf8.WriteDate(view.Values<int>()[row], buffer)]);
            case TypeKind.Timestamp or TypeKind.TimestampLtz:
                int length = Iso8601Utf8.WriteTimestamp((Timestamp)view.Boxed(type, row)!, type.Precision, (byte)' ', buffer);
                return Encoding.UTF8.GetString(buffer[..length]) + (type.Kind == TypeKind.TimestampLtz ? "Z" : "");
            default: return Convert.ToString(view.Boxed(type, row), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Whether values of a type can name folders.</summary>
    public static bool CanName(LogicalType type) => type.Kind is TypeKind.Boolean or TypeKind.Decimal or TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampLtz
        || type.IsInteger || type.IsCharacter;
}
