using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Picks the encoder of a column for a target that <see cref="MySqlSinkTypes"/> lets it into.</summary>
internal static class FieldEncoders
{
    /// <summary>The encoder.</summary>
    public static FieldEncoder Create(LogicalType type, MySqlColumn target) => type.Kind switch
    {
        TypeKind.Boolean => new BooleanEncoder(target.TypeName == "bit"),
        TypeKind.TinyInt => Integer<sbyte>(),
        TypeKind.SmallInt => target.TypeName == "year" ? new FixedEncoder<short, YearWriter>(default) : Integer<short>(),
        TypeKind.Int => Integer<int>(),
        TypeKind.BigInt => Integer<long>(),
        TypeKind.Float => new FixedEncoder<float, FloatWriter>(default),
        TypeKind.Double => new FixedEncoder<double, DoubleWriter>(default),
        TypeKind.Decimal => new FixedEncoder<Int128, DecimalWriter>(new DecimalWriter(type.Scale)),
        TypeKind.Date => new FixedEncoder<int, DateWriter>(default),
        TypeKind.Time => new FixedEncoder<long, TimeWriter>(new TimeWriter(type.Precision)),
        TypeKind.Timestamp or TypeKind.TimestampLtz => new FixedEncoder<long, TimestampWriter>(new TimestampWriter(type.Precision)),
        TypeKind.Binary or TypeKind.VarBinary => target.TypeName == "bit" ? new BitEncoder() : Bytes(target),
        _ => Characters(target),
    };

    private static FixedEncoder<T, IntegerWriter<T>> Integer<T>()
        where T : unmanaged, IBinaryInteger<T> => new(default);

    private static HexEncoder Bytes(MySqlColumn target) => target.TypeName switch
    {
        "binary" => new HexEncoder(target.Length, target.Length),
        "varbinary" => new HexEncoder(target.Length, 0),
        "tinyblob" => new HexEncoder(255, 0),
        "blob" => new HexEncoder(65_535, 0),
        "mediumblob" => new HexEncoder(0xFF_FFFF, 0),
        _ => new HexEncoder(long.MaxValue, 0),
    };

    private static TextEncoder Characters(MySqlColumn target) => target.TypeName switch
    {
        "char" => new TextEncoder(TextLimit.None with { Characters = target.Length, LosesBlanks = true }),
        "varchar" => new TextEncoder(TextLimit.None with { Characters = target.Length }),
        "tinytext" => new TextEncoder(TextLimit.None with { Bytes = 255 }),
        "text" => new TextEncoder(TextLimit.None with { Bytes = 65_535 }),
        "mediumtext" => new TextEncoder(TextLimit.None with { Bytes = 0xFF_FFFF }),
        "enum" => new EnumEncoder(MySqlNative.Labels(target.NativeType)),
        "uuid" => new UuidEncoder(),
        _ => new TextEncoder(TextLimit.None),
    };
}

internal readonly struct IntegerWriter<T> : IFieldWriter<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public bool IsQuoted => false;

    public int Write(Span<byte> target, T value)
    {
        Utf8Formatter.TryFormat(long.CreateTruncating(value), target, out int written);
        return written;
    }
}

/// <summary>A year in four digits: the text <c>0</c> would be the year 2000 there. It has the years 0 and 1901 to 2155.</summary>
internal readonly struct YearWriter : IFieldWriter<short>
{
    public bool IsQuoted => true;

    public int Write(Span<byte> target, short value) => value is 0 or (> 1900 and < 2156) && Utf8Formatter.TryFormat(value, target, out int written, new StandardFormat('D', 4)) ? written : -1;
}

/// <summary>The shortest text that is read back as the same number; NaN and infinities have none there.</summary>
internal readonly struct DoubleWriter : IFieldWriter<double>
{
    public bool IsQuoted => false;

    public int Write(Span<byte> target, double value) => double.IsFinite(value) && value.TryFormat(target, out int written, default, CultureInfo.InvariantCulture) ? written : -1;
}

/// <summary>A float as the double it is: in fewer digits the largest would be beyond the server's range.</summary>
internal readonly struct FloatWriter : IFieldWriter<float>
{
    public bool IsQuoted => false;

    public int Write(Span<byte> target, float value) => default(DoubleWriter).Write(target, value);
}

internal readonly struct DecimalWriter(int scale) : IFieldWriter<Int128>
{
    public bool IsQuoted => false;

    public int Write(Span<byte> target, Int128 value)
    {
        bool isNegative = Int128.IsNegative(value);
        Span<byte> digits = stackalloc byte[40];
        int at = digits.Length;
        if (isNegative)
            value = -value;
        if (value <= long.MaxValue)
        {
            for (long rest = (long)value; rest > 0; rest /= 10)
                digits[--at] = (byte)('0' + (rest % 10));
        }
        else
        {
            for (Int128 rest = value; rest > 0; rest /= 10)
                digits[--at] = (byte)('0' + (int)(rest % 10));
        }

        while (digits.Length - at <= scale)
            digits[--at] = (byte)'0';
        int length = 0;
        if (isNegative)
            target[length++] = (byte)'-';
        ReadOnlySpan<byte> text = digits[at..];
        text[..^scale].CopyTo(target[length..]);
        length += text.Length - scale;
        if (scale == 0)
            return length;
        target[length++] = (byte)'.';
        text[^scale..].CopyTo(target[length..]);
        return length + scale;
    }
}

internal readonly struct DateWriter : IFieldWriter<int>
{
    public bool IsQuoted => true;

    public int Write(Span<byte> target, int value) =>
        value is < DateReader.FirstDay or > DateReader.LastDay ? -1 : Iso8601Utf8.WriteDate(value, target);
}

internal readonly struct TimeWriter(int digits) : IFieldWriter<long>
{
    public bool IsQuoted => true;

    public int Write(Span<byte> target, long value) => Iso8601Utf8.WriteTime(value * 1_000, digits, target);
}

internal readonly struct TimestampWriter(int digits) : IFieldWriter<long>
{
    private const long First = DateReader.FirstDay * TimestampReader.DayMicros;
    private const long Last = ((DateReader.LastDay + 1) * TimestampReader.DayMicros) - 1;

    public bool IsQuoted => true;

    public int Write(Span<byte> target, long value) =>
        value is < First or > Last ? -1 : Iso8601Utf8.WriteTimestamp(Timestamp.FromMicros(value), digits, (byte)' ', target);
}
