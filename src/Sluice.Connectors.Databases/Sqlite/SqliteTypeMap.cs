using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>
/// Declared SQLite type ↔ logical type. SQLite stores any value in any column, so a declared type is a promise of the schema's author: a stored
/// value that breaks it is a dirty row, never cast.
/// </summary>
internal static partial class SqliteTypeMap
{
    /// <summary>The largest precision at which a decimal survives as an 8-byte float, as SQLite keeps numbers.</summary>
    private const int ExactDecimalDigits = 15;

    /// <summary>The published table.</summary>
    public static ImmutableArray<TypeMapRow> Rows { get; } =
    [
        new("BOOLEAN, BOOL", "BOOLEAN", "BOOLEAN", "stored 0 and 1; anything else is a dirty row"),
        new("TINYINT", "TINYINT", "TINYINT"),
        new("SMALLINT, INT2", "SMALLINT", "SMALLINT"),
        new("INT4, MEDIUMINT", "INT", "INT4"),
        new("INTEGER, INT, BIGINT, INT8, any with INT", "BIGINT", "BIGINT", "SQLite's integers have 64 bits whatever the name"),
        new("FLOAT4", "FLOAT", "FLOAT4"),
        new("REAL, DOUBLE, FLOAT, any with REAL, FLOA, DOUB", "DOUBLE", "DOUBLE", "NaN has no form in SQLite: a dirty row when written"),
        new("DECIMAL(p, s), NUMERIC(p, s)", "DECIMAL(p, s)", "DECIMAL(p, s) up to 15 digits, DECIMAL TEXT(p, s) beyond", "a stored float counts with its shortest decimal digits"),
        new("DECIMAL, NUMERIC", "STRING [sqlite.numeric]", "NUMERIC", "any number, as text; columns: {name: DECIMAL(p, s)} types it"),
        new("CHAR, VARCHAR(n), TEXT, CLOB, any with CHAR, CLOB, TEXT", "STRING", "TEXT", "SQLite does not enforce lengths"),
        new("DATE", "DATE", "DATE", "ISO text; numbers are dirty rows"),
        new("TIME, TIME(p)", "TIME(6), TIME(p)", "TIME(p)", "ISO text"),
        new("DATETIME, TIMESTAMP, TIMESTAMP(p)", "TIMESTAMP(6), TIMESTAMP(p)", "TIMESTAMP(p)", "ISO text, blank or T between date and time"),
        new("TIMESTAMPTZ, TIMESTAMPTZ(p)", "TIMESTAMP_LTZ(6), TIMESTAMP_LTZ(p)", "TIMESTAMPTZ(p)", "ISO text with Z or an offset"),
        new("JSON", "STRING [json]", "JSON TEXT"),
        new("UUID", "STRING [uuid]", "UUID TEXT"),
        new("BLOB", "BYTES", "BLOB"),
        new("(none), any other", "STRING [sqlite.any]", "TEXT", "whatever is stored, as text; a BLOB is a dirty row"),
    ];

    /// <summary>The column for a declared type.</summary>
    public static Column ColumnOf(string name, string declared, bool notNull)
    {
        (LogicalType type, string? tag) = TypeOf(declared);
        return new Column(name, type.WithNullability(!notNull)) { Tag = tag, NativeType = declared };
    }

    /// <summary>The declared type of a column to create.</summary>
    public static string? DeclaredOf(Column column) => column.Tag switch
    {
        Tags.Json => "JSON TEXT",
        Tags.Uuid => "UUID TEXT",
        "sqlite.numeric" => "NUMERIC",
        _ => DeclaredOf(column.Type),
    };

