using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Picks the encoder of a column for a target that <see cref="PostgresSinkTypes"/> lets it into.</summary>
internal static class ColumnEncoders
{
    /// <summary>The binary encoder; null when the column can only go as text.</summary>
    public static ColumnEncoder? Binary(LogicalType type, PostgresColumn target)
    {
        if (type.Kind != TypeKind.Array)
            return target.IsArray ? null : Binary(type, target.TypeOid, target.TypeKind, target.TypeModifier);
        return Binary(type.Element, target.ElementOid, target.ElementKind, target.TypeModifier) is { } element
            ? new ArrayEncoder(target.ElementOid, element)
            : null;
    }

    /// <summary>The text encoder.</summary>
    public static TextEncoder Text(LogicalType type, PostgresColumn target) => type.Kind switch
    {
        TypeKind.Array => new ArrayTextEncoder(Text(type.Element, target)),
        TypeKind.Boolean => new BooleanTextEncoder(),
        TypeKind.Binary or TypeKind.VarBinary => new HexTextEncoder(),
        TypeKind.Char or TypeKind.VarChar => new PlainTextEncoder(Limit(target.IsArray ? target.ElementOid : target.TypeOid, target.TypeModifier)),
        _ => new FixedTextEncoder(type),
    };

    private static ColumnEncoder? Binary(LogicalType type, uint oid, char kind, int modifier) => type.Kind switch
    {
        TypeKind.Boolean => new BooleanEncoder(),
        TypeKind.TinyInt => Integer<sbyte>(oid),
        TypeKind.SmallInt => Integer<short>(oid),
        TypeKind.Int => Integer<int>(oid),
        TypeKind.BigInt => oid == PostgresTypeMap.OidOid ? null : Integer<long>(oid),
        TypeKind.Float => oid == PostgresTypeMap.Float4Oid
            ? new FixedEncoder<float, FloatWriter>(default)
            : new FixedEncoder<float, FloatAsDoubleWriter>(default),
        TypeKind.Double => new FixedEncoder<double, DoubleWriter>(default),
        TypeKind.Decimal => new FixedEncoder<Int128, NumericWriter>(new NumericWriter(type.Scale)),
        TypeKind.Char or TypeKind.VarChar => Characters(oid, kind, modifier),
        TypeKind.Binary or TypeKind.VarBinary => new BytesEncoder(-1, TextLimit.None),
        TypeKind.Date => new FixedEncoder<int, DateWriter>(default),
        TypeKind.Time => new FixedEncoder<long, TimeWriter>(default),
        TypeKind.Timestamp or TypeKind.TimestampLtz => new FixedEncoder<long, TimestampWriter>(default),
        TypeKind.IntervalMonths => new FixedEncoder<int, MonthsWriter>(default),
        TypeKind.IntervalMillis => new FixedEncoder<long, MillisWriter>(default),
        _ => null,
    };

    private static ColumnEncoder Integer<T>(uint oid)
        where T : unmanaged, System.Numerics.IBinaryInteger<T> => oid == PostgresTypeMap.NumericOid
        ? new FixedEncoder<T, IntegerAsNumericWriter<T>>(default)
        : new FixedEncoder<T, IntegerWriter<T>>(new IntegerWriter<T>(oid switch { PostgresTypeMap.Int2Oid => 2, PostgresTypeMap.Int4Oid => 4, _ => 8 }));

    private static ColumnEncoder? Characters(uint oid, char kind, int modifier) => oid switch
    {
        PostgresTypeMap.TextOid or PostgresTypeMap.VarcharOid or PostgresTypeMap.BpcharOid or PostgresTypeMap.NameOid => new BytesEncoder(-1, Limit(oid, modifier)),
        PostgresTypeMap.JsonOid => new BytesEncoder(-1, TextLimit.None),
        PostgresTypeMap.JsonbOid => new BytesEncoder(1, TextLimit.None),
        PostgresTypeMap.UuidOid => new UuidEncoder(),
        _ => kind == 'e' ? new BytesEncoder(-1, TextLimit.None) : null,
    };

    private static TextLimit Limit(uint oid, int modifier) => oid switch
    {
        PostgresTypeMap.VarcharOid or PostgresTypeMap.BpcharOid when modifier > 4 => TextLimit.None with { Characters = modifier - 4 },
        PostgresTypeMap.NameOid => TextLimit.None with { Bytes = 63 },
        PostgresTypeMap.CharOid => TextLimit.None with { Bytes = 1 },
        _ => TextLimit.None,
    };
}
