namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// A set of characters in a regular expression. One that Java holds to be of the basic plane tests one UTF-16 unit, any other one a whole
/// code point.
/// </summary>
internal sealed class RegexClass
{
    private readonly Func<int, bool> _contains;
    private readonly ulong[] _latin = new ulong[4];

    internal RegexClass(bool isUnit, Func<int, bool> contains, int literal = -1)
    {
        IsUnit = isUnit;
        Literal = literal;
        _contains = contains;
        for (int c = 0; c < 256; c++)
        {
            if (contains(c))
                _latin[c >> 6] |= 1UL << (c & 63);
        }
    }

    /// <summary>Whether one UTF-16 unit is tested; else a code point.</summary>
    internal bool IsUnit { get; }

    /// <summary>The only member, when the class is a literal of the basic plane; else -1.</summary>
    internal int Literal { get; }

    internal static RegexClass Single(int c) => new(c < 0x10000, x => x == c, c < 0x10000 ? c : -1);

    internal static RegexClass Range(int first, int last) =>
        new(last < 0xD800 || (first > 0xDFFF && last < 0x10000), x => first <= x && x <= last);

    internal static RegexClass Unit(Func<int, bool> contains) => new(true, contains);

    internal static RegexClass CodePoint(Func<int, bool> contains) => new(false, contains);

    internal bool Contains(int c) => c < 256 ? (_latin[c >> 6] >> (c & 63) & 1) != 0 : _contains(c);

    internal RegexClass Union(RegexClass other) => new(IsUnit && other.IsUnit, c => Contains(c) || other.Contains(c));

    internal RegexClass And(RegexClass other) => new(IsUnit && other.IsUnit, c => Contains(c) && other.Contains(c));

    internal RegexClass Negate() => new(false, c => !Contains(c));

    /// <summary>The number of UTF-16 units that a member at <paramref name="index"/> takes; 0 when there is none.</summary>
    internal int Match(ReadOnlySpan<char> text, int index)
    {
        if ((uint)index >= (uint)text.Length)
            return 0;
        char unit = text[index];
        if (IsUnit || !char.IsHighSurrogate(unit) || index + 1 >= text.Length || !char.IsLowSurrogate(text[index + 1]))
            return Contains(unit) ? 1 : 0;
        return Contains(char.ConvertToUtf32(unit, text[index + 1])) ? 2 : 0;
    }
}
