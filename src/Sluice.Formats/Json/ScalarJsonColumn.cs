using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>
/// Numbers, booleans, dates, times and binary values. A number may be written as a string, as many programs do with large ones; NaN and Infinity have no
/// other form.
/// </summary>
internal sealed class ScalarJsonColumn(ColumnBuilder builder, JsonReadOptions options, JsonFault fault) : JsonColumn(builder, fault)
{
    private const int Int64Digits = 19;
    private byte[] _scratch = new byte[64];

    protected override bool ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False && Builder is BooleanColumnBuilder booleans)
        {
            booleans.Append(reader.TokenType == JsonTokenType.True);
            return true;
        }

        return (reader.TokenType is JsonTokenType.Number or JsonTokenType.String && Append(TextOf(ref reader, ref _scratch), reader.TokenType == JsonTokenType.String)) || Refuse(ref reader);
    }

    /// <summary>Appends a value from its text; false when it is none.</summary>
    public bool Append(ReadOnlySpan<byte> text, bool isString)
    {
        LogicalType type = Builder.Type;
        switch (Builder)
        {
            case FixedColumnBuilder<sbyte> b: return TryReadInteger(text, out long tiny) && tiny == (sbyte)tiny && Add(b, (sbyte)tiny);
            case FixedColumnBuilder<short> b: return TryReadInteger(text, out long small) && small == (short)small && Add(b, (short)small);
            case FixedColumnBuilder<int> b when type.Kind == TypeKind.Date: return isString && Iso8601Utf8.TryParseDate(text, out int days) && Add(b, days);
            case FixedColumnBuilder<int> b: return TryReadInteger(text, out long middle) && middle == (int)middle && Add(b, (int)middle);
            case FixedColumnBuilder<long> b when type.Kind is TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampLtz: return isString && AppendTime(b, text);
            case FixedColumnBuilder<long> b: return TryReadInteger(text, out long big) && Add(b, big);
            case FixedColumnBuilder<Int128> b: return Utf8Numbers.TryReadAnyDecimal(text, type.Precision, type.Scale, out Int128 exact) && Add(b, exact);
            case FixedColumnBuilder<double> b: return Utf8Numbers.TryReadAnyDouble(text, out double number) && Add(b, number);
            case FixedColumnBuilder<float> b: return Utf8Numbers.TryReadSingle(text, out float single) && Add(b, single);
            case NanosColumnBuilder b: return isString && AppendNanos(b, text);
            case BooleanColumnBuilder b: return isString && AppendBoolean(b, text);
            case BytesColumnBuilder b: return isString && AppendBinary(b, text);
            default: return false;
        }
    }

    private static bool Add<T>(FixedColumnBuilder<T> builder, T value)
        where T : unmanaged
    {
        builder.Append(value);
        return true;
    }

    private static bool TryReadInteger(ReadOnlySpan<byte> text, out long value)
    {
        if (Utf8Parser.TryParse(text, out value, out int used) && used == text.Length)
            return true;
        // 1.0 and 1e3 are integers too.
        bool isExact = Utf8Numbers.TryReadAnyDecimal(text, Int64Digits, 0, out Int128 wide) && wide >= long.MinValue && wide <= long.MaxValue;
        value = isExact ? (long)wide : 0;
        return isExact;
    }

    private static bool AppendBoolean(BooleanColumnBuilder target, ReadOnlySpan<byte> text)
    {
        bool isTrue = Ascii.EqualsIgnoreCase(text, "true"u8);
        if (!isTrue && !Ascii.EqualsIgnoreCase(text, "false"u8))
            return false;
        target.Append(isTrue);
        return true;
    }

    private bool AppendBinary(BytesColumnBuilder target, ReadOnlySpan<byte> text)
    {
        int length = BinaryText.Decode(text, target.GetSpan(text.Length), options.IsHex);
        bool isGood = length >= 0 && (target.Type.Kind == TypeKind.Binary ? length == target.Type.Length : length <= target.Type.Length);
        if (isGood)
            target.Commit(length);
        return isGood;
    }

    private bool AppendTime(FixedColumnBuilder<long> target, ReadOnlySpan<byte> text)
    {
        LogicalType type = target.Type;
        if (type.Kind == TypeKind.Time)
            return Utf8Times.TryReadTime(text, type.Precision, out long nanos) && Add(target, type.Precision <= 6 ? nanos / 1_000 : nanos);
        return TryReadTimestamp(type, text, out Timestamp value) && Utf8Times.IsInMicros(value) && Add(target, value.Micros);
    }

    private bool AppendNanos(NanosColumnBuilder target, ReadOnlySpan<byte> text)
    {
        if (!TryReadTimestamp(target.Type, text, out Timestamp value))
            return false;
        target.Append(value);
        return true;
    }

    private bool TryReadTimestamp(LogicalType type, ReadOnlySpan<byte> text, out Timestamp value) => type.Kind == TypeKind.TimestampLtz
        ? Utf8Times.TryReadInstant(text, type.Precision, options.Zone, out value)
        : Utf8Times.TryReadAnyTimestamp(text, type.Precision, out value);
}
