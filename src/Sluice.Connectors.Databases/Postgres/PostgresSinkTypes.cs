using System.Globalization;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The way of a column into PostgreSQL: the type a created column gets, and whether an existing one can take the values.</summary>
internal static partial class PostgresSinkTypes
{
    private const uint IntervalOid = 1186;
    private const uint TimeTzOid = 1266;

    /// <summary>
    /// The type of a created column as SQL text, and whether the server must be asked if it exists; null when the column has no form there.
    /// </summary>
    public static (string Type, bool IsAsked)? Declare(Column column) => column.Tag switch
    {
        Tags.Uuid => ("uuid", false),
        Tags.Json => (string.Equals(column.NativeType, "jsonb", StringComparison.OrdinalIgnoreCase) ? "jsonb" : "json", false),
        Tags.Xml => ("xml", false),
        Tags.Enum => (column.NativeType ?? "text", true),
        { } tag when tag.StartsWith("postgres.", StringComparison.Ordinal) => (column.NativeType ?? TypeOfTag(tag), true),
        _ => (OwnSpelling(column) ?? Declare(column.Type)) is { } type ? (type, false) : null,
    };

    /// <summary>
    /// The declared type of a column that came from PostgreSQL, where several spellings there are one type here: <c>numeric(5,-2)</c>,
    /// <c>timestamp(6) without time zone</c>.
    /// </summary>
    private static string? OwnSpelling(Column column)
    {
        if (column.NativeType is not { } native || OwnPattern().Match(native) is not { Success: true } match)
            return null;
        int[] sizes = [.. match.Groups["size"].Captures.Select(c => int.Parse(c.ValueSpan, CultureInfo.InvariantCulture))];
        LogicalType? type = match.Groups["name"].Value switch
        {
            "numeric" when sizes.Length == 2 => PostgresTypeMap.MapNumeric(sizes[0], sizes[1])?.Type,
            "time" => LogicalType.Time(sizes.Length == 0 ? 6 : sizes[0]),
            "timestamp" when native.EndsWith("with time zone", StringComparison.Ordinal) => LogicalType.TimestampLtz(sizes.Length == 0 ? 6 : sizes[0]),
            "timestamp" => LogicalType.Timestamp(sizes.Length == 0 ? 6 : sizes[0]),
            "character varying" => LogicalType.String,
            _ => null,
        };
        return type is not null && type.EqualsIgnoringNullability(column.Type) ? native : null;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^(?<name>numeric|time|timestamp|character varying)(\((?<size>\d)\)|\((?<size>\d{1,2}),(?<size>-?\d{1,2})\))?( with(out)? time zone)?$")]
    private static partial System.Text.RegularExpressions.Regex OwnPattern();

    /// <summary>The plain type of a logical type; null when it has none.</summary>
    public static string? Declare(LogicalType type) => type.Kind switch
    {
        TypeKind.Boolean => "boolean",
        TypeKind.TinyInt or TypeKind.SmallInt => "smallint",
        TypeKind.Int => "integer",
        TypeKind.BigInt => "bigint",
        TypeKind.Float => "real",
        TypeKind.Double => "double precision",
        TypeKind.Decimal => Text($"numeric({type.Precision},{type.Scale})"),
        TypeKind.Char when type.Length is > 0 and <= 10_485_760 => Text($"character({type.Length})"),
        TypeKind.VarChar when type.Length is > 0 and <= 10_485_760 => Text($"character varying({type.Length})"),
        TypeKind.Char or TypeKind.VarChar => "text",
        TypeKind.Binary or TypeKind.VarBinary => "bytea",
        TypeKind.Date => "date",
        TypeKind.Time when type.Precision < 6 => Text($"time({type.Precision})"),
        TypeKind.Time when type.Precision == 6 => "time",
        TypeKind.Timestamp when type.Precision < 6 => Text($"timestamp({type.Precision})"),
        TypeKind.Timestamp when type.Precision == 6 => "timestamp",
        TypeKind.TimestampLtz when type.Precision < 6 => Text($"timestamptz({type.Precision})"),
        TypeKind.TimestampLtz when type.Precision == 6 => "timestamptz",
        TypeKind.IntervalMonths or TypeKind.IntervalMillis => "interval",
        TypeKind.Array when type.Element.Kind is not (TypeKind.Array or TypeKind.Map or TypeKind.Row) && Declare(type.Element) is { } element => element + "[]",
        _ => null,
    };

    /// <summary>Why a target column cannot take a column's values; null when it can. Invariant 4.</summary>
    public static string? Refusal(Column column, PostgresColumn target)
    {
        if (target.IsGenerated)
            return $"column '{target.Name}' is computed by the server";
        PostgresMapping same = PostgresTypeMap.Map(target);
        if (string.Equals(column.NativeType, target.NativeType, StringComparison.Ordinal)
            && string.Equals(column.Tag, same.Tag, StringComparison.Ordinal) && same.Type.EqualsIgnoringNullability(column.Type))
            return null;
        string? reason = column.Type.Kind == TypeKind.Array
            ? RefuseArray(column, target)
            : Takes(column.Type, column, target, target.IsArray ? 0 : target.TypeOid);
        return reason is null ? null : $"column '{column.Name}' is {column.Type.Nullable()} and the target's is {target.NativeType}: {reason}";
    }

    private static string? RefuseArray(Column column, PostgresColumn target) => !target.IsArray
        ? "it is not an array"
        : Takes(column.Type.Element, column, target, target.ElementOid);

    private static string? Takes(LogicalType type, Column column, PostgresColumn target, uint oid)
    {
        const string Other = "no conversion keeps every value";
        int modifier = target.TypeModifier;
        return type.Kind switch
        {
            TypeKind.Boolean => oid == PostgresTypeMap.BoolOid ? null : Other,
            TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.BigInt => TakesInteger(type, oid, modifier),
            TypeKind.Float => oid is PostgresTypeMap.Float4Oid or PostgresTypeMap.Float8Oid ? null : Other,
            TypeKind.Double => oid == PostgresTypeMap.Float8Oid ? null : oid == PostgresTypeMap.Float4Oid ? "it is narrower" : Other,
            TypeKind.Decimal => oid == PostgresTypeMap.NumericOid ? TakesDigits(type.Precision - type.Scale, type.Scale, modifier) : Other,
            TypeKind.Char or TypeKind.VarChar => TakesText(type, column, target, oid),
            TypeKind.Binary or TypeKind.VarBinary => oid == PostgresTypeMap.ByteaOid ? null : Other,
            TypeKind.Date => oid == PostgresTypeMap.DateOid ? null : Other,
            TypeKind.Time => TakesFraction(type, oid == PostgresTypeMap.TimeOid, modifier),
            TypeKind.Timestamp => TakesFraction(type, oid == PostgresTypeMap.TimestampOid, modifier),
            TypeKind.TimestampLtz => TakesFraction(type, oid == PostgresTypeMap.TimestampTzOid, modifier),
            TypeKind.IntervalMonths or TypeKind.IntervalMillis => oid == IntervalOid ? null : Other,
            _ => Other,
        };
    }

    private static string? TakesInteger(LogicalType type, uint oid, int modifier)
    {
        int digits = type.Kind switch { TypeKind.TinyInt => 3, TypeKind.SmallInt => 5, TypeKind.Int => 10, _ => 19 };
        int width = oid switch
        {
            PostgresTypeMap.Int2Oid => 5,
            PostgresTypeMap.Int4Oid => 10,
            PostgresTypeMap.Int8Oid => 19,
            PostgresTypeMap.OidOid => 19, // The server refuses what is no oid.
            _ => 0,
        };
        if (oid == PostgresTypeMap.NumericOid)
            return TakesDigits(digits, 0, modifier);
        return width == 0 ? "no conversion keeps every value" : width < digits ? "it is narrower" : null;
    }

    private static string? TakesDigits(int whole, int fraction, int modifier)
    {
        if (PostgresTypeMap.NumericSize(modifier) is not var (precision, scale))
            return null;
        return precision - scale >= whole && scale >= fraction ? null : "it is narrower";
    }

    private static string? TakesFraction(LogicalType type, bool isSameKind, int modifier)
    {
        if (!isSameKind)
            return "no conversion keeps every value";
        int digits = modifier is >= 0 and <= 6 ? modifier : 6;
        return type.Precision > digits ? "it keeps fewer digits of the second" : null;
    }

    /// <summary>
    /// Text goes into text types that are as long, and through its input function into any type that refuses what it cannot keep. A STRING has no
    /// declared length: values that are too long for the target are dirty rows.
    /// </summary>
    private static string? TakesText(LogicalType type, Column column, PostgresColumn target, uint oid)
    {
        switch (oid)
        {
            case PostgresTypeMap.VarcharOid or PostgresTypeMap.BpcharOid:
                int length = target.TypeModifier - 4;
                return target.TypeModifier < 4 || type.Length <= length || type.Length == LogicalType.MaxLength ? null : "it is shorter";
            case PostgresTypeMap.ByteaOid or PostgresTypeMap.DateOid or PostgresTypeMap.TimeOid or PostgresTypeMap.TimestampOid
                or PostgresTypeMap.TimestampTzOid:
                return "text has no one meaning there";
            case PostgresTypeMap.NumericOid when target.TypeModifier >= 4:
                return "the server would round";
            case TimeTzOid or IntervalOid when target.TypeModifier >= 0:
                return "the server would round";
            default:
                return null;
        }
    }

    /// <summary>The type that holds every value of a tag whose declared type is not known: a bare <c>bit</c> is bit(1), a bare <c>char</c> character(1).</summary>
    private static string TypeOfTag(string tag) => tag["postgres.".Length..] switch
    {
        "char" => "\"char\"",
        "bit" => "bit varying",
        "bit[]" => "bit varying[]",
        var type => type,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
