using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>How a leaf's values are stored.</summary>
/// <param name="Physical">The physical type.</param>
/// <param name="Width">Bytes of a FIXED_LEN_BYTE_ARRAY; else 0.</param>
internal readonly record struct StoredType(PhysicalType Physical, int Width)
{
    /// <summary>The stored form of a logical type that is not nested.</summary>
    public static StoredType Of(LogicalType type) => type.Kind switch
    {
        TypeKind.Boolean => new(PhysicalType.Boolean, 0),
        TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths => new(PhysicalType.Int32, 0),
        TypeKind.BigInt or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampLtz or TypeKind.IntervalMillis => new(PhysicalType.Int64, 0),
        TypeKind.Float => new(PhysicalType.Float, 0),
        TypeKind.Double => new(PhysicalType.Double, 0),
        TypeKind.Decimal when type.Precision <= 9 => new(PhysicalType.Int32, 0),
        TypeKind.Decimal when type.Precision <= 18 => new(PhysicalType.Int64, 0),
        TypeKind.Decimal => new(PhysicalType.FixedLenByteArray, WideDecimalEncoder.WidthOf(type.Precision)),
        _ => new(PhysicalType.ByteArray, 0),
    };

    /// <summary>The encoder of a leaf's values; the caller disposes it.</summary>
    /// <param name="type">The logical type.</param>
    /// <param name="nearSize">Entries of the table for values in a short range.</param>
    /// <param name="pool">Where its memory comes from.</param>
    public ValueEncoder CreateEncoder(LogicalType type, int nearSize, BufferPool pool) => (Physical, type.Kind) switch
    {
        (PhysicalType.Boolean, _) => new BooleanValueEncoder(pool),
        (PhysicalType.Int32, TypeKind.TinyInt) => new FixedValueEncoder<int>(new WidenedSource<sbyte>(), false, nearSize, pool),
        (PhysicalType.Int32, TypeKind.SmallInt) => new FixedValueEncoder<int>(new WidenedSource<short>(), false, nearSize, pool),
        (PhysicalType.Int32, TypeKind.Decimal) => new FixedValueEncoder<int>(new DecimalSource<int>(), false, nearSize, pool),
        (PhysicalType.Int64, TypeKind.Decimal) => new FixedValueEncoder<long>(new DecimalSource<long>(), false, nearSize, pool),
        (PhysicalType.Int64, TypeKind.Timestamp or TypeKind.TimestampLtz) when type.Precision > 6 =>
            new FixedValueEncoder<long>(new NanosSource(), false, nearSize, pool),
        (PhysicalType.Int32, _) => new FixedValueEncoder<int>(new DirectSource<int>(), false, nearSize, pool),
        (PhysicalType.Int64, _) => new FixedValueEncoder<long>(new DirectSource<long>(), false, nearSize, pool),
        (PhysicalType.Float, _) => new FixedValueEncoder<int>(new DirectSource<int>(), true, nearSize, pool),
        (PhysicalType.Double, _) => new FixedValueEncoder<long>(new DirectSource<long>(), true, nearSize, pool),
        (PhysicalType.FixedLenByteArray, _) => new WideDecimalEncoder(Width, pool),
        _ => new BytesValueEncoder(type.IsCharacter, pool),
    };
}
