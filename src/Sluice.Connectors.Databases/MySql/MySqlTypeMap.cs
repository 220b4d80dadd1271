using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>How a column's values leave the server.</summary>
internal enum ReadForm
{
    /// <summary>As the text protocol gives them.</summary>
    Plain,

    /// <summary>Multiplied by <c>1e0</c>: a FLOAT, or a DOUBLE with digits, is otherwise printed with fewer digits than it has.</summary>
    Double,

    /// <summary>Text of a character set that has no sure way to Unicode: given as bytes after the server has converted it there and back.</summary>
    Checked,

    /// <summary>As the server's own text, for a column that is read as STRING.</summary>
    Text,

    /// <summary>A geometry as well-known text.</summary>
    GeometryText,
}

/// <summary>What a MySQL type is here.</summary>
/// <param name="Type">The logical type, nullable.</param>
/// <param name="Tag">The tag, when the logical type does not say all.</param>
/// <param name="Form">How its values leave the server.</param>
internal sealed record MySqlMapping(LogicalType Type, string? Tag = null, ReadForm Form = ReadForm.Plain);

/// <summary>The type map of MySQL and MariaDB: the one table from which come the readers, the plan's types, the DDL and the docs.</summary>
internal static class MySqlTypeMap
{
    public const string GeometryTag = "mysql.geometry";
    public const string DecimalTag = "mysql.decimal";
    public const string YearTag = "mysql.year";
    public const string SetTag = "mysql.set";
    public const string VectorTag = "mysql.vector";

    /// <summary>The published table: <c>sluice connectors mysql</c>, README.</summary>
    public static ImmutableArray<TypeMapRow> Rows { get; } =
    [
        new("tinyint, tinyint unsigned", "TINYINT, SMALLINT", "tinyint, tinyint unsigned", "also TINYINT(1): `columns: { b: BOOLEAN }` makes 0 and 1 truth values, all else is a dirty row"),
        new("smallint, smallint unsigned", "SMALLINT, INT", "smallint, smallint unsigned"),
        new("mediumint, mediumint unsigned", "INT", "mediumint, mediumint unsigned"),
        new("int, int unsigned", "INT, BIGINT", "int, int unsigned"),
        new("bigint, bigint unsigned", "BIGINT, DECIMAL(20, 0)", "bigint, bigint unsigned", "ZEROFILL is kept in the type only"),
        new("float, double", "FLOAT, DOUBLE", "float, double", "NaN and infinities have no form there: a dirty row when written"),
        new("decimal(p,s), p ≤ 38", "DECIMAL(p, s)", "decimal(p,s)"),
        new("decimal(p,s), p > 38", "STRING [mysql.decimal]", "decimal(p,s)", "as text; `columns: { x: DECIMAL(38,9) }` gives a number"),
        new("bit(1), bit(n)", "BOOLEAN, BINARY(⌈n / 8⌉)", "bit(1), bit(n)"),
        new("year", "SMALLINT [mysql.year]", "year"),
        new("date", "DATE", "date", "zero and impossible days: `zero_date`; the year 0: `out_of_range`"),
        new("time(p)", "TIME(p)", "time(p)", "below 0 or from 24:00:00 on: `out_of_range`; `columns: { t: STRING }` gives all of −838:59:59 to 838:59:59"),
        new("datetime(p)", "TIMESTAMP(p)", "datetime(p)", "as date"),
        new("timestamp(p)", "TIMESTAMP_LTZ(p)", "timestamp(p)", "the session's time zone is UTC; other systems' instants become datetime(p) in UTC, because timestamp ends in 2038"),
        new("char(n), varchar(n)", "CHAR(n), VARCHAR(n)", "char(n), varchar(n)", "CHAR comes without its trailing blanks, as the server shows it"),
        new("tinytext, text, mediumtext, longtext", "STRING", "the same, else longtext"),
        new("binary(n), varbinary(n)", "BINARY(n), VARBINARY(n)", "binary(n), varbinary(n)"),
        new("tinyblob, blob, mediumblob, longblob", "BYTES", "the same, else longblob"),
        new("json; MariaDB: longtext with json_valid", "STRING [json]", "json", "MySQL's own form or, in MariaDB, kept letter by letter"),
        new("enum", "STRING [enum]", "the enum where its list is known, else varchar"),
        new("set", "STRING [mysql.set]", "the set"),
        new("uuid (MariaDB)", "CHAR(36) [uuid]", "uuid, or char(36) in MySQL"),
        new("inet4, inet6 (MariaDB)", "STRING [mysql.inet4], STRING [mysql.inet6]", "inet4, inet6"),
        new("geometry, point, polygon …", "BYTES [mysql.geometry]", "the same type", "SRID and well-known binary, as stored; `columns: { g: STRING }` gives well-known text"),
        new("vector", "BYTES [mysql.vector]", "the same type"),
    ];

