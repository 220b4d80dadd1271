using System.Globalization;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The way of a column into MySQL: the type a created column gets, and whether an existing one can take the values.</summary>
internal static class MySqlSinkTypes
{
    private const string Other = "no conversion keeps every value";
    private const int LongestVarchar = 16_383;

    /// <summary>The type of a created column as SQL text; null when the column has no form there.</summary>
    /// <param name="column">What comes.</param>
    /// <param name="server">What the server can.</param>
    /// <param name="isKey">The column is part of a key, which cannot hold text without a limit.</param>
    /// <param name="rowBytes">Bytes left in a row, of which there are 65,535 for all but the large types.</param>
    public static string? Declare(Column column, Handshake server, bool isKey, ref int rowBytes)
    {
        if (Own(column) is { } own)
            return own;
        return column.Tag switch
        {
            Tags.Json => "json",
            Tags.Uuid => server.IsMariaDb && server.Version >= new Version(10, 7) ? "uuid" : "char(36)",
            MySqlTypeMap.YearTag => "year",
            MySqlTypeMap.GeometryTag => "geometry",
            _ => Declare(column.Type, server, isKey, ref rowBytes),
        };
    }

    /// <summary>Why a target column cannot take a column's values; null when it can. Invariant 4.</summary>
    public static string? Refusal(Column column, MySqlColumn target)
    {
        if (target.IsGenerated)
            return $"column '{target.Name}' is computed by the server";
        if (MySqlTypeMap.Map(target) is not { } same)
            return $"column '{target.Name}' of the target has the type {target.NativeType}, which is not known";
        bool isSame = MySqlNative.IsSame(column.NativeType, target.NativeType) && string.Equals(column.Tag, same.Tag, StringComparison.Ordinal)
            && same.Type.EqualsIgnoringNullability(column.Type);
        bool isRestored = MySqlNative.IsSame(column.NativeType, target.NativeType) && column.Tag == $"mysql.{target.TypeName}";
        if (isSame || isRestored)
            return null;
        return Takes(column, target) is { } reason ? $"column '{column.Name}' is {column.Type.Nullable()} and the target's is {target.NativeType}: {reason}" : null;
    }

    /// <summary>
    /// The declared type of a column that came from MySQL. <c>text</c> and <c>blob</c> are names in other systems too, where they are not short.
    /// </summary>
    private static string? Own(Column column)
    {
        if (MySqlNative.Parse(column.NativeType) is not { } native || native.TypeName is "text" or "blob" or "json" or "uuid")
            return null;
        if (column.Tag is { } tag && tag == $"mysql.{native.TypeName}")
            return native.NativeType;
        return MySqlTypeMap.Map(native) is { } mapping && string.Equals(mapping.Tag, column.Tag, StringComparison.Ordinal)
            && mapping.Type.EqualsIgnoringNullability(column.Type)
                ? native.NativeType
                : null;
    }

    private static string? Declare(LogicalType type, Handshake server, bool isKey, ref int rowBytes) => type.Kind switch
    {
        TypeKind.Boolean => "bit(1)",
        TypeKind.TinyInt => "tinyint",
        TypeKind.SmallInt => "smallint",
        TypeKind.Int => "int",
        TypeKind.BigInt => "bigint",
        TypeKind.Float => "float",
        TypeKind.Double => "double",
        TypeKind.Decimal when type.Scale <= (server.IsMariaDb ? 38 : 30) => Text($"decimal({type.Precision},{type.Scale})"),
        TypeKind.Char or TypeKind.VarChar => DeclareText(type, isKey, ref rowBytes),
        TypeKind.Binary when type.Length <= 255 => Text($"binary({type.Length})"),
        TypeKind.Binary or TypeKind.VarBinary => DeclareBinary(type, isKey, ref rowBytes),
        TypeKind.Date => "date",
        TypeKind.Time when type.Precision <= 6 => "time" + Fraction(type),
        TypeKind.Timestamp or TypeKind.TimestampLtz when type.Precision <= 6 => "datetime" + Fraction(type),
        _ => null,
    };

    /// <summary>A CHAR there loses its trailing blanks, so only its own come back as one.</summary>
    private static string DeclareText(LogicalType type, bool isKey, ref int rowBytes)
    {
        int length = isKey && type.Length > LongestVarchar ? 255 : type.Length;
        long bytes = (length * 4L) + 2;
        if (length <= LongestVarchar && bytes <= rowBytes)
        {
            rowBytes -= (int)bytes;
            return Text($"varchar({Math.Max(1, length)})");
        }

        return bytes - 2 <= 65_535 ? "text" : bytes - 2 <= 0xFF_FFFF ? "mediumtext" : "longtext";
    }

    private static string DeclareBinary(LogicalType type, bool isKey, ref int rowBytes)
    {
        int length = isKey && type.Length > 3072 ? 255 : type.Length;
        if (length <= 32_767 && length + 2 <= rowBytes)
        {
            rowBytes -= length + 2;
            return Text($"varbinary({Math.Max(1, length)})");
        }

        return length <= 65_535 ? "blob" : length <= 0xFF_FFFF ? "mediumblob" : "longblob";
    }

