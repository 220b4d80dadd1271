using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Writes a table's schema as Parquet's list of <c>SchemaElement</c>s. Source: LogicalTypes.md of parquet-format.</summary>
internal static class SchemaElements
{
    private const int Required = 0;
    private const int Optional = 1;
    private const int Repeated = 2;
    private const int ConvertedUtf8 = 0;
    private const int ConvertedMap = 1;
    private const int ConvertedList = 3;
    private const int ConvertedDecimal = 5;
    private const int ConvertedDate = 6;
    private const int ConvertedTimestampMicros = 10;
    private const int ConvertedInt8 = 15;
    private const int ConvertedInt16 = 16;
    private const int ConvertedJson = 19;

    /// <summary>Writes field <paramref name="id"/>: root, then every column depth first.</summary>
    public static void Write(ThriftCompactWriter thrift, int id, TableSchema schema)
    {
        thrift.BeginListOfStruct(id, 1 + schema.Columns.Sum(c => Count(c.Type)));
        thrift.BeginStruct();
        thrift.String(4, "schema");
        thrift.I32(5, schema.Columns.Length);
        thrift.EndStruct();
        foreach (Column column in schema.Columns)
            WriteElement(thrift, column.Name, column.Type, column.Tag);
    }

    /// <summary>How a column is written, for the plan: <c>INT64 DECIMAL(15, 2)</c>.</summary>
    public static string Describe(Column column)
    {
        LogicalType type = column.Type;
        string physical = StoredType.Of(type) switch
        {
            { Physical: PhysicalType.FixedLenByteArray } fixedLength => $"FIXED_LEN_BYTE_ARRAY({fixedLength.Width})",
            { Physical: PhysicalType.ByteArray } => "BYTE_ARRAY",
            var stored => stored.Physical.ToString().ToUpperInvariant(),
        };
        string text = type.Kind switch
        {
            TypeKind.Array => "LIST",
            TypeKind.Map => "MAP",
            TypeKind.Row => "group",
            TypeKind.Char or TypeKind.VarChar => column.Tag == Tags.Json ? "BYTE_ARRAY JSON" : "BYTE_ARRAY STRING",
            TypeKind.Decimal => $"{physical} DECIMAL({type.Precision}, {type.Scale})",
            TypeKind.TinyInt => "INT32 INT(8)",
            TypeKind.SmallInt => "INT32 INT(16)",
            TypeKind.Date => "INT32 DATE",
            TypeKind.Time => $"INT64 TIME({Unit(type)})",
            TypeKind.Timestamp => $"INT64 TIMESTAMP({Unit(type)})",
            TypeKind.TimestampLtz => $"INT64 TIMESTAMP({Unit(type)}, UTC)",
            _ => physical,
        };
        return type.IsNullable ? text : text + " REQUIRED";
    }

    private static string Unit(LogicalType type) => type.Precision <= 6 ? "micros" : "nanos";

    private static int Count(LogicalType type) => type.Kind switch
    {
        TypeKind.Row => 1 + type.Fields.Sum(f => Count(f.Type)),
        TypeKind.Array => 2 + Count(type.Element),
        TypeKind.Map => 2 + Count(type.Key) + Count(type.Value),
        _ => 1,
    };

    private static void WriteElement(ThriftCompactWriter thrift, string name, LogicalType type, string? tag)
    {
        int repetition = type.IsNullable ? Optional : Required;
        switch (type.Kind)
        {
            case TypeKind.Row:
                WriteGroup(thrift, name, repetition, type.Fields.Length, null, 0);
                foreach (RowField field in type.Fields)
                    WriteElement(thrift, field.Name, field.Type, null);
                break;
            case TypeKind.Array:
                WriteGroup(thrift, name, repetition, 1, ConvertedList, 3);
                WriteGroup(thrift, "list", Repeated, 1, null, 0);
                WriteElement(thrift, "element", type.Element, null);
                break;
            case TypeKind.Map:
                WriteGroup(thrift, name, repetition, 1, ConvertedMap, 2);
                WriteGroup(thrift, "key_value", Repeated, 2, null, 0);
                WriteElement(thrift, "key", type.Key.NotNull(), null);
                WriteElement(thrift, "value", type.Value, null);
                break;
            default:
                WriteLeaf(thrift, name, repetition, type, tag);
                break;
        }
    }