    private static string? DeclaredOf(LogicalType type) => type.Kind switch
    {
        TypeKind.Boolean => "BOOLEAN",
        TypeKind.TinyInt => "TINYINT",
        TypeKind.SmallInt => "SMALLINT",
        TypeKind.Int => "INT4",
        TypeKind.BigInt => "BIGINT",
        TypeKind.Float => "FLOAT4",
        TypeKind.Double => "DOUBLE",
        TypeKind.Decimal when type.Precision <= ExactDecimalDigits => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision}, {type.Scale})"),
        TypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL TEXT({type.Precision}, {type.Scale})"),
        TypeKind.Char => string.Create(CultureInfo.InvariantCulture, $"CHAR({type.Length})"),
        TypeKind.VarChar => type.Length == LogicalType.MaxLength ? "TEXT" : string.Create(CultureInfo.InvariantCulture, $"VARCHAR({type.Length})"),
        TypeKind.Binary or TypeKind.VarBinary => "BLOB",
        TypeKind.Date => "DATE",
        TypeKind.Time => Fraction("TIME", type),
        TypeKind.Timestamp => Fraction("TIMESTAMP", type),
        TypeKind.TimestampLtz => Fraction("TIMESTAMPTZ", type),
        _ => null,
    };

    private static string Fraction(string name, LogicalType type) =>
        type.Precision == 6 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}({type.Precision})");

    /// <summary>The digits of the fraction that a declared type names; 6 when it names none.</summary>
    private static int Digits(string text)
    {
        Match match = PrecisionAndScale().Match(text);
        return match.Success && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is >= 0 and <= 9 and var digits ? digits : 6;
    }

    private static (LogicalType Type, string? Tag) TypeOf(string declared)
    {
        string text = declared.Trim().ToUpperInvariant();
        string name = text.Split('(')[0].Trim();
        if (name.StartsWith("DECIMAL", StringComparison.Ordinal) || name.StartsWith("NUMERIC", StringComparison.Ordinal))
            return DecimalOf(text);
        return name switch
        {
            "BOOLEAN" or "BOOL" => (LogicalType.Boolean, null),
            "TINYINT" => (LogicalType.TinyInt, null),
            "SMALLINT" or "INT2" => (LogicalType.SmallInt, null),
            "INT4" or "MEDIUMINT" => (LogicalType.Int, null),
            "FLOAT4" => (LogicalType.Float, null),
            "DATE" => (LogicalType.Date, null),
            "TIME" => (LogicalType.Time(Digits(text)), null),
            "DATETIME" or "TIMESTAMP" => (LogicalType.Timestamp(Digits(text)), null),
            "TIMESTAMPTZ" => (LogicalType.TimestampLtz(Digits(text)), null),
            "JSON" or "JSON TEXT" => (LogicalType.String, Tags.Json),
            "UUID" or "UUID TEXT" => (LogicalType.String, Tags.Uuid),
            _ => ByAffinity(name),
        };
    }

    /// <summary>SQLite's own rules for a declared type (https://www.sqlite.org/datatype3.html §3.1), in their order.</summary>
    private static (LogicalType Type, string? Tag) ByAffinity(string name)
    {
        if (name.Contains("INT", StringComparison.Ordinal))
            return (LogicalType.BigInt, null);
        if (name.Contains("CHAR", StringComparison.Ordinal) || name.Contains("CLOB", StringComparison.Ordinal) || name.Contains("TEXT", StringComparison.Ordinal))
            return (LogicalType.String, null);
        if (name.Contains("BLOB", StringComparison.Ordinal))
            return (LogicalType.Bytes, null);
        if (name.Contains("REAL", StringComparison.Ordinal) || name.Contains("FLOA", StringComparison.Ordinal) || name.Contains("DOUB", StringComparison.Ordinal))
            return (LogicalType.Double, null);
        return (LogicalType.String, "sqlite.any");
    }

    private static (LogicalType Type, string? Tag) DecimalOf(string text)
    {
        Match match = PrecisionAndScale().Match(text);
        if (match.Success)
        {
            int precision = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            int scale = match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0;
            if (precision is >= 1 and <= LogicalType.MaxDecimalPrecision && scale <= precision)
                return (LogicalType.Decimal(precision, scale), null);
        }

        return (LogicalType.String, "sqlite.numeric");
    }

    [GeneratedRegex(@"\(\s*(\d{1,4})\s*(?:,\s*(\d{1,4})\s*)?\)")]
    private static partial Regex PrecisionAndScale();
}
