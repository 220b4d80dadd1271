using System.Text;

namespace Sluice.Expressions.Functions.Text;

/// <summary>
/// Lengths and positions of text in code points, which is how every text function of the language counts. A lone surrogate counts as one.
/// </summary>
public static class CodePoints
{
    /// <summary>The number of code points.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = text.Length;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && char.IsLowSurrogate(text[i + 1]))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>
    /// The index in UTF-16 units of the code point number <paramref name="position"/> counted from 0; the length of the text when it has
    /// fewer code points.
    /// </summary>
    public static int IndexOf(ReadOnlySpan<char> text, int position)
    {
        int index = 0;
        for (; position > 0 && index < text.Length; position--)
            index += Width(text, index);
        return index;
    }

    /// <summary>How many UTF-16 units the code point at <paramref name="index"/> takes: 1 or 2.</summary>
    public static int Width(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>The code point at <paramref name="index"/>; a lone surrogate is itself.</summary>
    public static int At(ReadOnlySpan<char> text, int index) =>
        Width(text, index) == 2 ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];

    /// <summary>Appends a code point; a lone surrogate is kept as it is.</summary>
    public static void Append(StringBuilder text, int codePoint)
    {
        if (codePoint < 0x10000)
            text.Append((char)codePoint);
        else
            text.Append((char)(0xD7C0 + (codePoint >> 10))).Append((char)(0xDC00 + (codePoint & 0x3FF)));
    }

    /// <summary>Order by code point, which is the order of the UTF-8 bytes. Negative, zero or positive. (Deviation D13.)</summary>
    public static int Compare(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        int common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
            return a.Length - b.Length;
        return Rank(a[common]) - Rank(b[common]);
    }

    // Units of surrogate pairs sort behind U+E000..U+FFFF; the difference of two first unequal units decides as the code points would.
    private static int Rank(char unit) => unit < 0xD800 ? unit : unit >= 0xE000 ? unit - 0x800 : unit + 0x2000;
}
