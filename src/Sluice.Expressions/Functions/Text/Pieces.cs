namespace Sluice.Expressions.Functions.Text;

/// <summary>
/// SUBSTRING, LEFT, RIGHT, TRIM, REVERSE and the other functions that take pieces of a text. Positions count code points from 1.
/// </summary>
public static class Pieces
{
    /// <summary>
    /// SUBSTRING(text, start, length): start 0 is 1, a negative one counts from the end, and one that lies before the text gives an empty
    /// text. A negative length is NULL.
    /// </summary>
    public static string? Substring(string text, int start, int length = int.MaxValue)
    {
        if (length < 0)
            return null;
        int from;
        if (start >= 0)
        {
            from = CodePoints.IndexOf(text, Math.Max(start - 1, 0));
        }
        else
        {
            long first = CodePoints.Count(text) + (long)start;
            if (first < 0)
                return "";
            from = CodePoints.IndexOf(text, (int)first);
        }

        return text.Substring(from, CodePoints.IndexOf(text.AsSpan(from), length));
    }

    /// <summary>LEFT(text, count); nothing for a count below 1.</summary>
    public static string Left(string text, int count) => text[..CodePoints.IndexOf(text, count)];

    /// <summary>RIGHT(text, count); nothing for a count below 1.</summary>
    public static string Right(string text, int count) =>
        count <= 0 ? "" : text[CodePoints.IndexOf(text, CodePoints.Count(text) - count)..];

    /// <summary>
    /// TRIM: <paramref name="set"/> is a set of characters, each stripped from the ends asked for. An empty set strips nothing.
    /// </summary>
    public static string Trim(string text, string set, bool leading, bool trailing)
    {
        int start = 0;
        while (leading && start < text.Length && Contains(set, text, start))
            start += CodePoints.Width(text, start);
        int end = text.Length;
        while (trailing && end > start)
        {
            int last = end - (end - start >= 2 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1);
            if (!Contains(set, text, last))
                break;
            end = last;
        }

        return text[start..end];
    }

    /// <summary>REVERSE(text), code point by code point.</summary>
    public static string Reverse(string text) => string.Create(text.Length, text, static (result, text) =>
    {
        for (int i = 0, end = text.Length; i < text.Length;)
        {
            int width = CodePoints.Width(text, i);
            end -= width;
            text.AsSpan(i, width).CopyTo(result[end..]);
            i += width;
        }
    });

    /// <summary>ASCII(text): the first UTF-8 byte as a signed number; 0 for an empty text.</summary>
    public static int Ascii(string text)
    {
        if (text.Length == 0)
            return 0;
        Span<byte> bytes = stackalloc byte[4];
        return (sbyte)(System.Text.Rune.TryGetRuneAt(text, 0, out System.Text.Rune rune) && rune.EncodeToUtf8(bytes) > 0 ? bytes[0] : (byte)'?');
    }

    /// <summary>CHR(number): the character of the number's low eight bits; nothing for a negative number.</summary>
    public static string Chr(long number) => number < 0 ? "" : ((char)(number & 0xFF)).ToString();

    private static bool Contains(string set, string text, int index)
    {
        int width = CodePoints.Width(text, index);
        for (int i = 0; i < set.Length; i += CodePoints.Width(set, i))
        {
            if (set[i] == text[index] && CodePoints.Width(set, i) == width && (width == 1 || set[i + 1] == text[index + 1]))
                return true;
        }

        return false;
    }
}
