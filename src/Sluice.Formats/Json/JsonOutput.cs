using System.Buffers;
using System.Globalization;
using System.Text;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>Writes values as JSON text into a growing buffer. Borrows the buffer.</summary>
internal sealed class JsonOutput(GrowingBuffer target, bool isHex)
{
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Writes the value of a row.</summary>
    public void Write(LogicalType type, string? tag, ColumnView view, int row)
    {
        if (view.IsNull(row))
            Raw("null"u8);
        else if (type.IsNested)
            WriteNested(type, view, row);
        else if (tag == Tags.Json && type.IsCharacter)
            WriteJson(view.Bytes(row));
        else if (type.IsCharacter)
            WriteString(view.Bytes(row));
        else
            WriteScalar(type, view, row);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> text) => target.Append(text);

    /// <summary>Writes a string of UTF-8 in quotes.</summary>
    public void WriteString(ReadOnlySpan<byte> text)
    {
        target.Append((byte)'"');
        int found;
        while ((found = text.IndexOfAny(s_escaped)) >= 0)
        {
            target.Append(text[..found]);
            WriteEscape(text[found]);
            text = text[(found + 1)..];
        }

        target.Append(text);
        target.Append((byte)'"');
    }

    /// <summary>A JSON text goes in as it is; line ends in it can only be blanks between tokens, and become some.</summary>
    private void WriteJson(ReadOnlySpan<byte> text)
    {
        int found;
        while ((found = text.IndexOfAny((byte)'\n', (byte)'\r')) >= 0)
        {
            target.Append(text[..found]);
            target.Append((byte)' ');
            text = text[(found + 1)..];
        }

        target.Append(text);
    }

    private void WriteEscape(byte b)
    {
        target.Append((byte)'\\');
        switch (b)
        {
            case (byte)'\n':
                target.Append((byte)'n');
                break;
            case (byte)'\r':
                target.Append((byte)'r');
                break;
            case (byte)'\t':
                target.Append((byte)'t');
                break;
            case (byte)'"' or (byte)'\\':
                target.Append(b);
                break;
            default:
                Raw("u00"u8);
                Raw(Encoding.ASCII.GetBytes(b.ToString("x2", CultureInfo.InvariantCulture)));
                break;
        }
    }

    private unsafe void WriteScalar(LogicalType type, ColumnView view, int row)
    {
        if (type.IsBinary)
        {
            WriteBinary(view.Bytes(row));
            return;
        }

        Span<byte> span = target.GetSpan(Utf8Writing.Room + 2);
        fixed (byte* start = span)
        {
            byte* to = start;
            bool isQuoted = type.IsDateTime || (type.Kind == TypeKind.Double && !double.IsFinite(view.Values<double>()[row]))
                || (type.Kind == TypeKind.Float && !float.IsFinite(view.Values<float>()[row]));
            if (isQuoted)
                *to++ = (byte)'"';
            to = WriteValue(type, view, row, to);
            if (isQuoted)
                *to++ = (byte)'"';
            target.Advance((int)(to - start));
        }
    }

    private static unsafe byte* WriteValue(LogicalType type, ColumnView view, int row, byte* to)
    {
        switch (type.Kind)
        {
            case TypeKind.Boolean:
                ReadOnlySpan<byte> word = view.Boolean(row) ? "true"u8 : "false"u8;
                word.CopyTo(new Span<byte>(to, word.Length));
                return to + word.Length;
            case TypeKind.TinyInt: return Utf8Writing.Write((long)view.Values<sbyte>()[row], to);
            case TypeKind.SmallInt: return Utf8Writing.Write((long)view.Values<short>()[row], to);
            case TypeKind.Int or TypeKind.IntervalMonths: return Utf8Writing.Write((long)view.Values<int>()[row], to);
            case TypeKind.BigInt or TypeKind.IntervalMillis: return Utf8Writing.Write(view.Values<long>()[row], to);
            case TypeKind.Float: return Utf8Writing.Write(view.Values<float>()[row], to);
            case TypeKind.Double: return Utf8Writing.Write(view.Values<double>()[row], to);
            case TypeKind.Decimal: return Utf8Writing.WriteDecimal(view.Values<Int128>()[row], type.Scale, to);
            case TypeKind.Date: return Utf8Writing.WriteDate(view.Values<int>()[row], to);
            case TypeKind.Time: return Utf8Writing.WriteTime(view.Values<long>()[row] * (type.Precision <= 6 ? 1_000 : 1), type.Precision, to);
            default:
                to = Utf8Writing.WriteTimestamp((Timestamp)view.Boxed(type, row)!, type.Precision, (byte)'T', to);
                if (type.Kind == TypeKind.TimestampLtz)
                    *to++ = (byte)'Z';
                return to;
        }
    }

    private void WriteBinary(ReadOnlySpan<byte> value)
    {
        target.Append((byte)'"');
        int room = BinaryText.EncodedLength(value.Length, isHex);
        target.Advance(BinaryText.Encode(value, target.GetSpan(room)[..room], isHex));
        target.Append((byte)'"');
    }

    private void WriteNested(LogicalType type, ColumnView view, int row)
    {
        if (type.Kind == TypeKind.Row)
        {
            int at = view.ChildRow(row);
            for (int i = 0; i < type.Fields.Length; i++)
            {
                target.Append((byte)(i == 0 ? '{' : ','));
                WriteString(Encoding.UTF8.GetBytes(type.Fields[i].Name));
                target.Append((byte)':');
                Write(type.Fields[i].Type, null, view.Child(i), at);
            }

            Raw(type.Fields.Length == 0 ? "{}"u8 : "}"u8);
            return;
        }

        bool isMap = type.Kind == TypeKind.Map;
        ColumnView elements = view.Child(0);
        target.Append((byte)(isMap ? '{' : '['));
        for (int i = view.Offsets[row]; i < view.Offsets[row + 1]; i++)
        {
            if (i > view.Offsets[row])
                target.Append((byte)',');
            if (isMap)
                WritePair(type, elements, i);
            else
                Write(type.Element, null, elements, i);
        }

        target.Append((byte)(isMap ? '}' : ']'));
    }

    private void WritePair(LogicalType type, ColumnView pairs, int i)
    {
        int at = pairs.ChildRow(i);
        int start = target.Length;
        Write(type.Key, null, pairs.Child(0), at);
        if (target.Written[start] != '"')
        {
            byte[] key = target.Written[start..].ToArray();
            target.Truncate(start);
            WriteString(key);
        }

        target.Append((byte)':');
        Write(type.Value, null, pairs.Child(1), at);
    }
}
