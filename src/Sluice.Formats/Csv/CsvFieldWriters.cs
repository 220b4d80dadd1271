using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Which writer writes which type.</summary>
internal static class CsvFieldWriters
{
    /// <summary>The writer of a type. The caller disposes it.</summary>
    public static CsvFieldWriter Create(LogicalType type, CsvOptions options, BufferPool pool)
    {
        // Only a delimiter, quote or NULL token made of such characters can be mistaken for a number or a date.
        bool mayBeMistaken = IsPartOfValues(options.DelimiterByte) || (options.QuoteByte is { } quote && IsPartOfValues(quote))
            || (options.Nulls[0].Length > 0 && options.Nulls[0].All(IsPartOfValues));
        bool quotes = options.QuoteByte is not null && mayBeMistaken;
        CsvFieldWriter Fixed<T, TWriter>(TWriter writer)
            where T : unmanaged
            where TWriter : struct, ICsvValueWriter<T> => new FixedFieldWriter<T, TWriter>(options, quotes, writer);
        bool isInstant = type.Kind == TypeKind.TimestampLtz;
        return type.Kind switch
        {
            TypeKind.TinyInt => Fixed<sbyte, TinyIntWriter>(default),
            TypeKind.SmallInt => Fixed<short, SmallIntWriter>(default),
            TypeKind.Int or TypeKind.IntervalMonths => Fixed<int, IntWriter>(default),
            TypeKind.BigInt or TypeKind.IntervalMillis => Fixed<long, BigIntWriter>(default),
            TypeKind.Float => Fixed<float, FloatWriter>(default),
            TypeKind.Double => Fixed<double, DoubleWriter>(default),
            TypeKind.Decimal => Fixed<Int128, DecimalWriter>(new DecimalWriter(type.Scale)),
            TypeKind.Date => Fixed<int, DateWriter>(default),
            TypeKind.Time => Fixed<long, TimeWriter>(new TimeWriter(type.Precision)),
            TypeKind.Timestamp or TypeKind.TimestampLtz when type.Precision <= 6 =>
                Fixed<long, TimestampWriter>(new TimestampWriter(type.Precision, isInstant)),
            TypeKind.Timestamp or TypeKind.TimestampLtz => new NanosFieldWriter(options, quotes, type.Precision, isInstant),
            TypeKind.Boolean => new BooleanFieldWriter(options, quotes),
            TypeKind.Char or TypeKind.VarChar => new TextFieldWriter(options),
            TypeKind.Binary or TypeKind.VarBinary => new BinaryFieldWriter(options, quotes),
            _ => new NestedFieldWriter(options, type, pool),
        };
    }

    private static bool IsPartOfValues(byte b) => b is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z')
        or (byte)'+' or (byte)'-' or (byte)'.' or (byte)':' or (byte)' ' or (byte)'/' or (byte)'=';
}
