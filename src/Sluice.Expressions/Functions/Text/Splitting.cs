namespace Sluice.Expressions.Functions.Text;

/// <summary>SPLIT_INDEX, SPLIT and STR_TO_MAP.</summary>
public static class Splitting
{
    /// <summary>
    /// SPLIT_INDEX(text, separator, index) with index from 0: NULL outside the pieces and for an empty text. An empty separator splits at
    /// each white space.
    /// </summary>
    public static string? SplitIndex(string text, string separator, int index)
    {
        if (index < 0 || text.Length == 0)
            return null;
        int start = 0;
        for (; ; index--)
        {
            int end = separator.Length == 0 ? NextWhiteSpace(text, start) : text.IndexOf(separator, start, StringComparison.Ordinal);
            if (index == 0)
                return end < 0 ? text[start..] : text[start..end];
            if (end < 0)
                return null;
            start = end + Math.Max(separator.Length, 1);
        }
    }

    /// <summary>SPLIT_INDEX with the separator's character number: NULL unless 1 ≤ number ≤ 255.</summary>
    public static string? SplitIndex(string text, int separator, int index) =>
        separator is < 1 or > 255 ? null : SplitIndex(text, ((char)separator).ToString(), index);

    /// <summary>
    /// SPLIT(text, separator): all pieces; none for an empty text. An empty separator splits into UTF-16 units, of which Flink cannot keep
    /// halves of a pair: they are <c>?</c>.
    /// </summary>
    public static string[] Split(string text, string separator)
    {
        if (text.Length == 0)
            return [];
        return separator.Length > 0
            ? text.Split(separator)
            : [.. text.Select(unit => char.IsSurrogate(unit) ? "?" : unit.ToString())];
    }

    /// <summary>Java's white space: what SPLIT_INDEX with an empty separator and the class <c>\p{javaWhitespace}</c> mean.</summary>
    public static bool IsWhiteSpace(int c) =>
        c is (>= '\t' and <= '\r') or (>= 0x1C and <= 0x20) or 0x1680 or (>= 0x2000 and <= 0x2006) or (>= 0x2008 and <= 0x200A) or 0x2028
            or 0x2029 or 0x205F or 0x3000;

    private static int NextWhiteSpace(string text, int start)
    {
        for (int i = start; i < text.Length; i++)
        {
            if (IsWhiteSpace(text[i]))
                return i;
        }

        return -1;
    }
}
