using System.Text;

namespace Sluice.Expressions.Functions.Text;

/// <summary>REPLACE, TRANSLATE, OVERLAY, LPAD, RPAD, REPEAT. Lengths and positions count code points (deviation D13).</summary>
public static class Rewriting
{
    /// <summary>
    /// The longest text that REPEAT, LPAD, RPAD or REPLACE make, in UTF-16 units: 64 Mi. Beyond it the row fails instead of the process.
    /// </summary>
    public const int MaxLength = 1 << 26;

    /// <summary>REPLACE(text, search, replacement); an empty search stands between all characters and at both ends. Null when too long.</summary>
    public static string? Replace(string text, string search, string replacement)
    {
        if (search.Length > 0)
        {
            return replacement.Length > search.Length && (long)text.Length / search.Length * replacement.Length > MaxLength
                ? null
                : text.Replace(search, replacement, StringComparison.Ordinal);
        }

        if (((long)text.Length + 1) * (replacement.Length + 1) > MaxLength)
            return null;
        var result = new StringBuilder(replacement);
        for (int i = 0; i < text.Length;)
        {
            int width = CodePoints.Width(text, i);
            result.Append(text, i, width).Append(replacement);
            i += width;
        }

        return result.ToString();
    }

    /// <summary>
    /// TRANSLATE(text, from, to): the nth character of <paramref name="from"/> becomes the nth of <paramref name="to"/>, or nothing when
    /// there is none. The first of repeated characters counts.
    /// </summary>
    public static string Translate(string text, string from, string to)
    {
        if (from.Length == 0 || text.Length == 0)
            return text;
        var map = new Dictionary<int, int>();
        for (int i = 0, j = 0; i < from.Length; i += CodePoints.Width(from, i))
        {
            map.TryAdd(CodePoints.At(from, i), j < to.Length ? CodePoints.At(to, j) : -1);
            j += j < to.Length ? CodePoints.Width(to, j) : 0;
        }

        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            int c = CodePoints.At(text, i);
            int mapped = map.GetValueOrDefault(c, c);
            if (mapped >= 0)
                CodePoints.Append(result, mapped);
        }

        return result.ToString();
    }

    /// <summary>
    /// OVERLAY(text PLACING part FROM start FOR length), length = that of <paramref name="part"/> when null. A start outside the text
    /// changes nothing; a length below 1 drops the rest of the text.
    /// </summary>
    public static string Overlay(string text, string part, long start, long? length = null)
    {
        int count = CodePoints.Count(text);
        if (start <= 0 || start > count)
            return text;
        long replaced = length ?? CodePoints.Count(part);
        string head = text[..CodePoints.IndexOf(text, (int)start - 1)];
        return replaced > 0 && start + replaced <= count
            ? string.Concat(head, part, text.AsSpan(CodePoints.IndexOf(text, (int)(start - 1 + replaced))))
            : head + part;
    }

    /// <summary>
    /// LPAD and RPAD to <paramref name="length"/> code points; NULL for a negative length or an empty pad, see
    /// <paramref name="isTooLong"/>.
    /// </summary>
    public static string? Pad(string text, int length, string pad, bool left, out bool isTooLong)
    {
        isTooLong = false;
        if (length < 0 || pad.Length == 0)
            return null;
        int count = CodePoints.Count(text);
        if (count >= length)
            return Pieces.Left(text, length);
        isTooLong = length > MaxLength / 2;
        if (isTooLong)
            return null;
        var padding = new StringBuilder();
        int missing = length - count;
        int padCount = CodePoints.Count(pad);
        for (; missing >= padCount; missing -= padCount)
            padding.Append(pad);
        padding.Append(pad, 0, CodePoints.IndexOf(pad, missing));
        return left ? padding.Append(text).ToString() : padding.Insert(0, text).ToString();
    }

    /// <summary>REPEAT(text, count): nothing for a count below 1; null when the result is too long.</summary>
    public static string? Repeat(string text, int count)
    {
        if (count <= 0 || text.Length == 0)
            return "";
        return (long)text.Length * count > MaxLength ? null : new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
    }
}
