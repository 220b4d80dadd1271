using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>How a column's values leave the server.</summary>
internal enum ReadForm
{
    /// <summary>In the type's binary form.</summary>
    Binary,

    /// <summary>Cast to text by the server: the server's own text form, which its input function reads back.</summary>
    Text,
}

/// <summary>What a PostgreSQL type is here.</summary>
/// <param name="Type">The logical type, nullable.</param>
/// <param name="Tag">The tag, when the logical type does not say all.</param>
/// <param name="Form">How its values leave the server.</param>
internal sealed record PostgresMapping(LogicalType Type, string? Tag, ReadForm Form);

/// <summary>The type map of PostgreSQL: the one table from which come the readers, the plan's types, the DDL and the docs.</summary>
internal static class PostgresTypeMap
{
    public const int BoolOid = 16;
    public const int ByteaOid = 17;
    public const int CharOid = 18;
    public const int NameOid = 19;
    public const int Int8Oid = 20;
    public const int Int2Oid = 21;
    public const int Int4Oid = 23;
    public const int TextOid = 25;
    public const int OidOid = 26;
    public const int JsonOid = 114;
    public const int XmlOid = 142;
    public const int Float4Oid = 700;
    public const int Float8Oid = 701;
    public const int BpcharOid = 1042;
    public const int VarcharOid = 1043;
    public const int DateOid = 1082;
    public const int TimeOid = 1083;
    public const int TimestampOid = 1114;
    public const int TimestampTzOid = 1184;
    public const int NumericOid = 1700;
    public const int UuidOid = 2950;
    public const int JsonbOid = 3802;

    /// <summary>The published table: <c>sluice connectors postgres</c>, README.</summary>
    public static ImmutableArray<TypeMapRow> Rows { get; } =
    [
        new("boolean", "BOOLEAN", "boolean"),
        new("smallint", "SMALLINT", "smallint"),
        new("integer", "INT", "integer"),
        new("bigint", "BIGINT", "bigint"),
        new("oid", "BIGINT [postgres.oid]", "oid"),
        new("real", "FLOAT", "real", "NaN and infinities are values"),
        new("double precision", "DOUBLE", "double precision", "NaN and infinities are values"),
        new("numeric(p,s), p ≤ 38", "DECIMAL(p, s)", "numeric(p,s)", "NaN: `nan`; a negative scale or one over p becomes the DECIMAL that holds it"),
        new("numeric, numeric(p,s) p > 38", "STRING [postgres.numeric]", "numeric(p,s)", "as text; `columns: { x: DECIMAL(38,9) }` gives a number"),
        new("text", "STRING", "text"),
        new("varchar(n), varchar", "VARCHAR(n), STRING", "varchar(n), text"),
        new("char(n)", "CHAR(n)", "char(n)", "padded with blanks as the server shows it"),
        new("name", "STRING [postgres.name]", "name"),
        new("\"char\"", "STRING [postgres.char]", "\"char\"", "a byte over 127 is a dirty row"),
        new("bytea", "BYTES", "bytea"),
        new("date", "DATE", "date", "infinity: `infinity`; years outside 1 to 9999: `out_of_range`"),
        new("time(p)", "TIME(p)", "time(p)", "24:00:00: `out_of_range`"),
        new("timestamp(p)", "TIMESTAMP(p)", "timestamp(p)", "infinity: `infinity`; years outside 1 to 9999: `out_of_range`"),
        new("timestamptz(p)", "TIMESTAMP_LTZ(p)", "timestamptz(p)", "infinity: `infinity`; years outside 1 to 9999: `out_of_range`"),
        new("uuid", "CHAR(36) [uuid]", "uuid"),
        new("json", "STRING [json]", "json", "kept letter by letter"),
        new("jsonb", "STRING [json]", "jsonb", "in the server's own normal form"),
        new("xml", "STRING [xml]", "xml", "as text"),
        new("enum types", "STRING [enum]", "the enum type where the target has it, else text"),
        new("arrays of the typed ones", "ARRAY<…>", "the array type", "several dimensions or a lower bound other than 1: a dirty row; `columns: { a: STRING }` gives text"),
        new("domains", "as their base type", "the base type"),
        new("timetz, interval, money, bit, varbit", "STRING [postgres.…]", "the same type", "as text"),
        new("inet, cidr, macaddr, macaddr8", "STRING [postgres.…]", "the same type", "as text"),
        new("point, line, lseg, box, path, polygon, circle", "STRING [postgres.…]", "the same type", "as text"),
        new("ranges and multiranges", "STRING [postgres.…]", "the same type", "as text"),
        new("tsvector, tsquery, jsonpath, pg_lsn, xid, tid, regclass …", "STRING [postgres.…]", "the same type", "as text"),
        new("composite and extension types", "STRING [postgres.…]", "the same type where the target has it, else text", "as text"),
    ];

