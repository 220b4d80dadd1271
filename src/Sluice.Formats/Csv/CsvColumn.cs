using Sluice.Formats.Json;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Parses one column of a chunk into its builder. Every row gets a value or NULL, bad ones too; those are taken back with the chunk.</summary>
internal abstract class CsvColumn(int ordinal, int field, bool isLastField, LogicalType type)
{
    /// <summary>The column's place in the batch.</summary>
    protected int Ordinal { get; } = ordinal;

    /// <summary>The column's place in a record.</summary>
    public int Field { get; } = field;

    /// <summary>The field ends the record, so that a carriage return before the newline is not part of it.</summary>
    protected bool IsLastField { get; } = isLastField;

    /// <summary>NULL is a value.</summary>
    protected bool IsNullable { get; } = type.IsNullable;

    /// <summary>Parses the chunk's records.</summary>
    public abstract void Parse(CsvChunk chunk);

    /// <summary>The parser of a type.</summary>
    /// <param name="ordinal">The column's place in the batch.</param>
    /// <param name="field">Its place in a record.</param>
    /// <param name="isLastField">The field ends the record.</param>
    /// <param name="builder">Takes the values.</param>
    /// <param name="options">How the text is written.</param>
    /// <param name="zone">The zone of instants written without an offset; null for UTC.</param>
    public static CsvColumn Create(int ordinal, int field, bool isLastField, ColumnBuilder builder, CsvOptions options, TimeZoneInfo? zone)
    {
        LogicalType type = builder.Type;
        CsvColumn Fixed<T, TField>(TField parser)
            where T : unmanaged
            where TField : struct, ICsvField<T> =>
            new FixedCsvColumn<T, TField>(ordinal, field, isLastField, (FixedColumnBuilder<T>)builder, parser, options);
        return type.Kind switch
        {
            TypeKind.TinyInt => Fixed<sbyte, TinyIntField>(default),
            TypeKind.SmallInt => Fixed<short, SmallIntField>(default),
            TypeKind.Int or TypeKind.IntervalMonths => Fixed<int, IntField>(default),
            TypeKind.BigInt or TypeKind.IntervalMillis => Fixed<long, BigIntField>(default),
            TypeKind.Float => Fixed<float, FloatField>(default),
            TypeKind.Double => Fixed<double, DoubleField>(default),
            TypeKind.Decimal => Fixed<Int128, DecimalField>(new DecimalField(type)),
            TypeKind.Date => Fixed<int, DateField>(default),
            TypeKind.Time => Fixed<long, TimeField>(new TimeField(type)),
            TypeKind.Timestamp when type.Precision <= 6 => Fixed<long, TimestampField>(new TimestampField(type)),
            TypeKind.TimestampLtz when type.Precision <= 6 => Fixed<long, InstantField>(new InstantField(type, zone)),
            TypeKind.Timestamp or TypeKind.TimestampLtz => new NanosCsvColumn(ordinal, field, isLastField, (NanosColumnBuilder)builder, zone),
            TypeKind.Boolean => new BooleanCsvColumn(ordinal, field, isLastField, (BooleanColumnBuilder)builder),
            TypeKind.Char or TypeKind.VarChar => new TextCsvColumn(ordinal, field, isLastField, (BytesColumnBuilder)builder, options),
            TypeKind.Binary or TypeKind.VarBinary => new BinaryCsvColumn(ordinal, field, isLastField, (BytesColumnBuilder)builder, options.IsHex),
            _ => new NestedCsvColumn(ordinal, field, isLastField, builder, new JsonReadOptions(zone, options.IsHex, IgnoresUnknownKeys: false)),
        };
    }
}
