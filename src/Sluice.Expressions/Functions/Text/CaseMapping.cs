using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Functions.Text;

/// <summary>
/// UPPER, LOWER and INITCAP as the Java 17 under Flink does them: Unicode 13, full mappings (ß becomes SS), no locale.
/// </summary>
public static class CaseMapping
{
    // Characters whose upper case is not the simple mapping .NET has: from = to+to…, in hexadecimal. From Unicode's SpecialCasing.
    private const string Expansions =
        "DF=53+53;131=49;149=2BC+4E;17F=53;1F0=4A+30C;390=399+308+301;3B0=3A5+308+301;587=535+552;1E96=48+331;1E97=54+308;1E98=57+30A;"
        + "1E99=59+30A;1E9A=41+2BE;1F50=3A5+313;1F52=3A5+313+300;1F54=3A5+313+301;1F56=3A5+313+342;1FB2=1FBA+399;1FB3=391+399;1FB4=386+399;"
        + "1FB6=391+342;1FB7=391+342+399;1FBC=391+399;1FC2=1FCA+399;1FC3=397+399;1FC4=389+399;1FC6=397+342;1FC7=397+342+399;1FCC=397+399;"
        + "1FD2=399+308+300;1FD3=399+308+301;1FD6=399+342;1FD7=399+308+342;1FE2=3A5+308+300;1FE3=3A5+308+301;1FE4=3A1+313;1FE6=3A5+342;"
        + "1FE7=3A5+308+342;1FF2=1FFA+399;1FF3=3A9+399;1FF4=38F+399;1FF6=3A9+342;1FF7=3A9+342+399;1FFC=3A9+399;FB00=46+46;FB01=46+49;"
        + "FB02=46+4C;FB03=46+46+49;FB04=46+46+4C;FB05=53+54;FB06=53+54;FB13=544+546;FB14=544+535;FB15=544+53B;FB16=54E+546;FB17=544+53D";

    private static readonly FrozenDictionary<int, string> s_upper = ReadExpansions();

    // Letters that have a case mapping only since Unicode 14: first, last, first, last, … in order.
    private static readonly int[] s_uppercasedSince14 =
    [
        0x19B, 0x19B, 0x264, 0x264, 0x1C8A, 0x1C8A, 0x2C5F, 0x2C5F, 0xA7C1, 0xA7C1, 0xA7CD, 0xA7CD, 0xA7D1, 0xA7D1, 0xA7D7, 0xA7D7, 0xA7D9,
        0xA7D9, 0xA7DB, 0xA7DB, 0x10597, 0x105A1, 0x105A3, 0x105B1, 0x105B3, 0x105B9, 0x105BB, 0x105BC, 0x10D70, 0x10D85,
    ];

    private static readonly int[] s_lowercasedSince14 =
    [
        0x1C89, 0x1C89, 0x2C2F, 0x2C2F, 0xA7C0, 0xA7C0, 0xA7CB, 0xA7CC, 0xA7D0, 0xA7D0, 0xA7D6, 0xA7D6, 0xA7D8, 0xA7D8, 0xA7DA, 0xA7DA,
        0xA7DC, 0xA7DC, 0x10570, 0x1057A, 0x1057C, 0x1058A, 0x1058C, 0x10592, 0x10594, 0x10595, 0x10D50, 0x10D65,
    ];

    /// <summary>UPPER(text).</summary>
    public static string Upper(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToUpperInvariant();
        var result = new StringBuilder(text.Length + 4);
        for (int i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            int c = CodePoints.At(text, i);
            if (s_upper.TryGetValue(c, out string? expansion))
                result.Append(expansion);
            else
                CodePoints.Append(result, SimpleUpper(c));
        }

        return result.ToString();
    }

    /// <summary>LOWER(text).</summary>
    public static string Lower(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var result = new StringBuilder(text.Length + 4);
        for (int i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            int c = CodePoints.At(text, i);
            if (c == 'İ')
                result.Append("i\u0307");
            else if (c == 'Σ' && IsLastCasedOfWord(text, i))
                result.Append('ς');
            else
                CodePoints.Append(result, SimpleLower(c));
        }

        return result.ToString();
    }

    /// <summary>INITCAP(text): a word is a run of ASCII letters and digits; everything else is kept and ends a word.</summary>
    public static string InitCap(string text) => string.Create(text.Length, text, static (result, text) =>
    {
        bool inWord = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            result[i] = !char.IsAsciiLetter(c) ? c : inWord ? (char)(c | 0x20) : (char)(c & ~0x20);
            inWord = char.IsAsciiLetterOrDigit(c);
        }
    });

    /// <summary>The one-to-one upper case of a code point.</summary>
    internal static int SimpleUpper(int c) =>
        c == 'ı' ? 'I' : c == 'ſ' ? 'S' : c is >= 0x1F80 and <= 0x1FAF ? GreekWithIota(c) : IsIn(s_uppercasedSince14, c) ? c : Mapped(c, upper: true);

    /// <summary>The one-to-one lower case of a code point.</summary>
    internal static int SimpleLower(int c) => c == 'İ' ? 'i' : IsIn(s_lowercasedSince14, c) ? c : Mapped(c, upper: false);

    private static int GreekWithIota(int c) => c | 8;

    private static int Mapped(int c, bool upper) =>
        !Rune.TryCreate(c, out Rune rune) ? c : upper ? Rune.ToUpperInvariant(rune).Value : Rune.ToLowerInvariant(rune).Value;

    private static FrozenDictionary<int, string> ReadExpansions()
    {
        var map = new Dictionary<int, string>();
        foreach (string entry in Expansions.Split(';'))
        {
            string[] sides = entry.Split('=');
            map[Hex(sides[0])] = string.Concat(sides[1].Split('+').Select(c => ((char)Hex(c)).ToString()));
        }

        // U+1F80..U+1FAF: Greek with iota subscript; the capital is the letter without it, then a capital iota.
        for (int c = 0x1F80; c <= 0x1FAF; c++)
        {
            int block = c < 0x1F90 ? 0x1F08 : c < 0x1FA0 ? 0x1F28 : 0x1F68;
            map[c] = string.Concat((char)(block + (c & 7)), 'Ι');
        }

        return map.ToFrozenDictionary();
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static bool IsIn(int[] ranges, int c)
    {
        for (int i = 0; i < ranges.Length && ranges[i] <= c; i += 2)
        {
            if (c <= ranges[i + 1])
                return true;
        }

        return false;
    }

    // Final sigma: a cased letter stands before it in the same word and none behind it.
    private static bool IsLastCasedOfWord(string text, int index)
    {
        bool before = false;
        for (int i = index - 1; i >= 0 && !before && IsOfWord(text, i); i--)
            before = IsCased(text, i);
        if (!before)
            return false;
        for (int i = index + 1; i < text.Length && IsOfWord(text, i); i++)
        {
            if (IsCased(text, i))
                return false;
        }

        return true;
    }

    private static bool IsOfWord(string text, int index) =>
        char.IsLetterOrDigit(text, index)
        || char.GetUnicodeCategory(text, index) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.Surrogate
        || text[index] is '\'' or '’' or '.' or '·';

    private static bool IsCased(string text, int index) =>
        char.GetUnicodeCategory(text, index) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
        || text[index] is (>= '\u02B0' and <= '\u02B8') or '\u02C0' or '\u02C1' or (>= '\u02E0' and <= '\u02E4') or '\u0345' or '\u037A'
            or (>= '\u1D2C' and <= '\u1D61') or (>= '\u2160' and <= '\u217F') or (>= '\u24B6' and <= '\u24E9');
}
