using System.Buffers.Text;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Writes a column's values as text fields of COPY (no length, escaped). Wraps a writer of plain text, which also serves array elements.
/// </summary>
internal abstract unsafe class TextEncoder : ColumnEncoder
{
    /// <summary>The text of a value; valid until the next call. Not escaped.</summary>
    public abstract ReadOnlySpan<byte> TextOf(int row);

    /// <summary>Why the target cannot hold the value; null when it can.</summary>
    public virtual string? Refuse(ReadOnlySpan<byte> text) => null;

    public sealed override string? Write(CopyRowBuffer buffer, int row)
    {
        ReadOnlySpan<byte> text = TextOf(row);
        if (Refuse(text) is { } refusal)
            return refusal;
        byte* start = buffer.Reserve(text.Length * 2);
        byte* target = start;
        foreach (byte unit in text)
        {
            byte escape = unit switch { (byte)'\\' => (byte)'\\', (byte)'\n' => (byte)'n', (byte)'\r' => (byte)'r', (byte)'\t' => (byte)'t', _ => 0 };
            if (escape != 0)
            {
                *target++ = (byte)'\\';
                *target++ = escape;
            }
            else
            {
                *target++ = unit;
            }
        }

        buffer.Advance((int)(target - start));
        return null;
    }
}

/// <summary>Text as it is: every text column, whatever the target's type; its input function reads it.</summary>
internal sealed unsafe class PlainTextEncoder(TextLimit limit) : TextEncoder
{
    public override ReadOnlySpan<byte> TextOf(int row)
    {
        int* offsets = (int*)Values + Offset;
        return new ReadOnlySpan<byte>(Heap + offsets[row], offsets[row + 1] - offsets[row]);
    }

    public override string? Refuse(ReadOnlySpan<byte> text) => limit.Refuse(text);
}

/// <summary>Bytes as <c>\x…</c>.</summary>
internal sealed unsafe class HexTextEncoder : TextEncoder
{
    private byte[] _text = new byte[256];

    public override ReadOnlySpan<byte> TextOf(int row)
    {
        int* offsets = (int*)Values + Offset;
        var value = new ReadOnlySpan<byte>(Heap + offsets[row], offsets[row + 1] - offsets[row]);
        int length = checked(2 + (value.Length * 2));
        if (_text.Length < length)
            _text = new byte[length];
        "\\x"u8.CopyTo(_text);
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        for (int i = 0; i < value.Length; i++)
        {
            _text[2 + (2 * i)] = digits[value[i] >> 4];
            _text[3 + (2 * i)] = digits[value[i] & 15];
        }

        return _text.AsSpan(0, length);
    }
}

/// <summary>BOOLEAN as t or f.</summary>
internal sealed unsafe class BooleanTextEncoder : TextEncoder
{
    public override ReadOnlySpan<byte> TextOf(int row)
    {
        int bit = row + Offset;
        return ((Values[bit >> 3] >> (bit & 7)) & 1) != 0 ? "t"u8 : "f"u8;
    }
}

/// <summary>Every fixed-width type, in the form its input function reads back to the same value.</summary>
internal sealed unsafe class FixedTextEncoder(LogicalType type) : TextEncoder
{
    private readonly byte[] _text = new byte[64];

    public override ReadOnlySpan<byte> TextOf(int row)
    {
        int place = row + Offset;
        int length;
        switch (type.Kind)
        {
            case TypeKind.TinyInt: Utf8Formatter.TryFormat(((sbyte*)Values)[place], _text, out length); break;
            case TypeKind.SmallInt: Utf8Formatter.TryFormat(((short*)Values)[place], _text, out length); break;
            case TypeKind.Int: Utf8Formatter.TryFormat(((int*)Values)[place], _text, out length); break;
            case TypeKind.BigInt: Utf8Formatter.TryFormat(((long*)Values)[place], _text, out length); break;
            case TypeKind.Float: ((float*)Values)[place].TryFormat(_text, out length, "R", System.Globalization.CultureInfo.InvariantCulture); break;
            case TypeKind.Double: ((double*)Values)[place].TryFormat(_text, out length, "R", System.Globalization.CultureInfo.InvariantCulture); break;
            case TypeKind.Decimal: length = WriteDecimal(((Int128*)Values)[place], type.Scale); break;
            case TypeKind.Date: length = Iso8601Utf8.WriteDate(((int*)Values)[place], _text); break;
            case TypeKind.Time: length = Iso8601Utf8.WriteTime(((long*)Values)[place] * 1_000, 6, _text); break;
            case TypeKind.Timestamp: length = WriteTimestamp(((long*)Values)[place]); break;
            case TypeKind.TimestampLtz:
                length = WriteTimestamp(((long*)Values)[place]);
                "+00"u8.CopyTo(_text.AsSpan(length));
                length += 3;
                break;
            case TypeKind.IntervalMonths:
                Utf8Formatter.TryFormat(((int*)Values)[place], _text, out length);
                length += Append(length, " months"u8);
                break;
            case TypeKind.IntervalMillis:
                Utf8Formatter.TryFormat(((long*)Values)[place], _text, out length);
                length += Append(length, " milliseconds"u8);
                break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        return _text.AsSpan(0, length);
    }

    private int Append(int at, ReadOnlySpan<byte> unit)
    {
        unit.CopyTo(_text.AsSpan(at));
        return unit.Length;
    }

    private int WriteTimestamp(long micros) => Iso8601Utf8.WriteTimestamp(Timestamp.FromMicros(micros), 6, (byte)' ', _text);

    private int WriteDecimal(Int128 value, int scale)
    {
        int at = _text.Length;
        UInt128 rest = (UInt128)Int128.Abs(value);
        for (int digit = 0; digit <= scale || rest != 0; digit++)
        {
            if (digit == scale && scale > 0)
                _text[--at] = (byte)'.';
            (rest, UInt128 last) = UInt128.DivRem(rest, 10);
            _text[--at] = (byte)('0' + (int)last);
        }

        if (value < 0)
            _text[--at] = (byte)'-';
        _text.AsSpan(at).CopyTo(_text);
        return _text.Length - at;
    }
}

/// <summary>An array as <c>{"a",NULL}</c>.</summary>
internal sealed unsafe class ArrayTextEncoder(TextEncoder element) : TextEncoder
{
    private readonly System.Buffers.ArrayBufferWriter<byte> _text = new();

    public override void Bind(Apache.Arrow.ArrayData data)
    {
        base.Bind(data);
        element.Bind(data.Children[0]);
    }

    public override void Unbind()
    {
        element.Unbind();
        base.Unbind();
    }

    public override ReadOnlySpan<byte> TextOf(int row)
    {
        int* offsets = (int*)Values + Offset;
        _text.ResetWrittenCount();
        Put((byte)'{');
        for (int i = offsets[row]; i < offsets[row + 1]; i++)
        {
            if (i > offsets[row])
                Put((byte)',');
            if (element.IsNull(i))
                System.Buffers.BuffersExtensions.Write(_text, "NULL"u8);
            else
                PutQuoted(element.TextOf(i));
        }

        Put((byte)'}');
        return _text.WrittenSpan;
    }

    private void PutQuoted(ReadOnlySpan<byte> text)
    {
        Put((byte)'"');
        foreach (byte unit in text)
        {
            if (unit is (byte)'"' or (byte)'\\')
                Put((byte)'\\');
            Put(unit);
        }

        Put((byte)'"');
    }

    private void Put(byte unit)
    {
        _text.GetSpan(1)[0] = unit;
        _text.Advance(1);
    }
}
