using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>TINYINT, SMALLINT, INT, BIGINT and the intervals.</summary>
internal readonly unsafe struct TinyIntField : ICsvField<sbyte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out sbyte value)
    {
        bool isGood = Utf8Numbers.TryReadInt64(text, length, out long wide);
        value = (sbyte)wide;
        return isGood && value == wide;
    }
}

internal readonly unsafe struct SmallIntField : ICsvField<short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out short value)
    {
        bool isGood = Utf8Numbers.TryReadInt64(text, length, out long wide);
        value = (short)wide;
        return isGood && value == wide;
    }
}

internal readonly unsafe struct IntField : ICsvField<int>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out int value)
    {
        bool isGood = Utf8Numbers.TryReadInt64(text, length, out long wide);
        value = (int)wide;
        return isGood && value == wide;
    }
}

internal readonly unsafe struct BigIntField : ICsvField<long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out long value) => Utf8Numbers.TryReadInt64(text, length, out value);
}

internal readonly unsafe struct DecimalField(LogicalType type) : ICsvField<Int128>
{
    private readonly int _precision = type.Precision;
    private readonly int _scale = type.Scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out Int128 value) => Utf8Numbers.TryReadDecimal(text, length, _precision, _scale, out value);
}

internal readonly unsafe struct FloatField : ICsvField<float>
{
    public bool TryRead(byte* text, int length, out float value) => Utf8Numbers.TryReadSingle(new ReadOnlySpan<byte>(text, length), out value);
}

internal readonly unsafe struct DoubleField : ICsvField<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out double value) => Utf8Numbers.TryReadDouble(text, length, out value);
}

internal readonly unsafe struct DateField : ICsvField<int>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out int value) => Utf8Times.TryReadDate(text, length, out value);
}

internal readonly unsafe struct TimeField(LogicalType type) : ICsvField<long>
{
    private readonly int _precision = type.Precision;

    public bool TryRead(byte* text, int length, out long value)
    {
        bool isGood = Utf8Times.TryReadTime(new ReadOnlySpan<byte>(text, length), _precision, out value);
        if (_precision <= 6)
            value /= 1_000;
        return isGood;
    }
}

internal readonly unsafe struct TimestampField(LogicalType type) : ICsvField<long>
{
    private readonly int _precision = type.Precision;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* text, int length, out long value) => Utf8Times.TryReadTimestamp(text, length, _precision, out value);
}

internal readonly unsafe struct InstantField(LogicalType type, TimeZoneInfo? zone) : ICsvField<long>
{
    private readonly int _precision = type.Precision;

    public bool TryRead(byte* text, int length, out long value)
    {
        value = 0;
        if (!Utf8Times.TryReadInstant(new ReadOnlySpan<byte>(text, length), _precision, zone, out Timestamp instant) || !Utf8Times.IsInMicros(instant))
            return false;
        value = instant.Micros;
        return true;
    }
}

/// <summary>A TIMESTAMP or TIMESTAMP_LTZ of 7 to 9 digits.</summary>
internal readonly unsafe struct NanosField(LogicalType type, TimeZoneInfo? zone) : ICsvField<Timestamp>
{
    public bool TryRead(byte* text, int length, out Timestamp value) => type.Kind == TypeKind.TimestampLtz
        ? Utf8Times.TryReadInstant(new ReadOnlySpan<byte>(text, length), type.Precision, zone, out value)
        : Utf8Times.TryReadAnyTimestamp(new ReadOnlySpan<byte>(text, length), type.Precision, out value);
}

/// <summary>true and false, t and f, yes and no, y and n, 1 and 0, in either case.</summary>
internal readonly unsafe struct BooleanField : ICsvField<byte>
{
    public bool TryRead(byte* text, int length, out byte value)
    {
        value = 0;
        var word = new ReadOnlySpan<byte>(text, length);
        if (length == 1)
        {
            value = (byte)((word[0] | 0x20) is 't' or 'y' || word[0] == '1' ? 1 : 0);
            return value == 1 || (word[0] | 0x20) is 'f' or 'n' || word[0] == '0';
        }

        value = (byte)(Ascii.EqualsIgnoreCase(word, "true"u8) || Ascii.EqualsIgnoreCase(word, "yes"u8) ? 1 : 0);
        return value == 1 || Ascii.EqualsIgnoreCase(word, "false"u8) || Ascii.EqualsIgnoreCase(word, "no"u8);
    }
}