    /// <summary>What a column is here.</summary>
    public static PostgresMapping Map(PostgresColumn column)
    {
        if (column.TypeKind == 'e')
            return new PostgresMapping(LogicalType.String, Tags.Enum, ReadForm.Binary);
        if (column.ElementOid != 0 && column.IsArray)
            return MapArray(column);
        return MapScalar(column.TypeOid, column.TypeModifier) ?? AsText(column);
    }

    /// <summary>The column as the server's own text.</summary>
    public static PostgresMapping AsText(PostgresColumn column) => new(LogicalType.String, $"postgres.{column.TypeName}", ReadForm.Text);

    /// <summary>The mapping that the job asks for in place of the table's; null when the type cannot be had from the column.</summary>
    public static PostgresMapping? Override(PostgresColumn column, LogicalType wanted)
    {
        wanted = wanted.Nullable();
        if (wanted.Equals(LogicalType.String))
            return Map(column) is { Type.IsCharacter: true } plain ? plain with { Type = LogicalType.String } : AsText(column);
        if (wanted.Kind == TypeKind.Decimal && column.TypeOid == NumericOid && !column.IsArray)
            return new PostgresMapping(wanted, null, ReadForm.Binary);
        return Map(column).Type.Equals(wanted) ? Map(column) : null;
    }

    private static PostgresMapping MapArray(PostgresColumn column)
    {
        PostgresMapping? element = column.Dimensions > 1 || column.ElementKind != 'b' ? null : MapScalar(column.ElementOid, column.TypeModifier);
        return element is { Tag: null, Form: ReadForm.Binary }
            ? new PostgresMapping(LogicalType.Array(element.Type), null, ReadForm.Binary)
            : new PostgresMapping(LogicalType.String, $"postgres.{column.TypeName.TrimStart('_')}[]", ReadForm.Text);
    }

    private static PostgresMapping? MapScalar(uint oid, int modifier) => oid switch
    {
        BoolOid => Plain(LogicalType.Boolean),
        Int2Oid => Plain(LogicalType.SmallInt),
        Int4Oid => Plain(LogicalType.Int),
        Int8Oid => Plain(LogicalType.BigInt),
        OidOid => new PostgresMapping(LogicalType.BigInt, "postgres.oid", ReadForm.Binary),
        Float4Oid => Plain(LogicalType.Float),
        Float8Oid => Plain(LogicalType.Double),
        NumericOid => MapNumeric(modifier),
        TextOid => Plain(LogicalType.String),
        VarcharOid => Plain(modifier > 4 ? LogicalType.VarChar(modifier - 4) : LogicalType.String),
        BpcharOid => modifier > 4
            ? Plain(LogicalType.Char(modifier - 4))
            : new PostgresMapping(LogicalType.String, "postgres.bpchar", ReadForm.Binary),
        NameOid => new PostgresMapping(LogicalType.String, "postgres.name", ReadForm.Binary),
        CharOid => new PostgresMapping(LogicalType.String, "postgres.char", ReadForm.Binary),
        ByteaOid => Plain(LogicalType.Bytes),
        DateOid => Plain(LogicalType.Date),
        TimeOid => Plain(LogicalType.Time(Fraction(modifier))),
        TimestampOid => Plain(LogicalType.Timestamp(Fraction(modifier))),
        TimestampTzOid => Plain(LogicalType.TimestampLtz(Fraction(modifier))),
        UuidOid => new PostgresMapping(LogicalType.Char(36), Tags.Uuid, ReadForm.Binary),
        JsonOid or JsonbOid => new PostgresMapping(LogicalType.String, Tags.Json, ReadForm.Binary),
        XmlOid => new PostgresMapping(LogicalType.String, Tags.Xml, ReadForm.Text),
        _ => null,
    };

    /// <summary>The precision and scale of a numeric's type modifier; null for a bare one.</summary>
    public static (int Precision, int Scale)? NumericSize(int modifier)
    {
        if (modifier < 4)
            return null;
        int size = modifier - 4;
        int scale = size & 0x7FF;
        return (size >> 16 & 0xFFFF, (scale ^ 1024) - 1024); // 11 bits with sign since version 15
    }

    private static PostgresMapping? MapNumeric(int modifier) =>
        NumericSize(modifier) is var (precision, scale) ? MapNumeric(precision, scale) : null;

    /// <summary>What numeric(p, s) is here; null when it has more than 38 digits.</summary>
    public static PostgresMapping? MapNumeric(int precision, int scale)
    {
        if (scale < 0)
            (precision, scale) = (precision - scale, 0);
        else if (scale > precision)
            precision = scale;
        return precision <= LogicalType.MaxDecimalPrecision ? Plain(LogicalType.Decimal(precision, scale)) : null;
    }

    private static int Fraction(int modifier) => modifier is >= 0 and <= 6 ? modifier : 6;

    private static PostgresMapping Plain(LogicalType type) => new(type, null, ReadForm.Binary);
}
