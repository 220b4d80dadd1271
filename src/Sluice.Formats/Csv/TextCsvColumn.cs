using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>A column of CHAR, VARCHAR or STRING: the bytes are copied, never decoded.</summary>
internal sealed unsafe class TextCsvColumn(int ordinal, int field, bool isLastField, BytesColumnBuilder builder, CsvOptions options)
    : CsvColumn(ordinal, field, isLastField, builder.Type)
{
    private readonly List<int> _nulls = [];
    private readonly int _maxLength = builder.Type.Length;
    private readonly bool _nullsFirst = options.Nulls.Any(n => n.Length > 0);

    /// <summary>No byte of a text is below it, so that it matches nothing where there is no quote.</summary>
    private readonly int _quote = options.QuoteByte ?? -1;

    public override void Parse(CsvChunk chunk)
    {
        CsvIndex index = chunk.Index;
        int stride = index.Width;
        int* ends = index.Ends + (chunk.FirstRow * stride) + Field;
        byte* text = chunk.Text;
        int rows = chunk.Rows;
        bool isPlain = !_nullsFirst && chunk.IsValidText;
        // A text of so many bytes has no more code points.
        uint maxBytes = (uint)_maxLength;
        int room = 0;
        for (int row = 0; row < rows; row++)
            room += ends[(row * stride) + 1] - ends[row * stride];
        int first = builder.HeapLength;
        // Copies are made 32 bytes at a time and may write beyond their end.
        fixed (byte* heap = builder.GetSpan(room + Vector256<byte>.Count))
        fixed (int* valueEnds = builder.GetEnds(rows))
        {
            byte* to = heap;
            for (int row = 0; row < rows; row++, ends += stride)
            {
                int start = ends[0] + 1;
                int length = ends[1] - start;
                if (IsLastField && length > 0 && text[start + length - 1] == '\r')
                    length--;
                if (isPlain && (uint)(length - 1) < maxBytes && text[start] != _quote)
                {
                    Copy(text + start, to, length);
                    to += length;
                }
                else
                {
                    to += ReadSlow(chunk, row, start, start + length, to);
                }

                valueEnds[row] = first + (int)(to - heap);
            }

            builder.CommitMany(rows, (int)(to - heap));
        }

        foreach (int row in _nulls)
            builder.MarkNull(builder.Count - rows + row);
        _nulls.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, int length)
    {
        Vector256.Store(Vector256.Load(from), to);
        if (length > Vector256<byte>.Count)
            Buffer.MemoryCopy(from, to, length, length);
    }

    private int ReadSlow(CsvChunk chunk, int row, int start, int end, byte* to)
    {
        var raw = new ReadOnlySpan<byte>(chunk.Text + start, end - start);
        var target = new Span<byte>(to, raw.Length);
        int length = raw.Length;
        bool isQuoted = CsvText.IsQuoted(raw, chunk.Options);
        if (isQuoted)
            length = CsvText.Unquote(raw, target, chunk.Options);
        else
            raw.CopyTo(target);
        target = target[..length];
        if ((!isQuoted || chunk.Options.QuotedNull) && CsvText.IsNull(target, chunk.Options))
        {
            if (IsNullable)
                _nulls.Add(row);
            else
                chunk.Report(row, Ordinal, TextErrors.BadValue);
            return 0;
        }

        if (!chunk.IsValidText && !IsValid(target))
            chunk.Report(row, Ordinal, TextErrors.WrongEncoding);
        else if (_maxLength != LogicalType.MaxLength && length > _maxLength && CodePoints(target) > _maxLength)
            chunk.Report(row, Ordinal, TextErrors.BadValue);
        return length;
    }

    /// <summary>Valid UTF-8 without the mark that a decoder leaves for bytes it cannot decode.</summary>
    internal static bool IsValid(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && text.IndexOf("\uFFFF"u8) < 0;

    private static int CodePoints(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte b in text)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