    private static string? Takes(Column column, MySqlColumn target)
    {
        LogicalType type = column.Type;
        string name = target.TypeName;
        return type.Kind switch
        {
            TypeKind.Boolean => name is "bit" or "tinyint" or "smallint" or "mediumint" or "int" or "bigint" ? null : Other,
            TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.BigInt => TakesInteger(column, target),
            TypeKind.Float => name is "double" or "float" ? TakesReal(target) : Other,
            TypeKind.Double => name == "double" ? TakesReal(target) : name == "float" ? "it is narrower" : Other,
            TypeKind.Decimal => TakesDecimal(type, target),
            TypeKind.Char or TypeKind.VarChar => TakesText(column, target),
            TypeKind.Binary or TypeKind.VarBinary => TakesBinary(column, target),
            TypeKind.Date => name == "date" ? null : Other,
            TypeKind.Time => TakesFraction(type, name == "time", target),
            TypeKind.Timestamp => TakesFraction(type, name == "datetime", target),
            TypeKind.TimestampLtz => TakesFraction(type, name is "timestamp" or "datetime", target),
            _ => Other,
        };
    }

    private static string? TakesInteger(Column column, MySqlColumn target)
    {
        if (column.Tag == MySqlTypeMap.YearTag && target.TypeName == "year")
            return null;
        (int bits, int digits) = column.Type.Kind switch { TypeKind.TinyInt => (8, 3), TypeKind.SmallInt => (16, 5), TypeKind.Int => (32, 10), _ => (64, 19) };
        if (target.TypeName == "decimal")
            return target.NativeType.Contains("unsigned", StringComparison.Ordinal) ? "it has no negative numbers" : TakesDigits(digits, 0, target);
        int width = target.TypeName switch { "tinyint" => 8, "smallint" => 16, "mediumint" => 24, "int" => 32, "bigint" => 64, _ => 0 };
        return width == 0 ? Other : width < bits ? "it is narrower" : target.IsUnsigned ? "it has no negative numbers" : null;
    }

    private static string? TakesReal(MySqlColumn target) => target.NativeType.Contains('(')
        ? "the server would round"
        : target.IsUnsigned ? "it has no negative numbers" : null;

    /// <summary>DECIMAL(20, 0) is what BIGINT UNSIGNED is here: what does not fit it is a dirty row.</summary>
    private static string? TakesDecimal(LogicalType type, MySqlColumn target) => target.TypeName switch
    {
        "decimal" => TakesDigits(type.Precision - type.Scale, type.Scale, target),
        "bigint" when target.IsUnsigned && type is { Precision: 20, Scale: 0 } => null,
        _ => Other,
    };

    private static string? TakesDigits(int whole, int fraction, MySqlColumn target) =>
        target.Precision - target.Scale >= whole && target.Scale >= fraction ? null : "it is narrower";

    private static string? TakesFraction(LogicalType type, bool isSameKind, MySqlColumn target) => !isSameKind
        ? Other
        : type.Precision > target.Fraction ? "it keeps fewer digits of the second" : null;

    /// <summary>A STRING has no declared length: values that are too long for the target are dirty rows.</summary>
    private static string? TakesText(Column column, MySqlColumn target)
    {
        long length = column.Type.Length;
        bool isOpen = length == LogicalType.MaxLength;
        return target.TypeName switch
        {
            "char" or "varchar" => isOpen || length <= target.Length ? null : "it is shorter",
            "tinytext" => isOpen || length * 4 <= 255 ? null : "it is shorter",
            "text" => isOpen || length * 4 <= 65_535 ? null : "it is shorter",
            "mediumtext" => isOpen || length * 4 <= 0xFF_FFFF ? null : "it is shorter",
            "longtext" or "json" or "enum" or "uuid" => null,
            "set" => "the server would put its names in another order",
            "decimal" or "float" or "double" => "the server would round",
            _ => "text has no one meaning there",
        };
    }

    private static string? TakesBinary(Column column, MySqlColumn target)
    {
        if (column.Tag == MySqlTypeMap.GeometryTag)
            return MySqlTypeMap.IsGeometry(target) || target.TypeName is "longblob" ? null : Other;
        long length = column.Type.Length;
        bool isOpen = length == LogicalType.MaxLength;
        return target.TypeName switch
        {
            "binary" => isOpen || length <= target.Length ? null : "it is shorter",
            "varbinary" => isOpen || length <= target.Length ? null : "it is shorter",
            "tinyblob" => isOpen || length <= 255 ? null : "it is shorter",
            "blob" => isOpen || length <= 65_535 ? null : "it is shorter",
            "mediumblob" => isOpen || length <= 0xFF_FFFF ? null : "it is shorter",
            "longblob" => null,
            "bit" => column.Type.Kind == TypeKind.Binary && length == (target.Precision + 7) / 8 ? null : Other,
            "vector" => column.Tag == MySqlTypeMap.VectorTag ? null : Other,
            _ => Other,
        };
    }

    private static string Fraction(LogicalType type) => type.Precision == 0 ? "" : Text($"({type.Precision})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
