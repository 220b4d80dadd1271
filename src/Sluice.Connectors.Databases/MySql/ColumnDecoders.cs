using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Picks the decoder of a column.</summary>
internal static class ColumnDecoders
{
    /// <param name="number">The column's place in the rows.</param>
    /// <param name="column">The column there.</param>
    /// <param name="mapping">What it is here.</param>
    /// <param name="builder">The builder of <see cref="MySqlMapping.Type"/>.</param>
    /// <param name="options">The policies.</param>
    public static ColumnDecoder Create(int number, MySqlColumn column, MySqlMapping mapping, ColumnBuilder builder, MySqlSourceOptions options) =>
        mapping.Type.Kind switch
        {
            TypeKind.Boolean => new BooleanDecoder(number, (BooleanColumnBuilder)builder, column.TypeName != "bit", options),
            TypeKind.TinyInt => Fixed<sbyte, IntegerReader<sbyte>>(number, builder, default, options),
            TypeKind.SmallInt => Fixed<short, IntegerReader<short>>(number, builder, default, options),
            TypeKind.Int => Fixed<int, IntegerReader<int>>(number, builder, default, options),
            TypeKind.BigInt => Fixed<long, IntegerReader<long>>(number, builder, default, options),
            TypeKind.Float => Fixed<float, FloatReader>(number, builder, default, options),
            TypeKind.Double => Fixed<double, DoubleReader>(number, builder, default, options),
            TypeKind.Decimal => Fixed<Int128, DecimalReader>(number, builder, new DecimalReader(mapping.Type.Precision, mapping.Type.Scale), options),
            TypeKind.Date => Fixed<int, DateReader>(number, builder, default, options),
            TypeKind.Time => Fixed<long, TimeReader>(number, builder, default, options),
            TypeKind.Timestamp or TypeKind.TimestampLtz => Fixed<long, TimestampReader>(number, builder, default, options),
            _ => new BytesDecoder(number, (BytesColumnBuilder)builder, mapping.Type.IsCharacter, options),
        };

    private static FixedDecoder<T, TReader> Fixed<T, TReader>(int number, ColumnBuilder builder, TReader reader, MySqlSourceOptions options)
        where T : unmanaged
        where TReader : struct, IFieldReader<T> => new(number, (FixedColumnBuilder<T>)builder, reader, options);
}
