using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Picks the decoder of a column.</summary>
internal static class ColumnDecoders
{
    /// <param name="number">The column's place in the rows.</param>
    /// <param name="column">The column there.</param>
    /// <param name="mapping">What it is here.</param>
    /// <param name="builder">The builder of <see cref="PostgresMapping.Type"/>.</param>
    /// <param name="isTextChecked">Whether the server may send text that is not UTF-8 (encoding SQL_ASCII).</param>
    /// <param name="options">The policies.</param>
    public static ColumnDecoder Create(
        int number, PostgresColumn column, PostgresMapping mapping, ColumnBuilder builder, bool isTextChecked, PostgresSourceOptions options)
    {
        if (mapping.Form == ReadForm.Text)
            return new BytesDecoder(number, (BytesColumnBuilder)builder, 0, isTextChecked, options);
        if (column.IsArray)
        {
            var list = (ListColumnBuilder)builder;
            return new ArrayDecoder(number, list, Scalar(number, column.ElementOid, mapping.Type.Element, list.Elements, isTextChecked, options), options);
        }

        return column.TypeKind == 'e'
            ? new BytesDecoder(number, (BytesColumnBuilder)builder, 0, isTextChecked, options)
            : Scalar(number, column.TypeOid, mapping.Type, builder, isTextChecked, options);
    }

    private static ColumnDecoder Scalar(
        int number, uint oid, LogicalType type, ColumnBuilder builder, bool isTextChecked, PostgresSourceOptions options) => oid switch
    {
        PostgresTypeMap.BoolOid => new BooleanDecoder(number, (BooleanColumnBuilder)builder, options),
        PostgresTypeMap.Int2Oid => Fixed<short, Int16Reader>(number, builder, default, options),
        PostgresTypeMap.Int4Oid => Fixed<int, Int32Reader>(number, builder, default, options),
        PostgresTypeMap.Int8Oid => Fixed<long, Int64Reader>(number, builder, default, options),
        PostgresTypeMap.OidOid => Fixed<long, OidReader>(number, builder, default, options),
        PostgresTypeMap.Float4Oid => Fixed<float, FloatReader>(number, builder, default, options),
        PostgresTypeMap.Float8Oid => Fixed<double, DoubleReader>(number, builder, default, options),
        PostgresTypeMap.NumericOid => Fixed<Int128, NumericReader>(number, builder, new NumericReader(type.Precision, type.Scale), options),
        PostgresTypeMap.DateOid => Fixed<int, DateReader>(number, builder, default, options),
        PostgresTypeMap.TimeOid => Fixed<long, TimeReader>(number, builder, default, options),
        PostgresTypeMap.TimestampOid or PostgresTypeMap.TimestampTzOid => Fixed<long, TimestampReader>(number, builder, default, options),
        PostgresTypeMap.CharOid => new SingleByteDecoder(number, (BytesColumnBuilder)builder, options),
        PostgresTypeMap.UuidOid => new UuidDecoder(number, (BytesColumnBuilder)builder, options),
        PostgresTypeMap.ByteaOid => new BytesDecoder(number, (BytesColumnBuilder)builder, 0, false, options),
        PostgresTypeMap.JsonbOid => new BytesDecoder(number, (BytesColumnBuilder)builder, 1, isTextChecked, options),
        _ => new BytesDecoder(number, (BytesColumnBuilder)builder, 0, isTextChecked, options),
    };

    private static FixedDecoder<T, TReader> Fixed<T, TReader>(int number, ColumnBuilder builder, TReader reader, PostgresSourceOptions options)
        where T : unmanaged
        where TReader : struct, IWireReader<T> => new(number, (FixedColumnBuilder<T>)builder, reader, options);
}
