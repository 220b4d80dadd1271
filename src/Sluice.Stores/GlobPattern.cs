namespace Sluice.Stores;

/// <summary>One segment of a glob: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c>; everything else is itself. Case-sensitive.</summary>
internal static class GlobPattern
{
    /// <summary>Whether a text has a wildcard.</summary>
    public static bool IsGlob(string text) => text.AsSpan().IndexOfAny("*?[") >= 0;

    /// <summary>Whether a whole name matches.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        (int p, int n, int star, int retry) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            int used = p < pattern.Length && pattern[p] != '*' ? MatchOne(pattern[p..], name[n..], out int taken) ? taken : 0 : 0;
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = n;
            }
            else if (used > 0)
            {
                p += used;
                n += Width(name[n..]);
            }
            else if (star >= 0)
            {
                p = star + 1;
                retry += Width(name[retry..]);
                n = retry;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static int Width(ReadOnlySpan<char> name) => name.Length > 1 && char.IsSurrogatePair(name[0], name[1]) ? 2 : 1;

    private static bool MatchOne(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name, out int taken)
    {
        taken = 1;
        if (pattern[0] == '?')
            return true;
        if (pattern[0] == '[' && TryMatchSet(pattern, name[0], out taken, out bool isIn))
            return isIn;
        taken = Width(pattern);
        return name.StartsWith(pattern[..taken], StringComparison.Ordinal);
    }

    private static bool TryMatchSet(ReadOnlySpan<char> pattern, char c, out int taken, out bool isIn)
    {
        (taken, isIn) = (0, false);
        int at = 1;
        bool isNegated = at < pattern.Length && pattern[at] is '!' or '^';
        at += isNegated ? 1 : 0;
        int first = at;
        while (at < pattern.Length && (pattern[at] != ']' || at == first))
        {
            bool isRange = at + 2 < pattern.Length && pattern[at + 1] == '-' && pattern[at + 2] != ']';
            isIn |= isRange ? c >= pattern[at] && c <= pattern[at + 2] : c == pattern[at];
            at += isRange ? 3 : 1;
        }

        if (at >= pattern.Length)
            return false;
        taken = at + 1;
        isIn ^= isNegated;
        return true;
    }
}