    private static void WriteGroup(ThriftCompactWriter thrift, string name, int repetition, int children, int? converted, int logical)
    {
        thrift.BeginStruct();
        thrift.I32(3, repetition);
        thrift.String(4, name);
        thrift.I32(5, children);
        if (converted is { } number)
        {
            thrift.I32(6, number);
            thrift.BeginStruct(10);
            thrift.Empty(logical);
            thrift.EndStruct();
        }

        thrift.EndStruct();
    }

    private static void WriteLeaf(ThriftCompactWriter thrift, string name, int repetition, LogicalType type, string? tag)
    {
        StoredType stored = StoredType.Of(type);
        thrift.BeginStruct();
        thrift.I32(1, (int)stored.Physical);
        if (stored.Width > 0)
            thrift.I32(2, stored.Width);
        thrift.I32(3, repetition);
        thrift.String(4, name);
        if (Converted(type, tag) is { } converted)
            thrift.I32(6, converted);
        if (type.Kind == TypeKind.Decimal)
        {
            thrift.I32(7, type.Scale);
            thrift.I32(8, type.Precision);
        }

        WriteLogical(thrift, type, tag);
        thrift.EndStruct();
    }

    private static int? Converted(LogicalType type, string? tag) => type.Kind switch
    {
        TypeKind.Char or TypeKind.VarChar => tag == Tags.Json ? ConvertedJson : ConvertedUtf8,
        TypeKind.Decimal => ConvertedDecimal,
        TypeKind.Date => ConvertedDate,
        TypeKind.TinyInt => ConvertedInt8,
        TypeKind.SmallInt => ConvertedInt16,
        TypeKind.TimestampLtz when type.Precision <= 6 => ConvertedTimestampMicros,
        _ => null,
    };

    private static void WriteLogical(ThriftCompactWriter thrift, LogicalType type, string? tag)
    {
        switch (type.Kind)
        {
            case TypeKind.Char or TypeKind.VarChar:
                thrift.BeginStruct(10);
                thrift.Empty(tag == Tags.Json ? 12 : 1);
                thrift.EndStruct();
                break;
            case TypeKind.Decimal:
                thrift.BeginStruct(10);
                thrift.BeginStruct(5);
                thrift.I32(1, type.Scale);
                thrift.I32(2, type.Precision);
                thrift.EndStruct();
                thrift.EndStruct();
                break;
            case TypeKind.Date:
                thrift.BeginStruct(10);
                thrift.Empty(6);
                thrift.EndStruct();
                break;
            case TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampLtz:
                WriteTime(thrift, type);
                break;
            case TypeKind.TinyInt or TypeKind.SmallInt:
                thrift.BeginStruct(10);
                thrift.BeginStruct(10);
                thrift.Byte(1, type.Kind == TypeKind.TinyInt ? (sbyte)8 : (sbyte)16);
                thrift.Bool(2, true);
                thrift.EndStruct();
                thrift.EndStruct();
                break;
        }
    }

    private static void WriteTime(ThriftCompactWriter thrift, LogicalType type)
    {
        thrift.BeginStruct(10);
        thrift.BeginStruct(type.Kind == TypeKind.Time ? 7 : 8);
        thrift.Bool(1, type.Kind == TypeKind.TimestampLtz);
        thrift.BeginStruct(2);
        thrift.Empty(type.Precision <= 6 ? 2 : 3);
        thrift.EndStruct();
        thrift.EndStruct();
        thrift.EndStruct();
    }
}
