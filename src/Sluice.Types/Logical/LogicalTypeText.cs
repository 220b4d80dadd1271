using System.Globalization;
using System.Text;

namespace Sluice.Types;

/// <summary>Prints logical types as Flink's summary strings do, without the outermost nullability.</summary>
internal static class LogicalTypeText
{
    public static string Print(LogicalType type) => type.Kind switch
    {
        TypeKind.Null => "NULL",
        TypeKind.Boolean => "BOOLEAN",
        TypeKind.TinyInt => "TINYINT",
        TypeKind.SmallInt => "SMALLINT",
        TypeKind.Int => "INT",
        TypeKind.BigInt => "BIGINT",
        TypeKind.Float => "FLOAT",
        TypeKind.Double => "DOUBLE",
        TypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision}, {type.Scale})"),
        TypeKind.Char => Sized("CHAR", type.Length),
        TypeKind.VarChar => type.Length == LogicalType.MaxLength ? "STRING" : Sized("VARCHAR", type.Length),
        TypeKind.Binary => Sized("BINARY", type.Length),
        TypeKind.VarBinary => type.Length == LogicalType.MaxLength ? "BYTES" : Sized("VARBINARY", type.Length),
        TypeKind.Date => "DATE",
        TypeKind.Time => Sized("TIME", type.Precision),
        TypeKind.Timestamp => Sized("TIMESTAMP", type.Precision),
        TypeKind.TimestampLtz => Sized("TIMESTAMP_LTZ", type.Precision),
        TypeKind.IntervalMonths => "INTERVAL MONTH",
        TypeKind.IntervalMillis => Sized("INTERVAL SECOND", type.Precision),
        TypeKind.Array => $"ARRAY<{type.Element}>",
        TypeKind.Map => $"MAP<{type.Key}, {type.Value}>",
        TypeKind.Row => PrintRow(type),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Sized(string name, int size) => string.Create(CultureInfo.InvariantCulture, $"{name}({size})");

    private static string PrintRow(LogicalType type)
    {
        var text = new StringBuilder("ROW<");
        for (int i = 0; i < type.Fields.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append('`').Append(type.Fields[i].Name.Replace("`", "``", StringComparison.Ordinal)).Append("` ")
                .Append(type.Fields[i].Type);
        }

        return text.Append('>').ToString();
    }
}
