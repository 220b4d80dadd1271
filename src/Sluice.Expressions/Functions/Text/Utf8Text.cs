using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Expressions.Functions.Text;

/// <summary>
/// The text functions over UTF-8 bytes, for the vectorised engine: nothing is allocated, results are slices of the input or are written to
/// the caller's buffer. Each gives what its counterpart over <see cref="string"/> gives. Input must be valid UTF-8.
/// </summary>
public static class Utf8Text
{
    /// <summary>The number of code points (CHAR_LENGTH).</summary>
    public static int CharLength(ReadOnlySpan<byte> text)
    {
        int count = text.Length;
        int i = 0;
        if (Vector.IsHardwareAccelerated && text.Length >= Vector<sbyte>.Count)
        {
            ReadOnlySpan<sbyte> signed = MemoryMarshal.Cast<byte, sbyte>(text);
            var continuation = new Vector<sbyte>(-64);
            while (i + Vector<sbyte>.Count <= text.Length)
            {
                // -1 in each lane that is a continuation byte; summed before a lane can overflow.
                Vector<sbyte> sum = Vector<sbyte>.Zero;
                for (int rounds = 0; rounds < 127 && i + Vector<sbyte>.Count <= text.Length; rounds++, i += Vector<sbyte>.Count)
                    sum += Vector.LessThan(new Vector<sbyte>(signed[i..]), continuation);
                Vector.Widen(sum, out Vector<short> low, out Vector<short> high);
                count += Vector.Sum(low + high);
            }
        }

        for (; i < text.Length; i++)
            count -= (text[i] & 0xC0) == 0x80 ? 1 : 0;
        return count;
    }

    /// <summary>The index of the code point behind the one at <paramref name="index"/>.</summary>
    public static int Next(ReadOnlySpan<byte> text, int index)
    {
        byte lead = text[index];
        int width = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return Math.Min(index + width, text.Length);
    }

    /// <summary>The index of the code point before <paramref name="index"/>, which is not 0.</summary>
    public static int Previous(ReadOnlySpan<byte> text, int index)
    {
        index--;
        while (index > 0 && (text[index] & 0xC0) == 0x80)
            index--;
        return index;
    }

    /// <summary>The byte index of the code point number <paramref name="position"/> from 0; the length when there are fewer.</summary>
    public static int IndexOf(ReadOnlySpan<byte> text, int position)
    {
        if (position <= 0)
            return 0;
        if (position >= text.Length)
            return text.Length;
        if (Ascii.IsValid(text[..position]))
            return position;
        int index = 0;
        for (; position > 0 && index < text.Length; position--)
            index = Next(text, index);
        return index;
    }

    /// <summary>
    /// SUBSTRING: the slice, see <see cref="Pieces.Substring"/>. <paramref name="isNull"/> for a negative length.
    /// </summary>
    public static ReadOnlySpan<byte> Substring(ReadOnlySpan<byte> text, int start, int length, out bool isNull)
    {
        isNull = length < 0;
        if (isNull)
            return default;
        int from = 0;
        if (start > 0)
        {
            from = IndexOf(text, start - 1);
        }
        else if (start < 0)
        {
            from = text.Length;
            for (int i = start; i < 0; i++)
            {
                if (from == 0)
                    return default;
                from = Previous(text, from);
            }
        }

        text = text[from..];
        return text[..IndexOf(text, length)];
    }

    /// <summary>LEFT: the slice.</summary>
    public static ReadOnlySpan<byte> Left(ReadOnlySpan<byte> text, int count) => text[..IndexOf(text, count)];

    /// <summary>RIGHT: the slice.</summary>
    public static ReadOnlySpan<byte> Right(ReadOnlySpan<byte> text, int count)
    {
        int from = text.Length;
        for (; count > 0 && from > 0; count--)
            from = Previous(text, from);
        return text[from..];
    }

    /// <summary>TRIM of blanks (U+0020): the slice.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text, bool leading, bool trailing)
    {
        if (leading)
            text = text.TrimStart((byte)' ');
        return trailing ? text.TrimEnd((byte)' ') : text;
    }

    /// <summary>TRIM of a set of characters: the slice.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text, ReadOnlySpan<byte> set, bool leading, bool trailing)
    {
        while (leading && text.Length > 0)
        {
            int next = Next(text, 0);
            if (!IsIn(text[..next], set))
                break;
            text = text[next..];
        }

        while (trailing && text.Length > 0)
        {
            int last = Previous(text, text.Length);
            if (!IsIn(text[last..], set))
                break;
            text = text[..last];
        }

        return text;
    }

    /// <summary>POSITION: in code points from 1, 0 when absent; an empty part is at 1.</summary>
    public static int Position(ReadOnlySpan<byte> part, ReadOnlySpan<byte> text)
    {
        int index = text.IndexOf(part);
        return index < 0 ? 0 : CharLength(text[..index]) + 1;
    }

    /// <summary>STARTSWITH.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => text.StartsWith(part);

    /// <summary>ENDSWITH.</summary>
    public static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => text.EndsWith(part);

    /// <summary>The order of two texts: by code point, which is by byte. Negative, zero or positive.</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceCompareTo(b);

    /// <summary>
    /// UPPER into <paramref name="output"/>: true and the number of bytes written, never more than the input has. False when the text is not
    /// ASCII; then use <see cref="WriteUpper"/>.
    /// </summary>
    public static bool TryUpperAscii(ReadOnlySpan<byte> text, Span<byte> output, out int written) =>
        Ascii.ToUpper(text, output, out written) == OperationStatus.Done;

    /// <summary>LOWER, as <see cref="TryUpperAscii"/>.</summary>
    public static bool TryLowerAscii(ReadOnlySpan<byte> text, Span<byte> output, out int written) =>
        Ascii.ToLower(text, output, out written) == OperationStatus.Done;

    /// <summary>UPPER of any text, appended to <paramref name="output"/>. Allocates when the text is not ASCII.</summary>
    public static void WriteUpper(ReadOnlySpan<byte> text, IBufferWriter<byte> output) => WriteCased(text, output, upper: true);

    /// <summary>LOWER of any text, appended to <paramref name="output"/>. Allocates when the text is not ASCII.</summary>
    public static void WriteLower(ReadOnlySpan<byte> text, IBufferWriter<byte> output) => WriteCased(text, output, upper: false);

    /// <summary>CONCAT of two, appended to <paramref name="output"/>.</summary>
    public static void WriteConcat(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, IBufferWriter<byte> output)
    {
        Span<byte> target = output.GetSpan(a.Length + b.Length);
        a.CopyTo(target);
        b.CopyTo(target[a.Length..]);
        output.Advance(a.Length + b.Length);
    }

    private static void WriteCased(ReadOnlySpan<byte> text, IBufferWriter<byte> output, bool upper)
    {
        Span<byte> target = output.GetSpan(Math.Max(text.Length, 1));
        if (upper ? TryUpperAscii(text, target, out int written) : TryLowerAscii(text, target, out written))
        {
            output.Advance(written);
            return;
        }

        string all = Encoding.UTF8.GetString(text);
        string cased = upper ? CaseMapping.Upper(all) : CaseMapping.Lower(all);
        target = output.GetSpan(Encoding.UTF8.GetMaxByteCount(cased.Length));
        _ = Utf8.FromUtf16(cased, target, out _, out written);
        output.Advance(written);
    }

    private static bool IsIn(ReadOnlySpan<byte> character, ReadOnlySpan<byte> set)
    {
        // No code point's bytes occur inside those of another: UTF-8 synchronises itself.
        return set.IndexOf(character) >= 0;
    }
}