    /// <summary>What a column is here; null when its type is not known.</summary>
    public static MySqlMapping? Map(MySqlColumn column) => column.TypeName switch
    {
        "tinyint" => new MySqlMapping(column.IsUnsigned ? LogicalType.SmallInt : LogicalType.TinyInt),
        "smallint" => new MySqlMapping(column.IsUnsigned ? LogicalType.Int : LogicalType.SmallInt),
        "mediumint" => new MySqlMapping(LogicalType.Int),
        "int" => new MySqlMapping(column.IsUnsigned ? LogicalType.BigInt : LogicalType.Int),
        "bigint" => new MySqlMapping(column.IsUnsigned ? LogicalType.Decimal(20, 0) : LogicalType.BigInt),
        "float" => new MySqlMapping(LogicalType.Float, null, ReadForm.Double),
        "double" => new MySqlMapping(LogicalType.Double, null, column.NativeType.Contains('(') ? ReadForm.Double : ReadForm.Plain),
        "decimal" => column.Precision <= LogicalType.MaxDecimalPrecision
            ? new MySqlMapping(LogicalType.Decimal(column.Precision, column.Scale))
            : new MySqlMapping(LogicalType.String, DecimalTag, ReadForm.Text),
        "bit" => new MySqlMapping(column.Precision == 1 ? LogicalType.Boolean : LogicalType.Binary((column.Precision + 7) / 8)),
        "year" => new MySqlMapping(LogicalType.SmallInt, YearTag),
        "date" => new MySqlMapping(LogicalType.Date),
        "time" => new MySqlMapping(LogicalType.Time(column.Fraction)),
        "datetime" => new MySqlMapping(LogicalType.Timestamp(column.Fraction)),
        "timestamp" => new MySqlMapping(LogicalType.TimestampLtz(column.Fraction)),
        "json" => new MySqlMapping(LogicalType.String, Tags.Json),
        "enum" => new MySqlMapping(LogicalType.String, Tags.Enum, TextForm(column)),
        "set" => new MySqlMapping(LogicalType.String, SetTag, TextForm(column)),
        "uuid" => new MySqlMapping(LogicalType.Char(36), Tags.Uuid),
        "inet4" or "inet6" => new MySqlMapping(LogicalType.String, $"mysql.{column.TypeName}"),
        "vector" => new MySqlMapping(LogicalType.Bytes, VectorTag),
        _ => MapText(column) ?? (IsGeometry(column) ? new MySqlMapping(LogicalType.Bytes, GeometryTag) : null),
    };

    /// <summary>The mapping that the job asks for in place of the table's; null when the type cannot be had from the column.</summary>
    public static MySqlMapping? Override(MySqlColumn column, LogicalType wanted)
    {
        wanted = wanted.Nullable();
        if (Map(column) is not { } own)
            return null;
        if (own.Type.Equals(wanted))
            return own;
        if (wanted.Equals(LogicalType.String))
            return AsText(column, own);
        if (wanted.Kind == TypeKind.Boolean && column.TypeName == "tinyint")
            return new MySqlMapping(wanted);
        return wanted.Kind == TypeKind.Decimal && column.TypeName is "decimal" or "bigint" ? new MySqlMapping(wanted) : null;
    }

    /// <summary>Whether the column holds shapes.</summary>
    public static bool IsGeometry(MySqlColumn column) => column.TypeName is "geometry" or "point" or "linestring" or "polygon" or "multipoint"
        or "multilinestring" or "multipolygon" or "geometrycollection" or "geomcollection";

    private static MySqlMapping? AsText(MySqlColumn column, MySqlMapping own)
    {
        if (own.Type.IsCharacter)
            return own with { Type = LogicalType.String };
        if (own.Tag == GeometryTag)
            return new MySqlMapping(LogicalType.String, null, ReadForm.GeometryText);
        if (own.Type.IsBinary || own.Type.Kind == TypeKind.Boolean)
            return null;
        return new MySqlMapping(LogicalType.String, $"mysql.{column.TypeName}", own.Form == ReadForm.Double ? ReadForm.Double : ReadForm.Text);
    }

    private static MySqlMapping? MapText(MySqlColumn column) => column.TypeName switch
    {
        "char" => new MySqlMapping(column.Length == 0 ? LogicalType.String : LogicalType.Char((int)column.Length), null, TextForm(column)),
        "varchar" => new MySqlMapping(column.Length == 0 ? LogicalType.String : LogicalType.VarChar((int)column.Length), null, TextForm(column)),
        "tinytext" or "text" or "mediumtext" or "longtext" => new MySqlMapping(
            LogicalType.String, column.IsCheckedJson ? Tags.Json : null, TextForm(column)),
        "binary" => new MySqlMapping(column.Length == 0 ? LogicalType.Bytes : LogicalType.Binary((int)column.Length)),
        "varbinary" => new MySqlMapping(column.Length == 0 ? LogicalType.Bytes : LogicalType.VarBinary((int)column.Length)),
        "tinyblob" or "blob" or "mediumblob" or "longblob" => new MySqlMapping(LogicalType.Bytes),
        _ => null,
    };

    private static ReadForm TextForm(MySqlColumn column) => column.IsWholeUnicode ? ReadForm.Plain : ReadForm.Checked;
}
