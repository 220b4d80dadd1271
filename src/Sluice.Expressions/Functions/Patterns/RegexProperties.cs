using System.Globalization;
using Sluice.Expressions.Functions.Text;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>The named classes of <c>\p{…}</c>: categories, POSIX names (ASCII only), Unicode properties, Java's predicates.</summary>
internal static class RegexProperties
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    // In the order of UnicodeCategory.
    private static readonly string[] s_categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    internal static RegexClass Digit { get; } = RegexClass.Unit(c => c is >= '0' and <= '9');

    internal static RegexClass Word { get; } = RegexClass.Unit(c => c < 128 && (char.IsAsciiLetterOrDigit((char)c) || c == '_'));

    internal static RegexClass Space { get; } = RegexClass.Unit(c => c is (>= '\t' and <= '\r') or ' ');

    internal static RegexClass HorizontalSpace { get; } = RegexClass.Unit(c =>
        c is '\t' or ' ' or 0xA0 or 0x1680 or 0x180E or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000);

    internal static RegexClass VerticalSpace { get; } = RegexClass.Unit(c => c is (>= '\n' and <= '\r') or 0x85 or 0x2028 or 0x2029);

    /// <summary>A word character for <c>\b</c>: a letter or digit of any script, or an underscore.</summary>
    internal static bool IsBoundaryWord(int c) => c == '_' || IsLetterOrDigit(c);

    internal static bool IsLetterOrDigit(int c) => Category(c) is <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;

    internal static UnicodeCategory Category(int c) =>
        c < 0x10000 ? CharUnicodeInfo.GetUnicodeCategory((char)c) : CharUnicodeInfo.GetUnicodeCategory(c);

    /// <summary>
    /// The class of a name between the braces. Null and <paramref name="isKnown"/>: the name is one Java may know and this table does not.
    /// Null and not: no such property.
    /// </summary>
    internal static RegexClass? Find(string name, bool ignoreCase, out bool isKnown)
    {
        isKnown = true;
        int equals = name.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
            return FindByKey(name[..equals].ToLowerInvariant(), name[(equals + 1)..], ignoreCase, out isKnown);
        if (name.StartsWith("In", StringComparison.Ordinal))
            return RegexScripts.FindBlock(name[2..]);
        if (name.StartsWith("Is", StringComparison.Ordinal))
            return OfUnicode(name[2..].ToUpperInvariant(), ignoreCase) ?? OfName(name[2..], ignoreCase) ?? RegexScripts.FindScript(name[2..]);
        RegexClass? found = OfName(name, ignoreCase);
        isKnown = found is not null || name.StartsWith("java", StringComparison.Ordinal);
        return found;
    }

    private static RegexClass? FindByKey(string key, string value, bool ignoreCase, out bool isKnown)
    {
        isKnown = key is "sc" or "script" or "blk" or "block";
        if (key is "gc" or "general_category")
            return OfName(value, ignoreCase);
        return key is "sc" or "script" ? RegexScripts.FindScript(value) : isKnown ? RegexScripts.FindBlock(value) : null;
    }

    private static RegexClass? OfName(string name, bool ignoreCase) => OfAscii(name, ignoreCase) ?? OfJava(name, ignoreCase) ?? OfCategory(name, ignoreCase);

    private static RegexClass? OfAscii(string name, bool ignoreCase) => name switch
    {
        "ASCII" => RegexClass.Unit(c => c < 128),
        "L1" => RegexClass.Unit(c => c < 256),
        "all" => RegexClass.CodePoint(_ => true),
        "Alnum" => RegexClass.Unit(c => c < 128 && char.IsAsciiLetterOrDigit((char)c)),
        "Alpha" => RegexClass.Unit(IsAsciiLetter),
        "Blank" => RegexClass.Unit(c => c is ' ' or '\t'),
        "Cntrl" => RegexClass.Unit(c => c is < 32 or 127),
        "Digit" => Digit,
        "Graph" => RegexClass.Unit(c => c is > 32 and < 127),
        "Lower" => RegexClass.Unit(c => c is >= 'a' and <= 'z' || (ignoreCase && IsAsciiLetter(c))),
        "Print" => RegexClass.Unit(c => c is >= 32 and < 127),
        "Punct" => RegexClass.Unit(c => c < 128 && Punctuation.Contains((char)c, StringComparison.Ordinal)),
        "Space" => Space,
        "Upper" => RegexClass.Unit(c => c is >= 'A' and <= 'Z' || (ignoreCase && IsAsciiLetter(c))),
        "XDigit" => RegexClass.Unit(c => c < 128 && char.IsAsciiHexDigit((char)c)),
        _ => null,
    };

    private static RegexClass? OfJava(string name, bool ignoreCase) => name switch
    {
        "javaLowerCase" => Cased("Ll", ignoreCase),
        "javaUpperCase" => Cased("Lu", ignoreCase),
        "javaTitleCase" => Cased("Lt", ignoreCase),
        "javaDigit" => OfCategory("Nd", false),
        "javaLetter" => OfCategory("L", false),
        "javaLetterOrDigit" => RegexClass.CodePoint(IsLetterOrDigit),
        "javaWhitespace" => RegexClass.CodePoint(Splitting.IsWhiteSpace),
        "javaSpaceChar" => OfCategory("Z", false),
        "javaISOControl" => RegexClass.CodePoint(c => c < 32 || (c >= 127 && c < 160)),
        "javaAlphabetic" => RegexClass.CodePoint(IsAlphabetic),
        "javaDefined" => RegexClass.CodePoint(c => Category(c) != UnicodeCategory.OtherNotAssigned),
        _ => null,
    };

    private static RegexClass? OfUnicode(string name, bool ignoreCase) => name switch
    {
        "ALPHABETIC" or "ALPHA" => RegexClass.CodePoint(IsAlphabetic),
        "LETTER" => OfCategory("L", false),
        "LOWERCASE" or "LOWER" => Cased("Ll", ignoreCase),
        "UPPERCASE" or "UPPER" => Cased("Lu", ignoreCase),
        "TITLECASE" => Cased("Lt", ignoreCase),
        "DIGIT" => OfCategory("Nd", false),
        "ALNUM" => RegexClass.CodePoint(c => IsAlphabetic(c) || Category(c) == UnicodeCategory.DecimalDigitNumber),
        "PUNCTUATION" or "PUNCT" => OfCategory("P", false),
        "CONTROL" or "CNTRL" => OfCategory("Cc", false),
        "WHITESPACE" or "WHITE_SPACE" or "SPACE" => RegexClass.CodePoint(IsUnicodeSpace),
        "BLANK" => RegexClass.CodePoint(c => c == '\t' || Category(c) == UnicodeCategory.SpaceSeparator),
        "ASSIGNED" => RegexClass.CodePoint(c => Category(c) != UnicodeCategory.OtherNotAssigned),
        "IDEOGRAPHIC" => RegexClass.CodePoint(c => c is 0x3006 or 0x3007 or (>= 0x3021 and <= 0x3029) or (>= 0x3038 and <= 0x303A)
            or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFC) or (>= 0xF900 and <= 0xFA6D) or (>= 0xFA70 and <= 0xFAD9)
            or 0x16FE4 or (>= 0x17000 and <= 0x187F7) or (>= 0x18800 and <= 0x18CD5) or (>= 0x18D00 and <= 0x18D08)
            or (>= 0x1B170 and <= 0x1B2FB) or (>= 0x20000 and <= 0x2A6DD) or (>= 0x2A700 and <= 0x2B734) or (>= 0x2B740 and <= 0x2B81D)
            or (>= 0x2B820 and <= 0x2CEA1) or (>= 0x2CEB0 and <= 0x2EBE0) or (>= 0x2F800 and <= 0x2FA1D) or (>= 0x30000 and <= 0x3134A)),
        _ => null,
    };

    private static RegexClass? OfCategory(string name, bool ignoreCase)
    {
        if (ignoreCase && name is "Lu" or "Ll" or "Lt")
            name = "LC";
        int mask = 0;
        for (int i = 0; i < s_categories.Length; i++)
        {
            bool isIn = name == "LC" ? i <= 2
                : name == "LD" ? i <= 4 || s_categories[i] == "Nd"
                : name.Length is 1 or 2 && s_categories[i].StartsWith(name, StringComparison.Ordinal);
            mask |= isIn ? 1 << i : 0;
        }

        return mask == 0 ? null : RegexClass.CodePoint(c => (mask >> (int)Category(c) & 1) != 0);
    }

    private static RegexClass Cased(string category, bool ignoreCase)
    {
        RegexClass categories = OfCategory(category, ignoreCase)!;
        bool lower = ignoreCase || category == "Ll";
        bool upper = ignoreCase || category == "Lu";
        return RegexClass.CodePoint(c => categories.Contains(c) || (lower && IsOtherLower(c)) || (upper && IsOtherUpper(c)));
    }

    private static bool IsAsciiLetter(int c) => (c | 0x20) is >= 'a' and <= 'z' && c < 128;

    private static bool IsUnicodeSpace(int c) =>
        c is (>= 9 and <= 13) or 0x85
        || Category(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Letters, letter numbers and (approximately: the marks that Unicode calls alphabetic are left out) nothing else.
    private static bool IsAlphabetic(int c) => Category(c) is <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber || c is >= 0x24B6 and <= 0x24E9;

    private static bool IsOtherLower(int c) =>
        c is 0xAA or 0xBA or (>= 0x2B0 and <= 0x2B8) or 0x2C0 or 0x2C1 or (>= 0x2E0 and <= 0x2E4) or 0x345 or 0x37A
            or (>= 0x1D2C and <= 0x1D6A) or 0x1D78 or (>= 0x1D9B and <= 0x1DBF) or 0x2071 or 0x207F or (>= 0x2090 and <= 0x209C)
            or (>= 0x2170 and <= 0x217F) or (>= 0x24D0 and <= 0x24E9) or 0x2C7C or 0x2C7D or 0xA69C or 0xA69D or 0xA770 or 0xA7F8 or 0xA7F9
            or (>= 0xAB5C and <= 0xAB5F);

    private static bool IsOtherUpper(int c) =>
        c is (>= 0x2160 and <= 0x216F) or (>= 0x24B6 and <= 0x24CF) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169)
            or (>= 0x1F170 and <= 0x1F189);
}
