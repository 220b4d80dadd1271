using Apache.Arrow;
using Apache.Arrow.Types;
using LogicalType = Sluice.Types.LogicalType;
using RowField = Sluice.Types.RowField;

namespace Sluice.Formats.Parquet;

/// <summary>The type map of reading: the library's Arrow type → our logical type.</summary>
internal static class LogicalTypes
{
    /// <summary>The logical type of a field, nullability included; null when there is none.</summary>
    public static LogicalType? Of(Field field) => Of(field.DataType)?.WithNullability(field.IsNullable);

    /// <summary>Whether a type has children.</summary>
    public static bool IsNested(this IArrowType type) =>
        type.TypeId is ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.FixedSizeList or ArrowTypeId.Map or ArrowTypeId.Struct;

    private static LogicalType? Of(IArrowType type) => type switch
    {
        BooleanType => LogicalType.Boolean,
        Int8Type => LogicalType.TinyInt,
        Int16Type or UInt8Type => LogicalType.SmallInt,
        Int32Type or UInt16Type => LogicalType.Int,
        Int64Type or UInt32Type => LogicalType.BigInt,
        UInt64Type => LogicalType.Decimal(20, 0),
        FloatType or HalfFloatType => LogicalType.Float,
        DoubleType => LogicalType.Double,
        Decimal128Type d when d.Scale >= 0 && d.Scale <= d.Precision => LogicalType.Decimal(d.Precision, d.Scale),
        StringType or LargeStringType => LogicalType.String,
        BinaryType or LargeBinaryType => LogicalType.Bytes,
        FixedSizeBinaryType { TypeId: ArrowTypeId.FixedSizedBinary } b => b.ByteWidth > 0 ? LogicalType.Binary(b.ByteWidth) : LogicalType.Bytes,
        Date32Type or Date64Type => LogicalType.Date,
        TimeBasedType t => OfTime(t),
        DictionaryType d => Of(d.ValueType),
        ListType or LargeListType or FixedSizeListType => OfList((NestedType)type),
        MapType m => OfMap(m),
        StructType s => OfStruct(s),
        _ => null,
    };

    private static LogicalType? OfTime(TimeBasedType type) => type switch
    {
        TimestampType t => t.Timezone is null ? LogicalType.Timestamp(Digits(t.Unit)) : LogicalType.TimestampLtz(Digits(t.Unit)),
        Time32Type or Time64Type => LogicalType.Time(Digits(type.Unit)),
        _ => null,
    };

    private static int Digits(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 0,
        TimeUnit.Millisecond => 3,
        TimeUnit.Microsecond => 6,
        _ => 9,
    };

    private static LogicalType? OfList(NestedType type) => Of(type.Fields[0]) is { } element ? LogicalType.Array(element) : null;

    private static LogicalType? OfMap(MapType type) =>
        Of(type.KeyField) is { } key && Of(type.ValueField) is { } value ? LogicalType.Map(key.NotNull(), value) : null;

    private static LogicalType? OfStruct(StructType type)
    {
        var fields = new List<RowField>();
        foreach (Field field in type.Fields)
        {
            if (Of(field) is not { } fieldType)
                return null;
            fields.Add(new RowField(field.Name, fieldType));
        }

        return LogicalType.Row(fields);
    }
}
