using Apache.Arrow;
using Apache.Arrow.Types;

namespace Sluice.Types;

/// <summary>
/// The one Arrow layout of each logical type. TIME: time64 in microseconds (nanoseconds over 6 digits). TIMESTAMP up to 6 digits:
/// timestamp[us] without zone; TIMESTAMP_LTZ: with zone <c>UTC</c>; 7 to 9 digits: struct&lt;seconds int64, nanos int32&gt;.
/// DECIMAL: decimal128. Text: utf8. Binary: binary. Intervals: int32 months, duration[ms].
/// </summary>
public static class ArrowLayout
{
    private static readonly Time64Type s_timeMicros = new(TimeUnit.Microsecond);
    private static readonly Time64Type s_timeNanos = new(TimeUnit.Nanosecond);
    private static readonly TimestampType s_local = new(TimeUnit.Microsecond, (string?)null);
    private static readonly TimestampType s_instant = new(TimeUnit.Microsecond, "UTC");
    private static readonly StructType s_nanos =
        new([new Field("seconds", Int64Type.Default, false), new Field("nanos", Int32Type.Default, false)]);

    /// <summary>The Arrow type of a logical type.</summary>
    public static IArrowType TypeOf(LogicalType type) => type.Kind switch
    {
        TypeKind.Boolean => BooleanType.Default,
        TypeKind.TinyInt => Int8Type.Default,
        TypeKind.SmallInt => Int16Type.Default,
        TypeKind.Int or TypeKind.IntervalMonths => Int32Type.Default,
        TypeKind.BigInt => Int64Type.Default,
        TypeKind.Float => FloatType.Default,
        TypeKind.Double => DoubleType.Default,
        TypeKind.Decimal => new Decimal128Type(type.Precision, type.Scale),
        TypeKind.Char or TypeKind.VarChar => StringType.Default,
        TypeKind.Binary or TypeKind.VarBinary => BinaryType.Default,
        TypeKind.Date => Date32Type.Default,
        TypeKind.Time => type.Precision <= 6 ? s_timeMicros : s_timeNanos,
        TypeKind.Timestamp => type.Precision <= 6 ? s_local : s_nanos,
        TypeKind.TimestampLtz => type.Precision <= 6 ? s_instant : s_nanos,
        TypeKind.IntervalMillis => DurationType.Millisecond,
        TypeKind.Array => new ListType(FieldOf("element", type.Element)),
        TypeKind.Map => new MapType(FieldOf("key", type.Key.NotNull()), FieldOf("value", type.Value)),
        TypeKind.Row => new StructType([.. type.Fields.Select(f => FieldOf(f.Name, f.Type))]),
        _ => throw new ArgumentException($"no column has the type {type}", nameof(type)),
    };

    /// <summary>The Arrow field of a column.</summary>
    public static Field FieldOf(string name, LogicalType type) => new(name, TypeOf(type), type.IsNullable);

    /// <summary>The Arrow schema of a table. Tags and lengths are not in it: whoever needs them carries the <see cref="TableSchema"/>.</summary>
    public static Schema SchemaOf(TableSchema schema) => new([.. schema.Columns.Select(c => FieldOf(c.Name, c.Type))], null);
}
