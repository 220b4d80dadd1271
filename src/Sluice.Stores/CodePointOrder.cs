namespace Sluice.Stores;

/// <summary>Orders text by code point (which is also the order of its UTF-8 bytes), not by UTF-16 unit.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length - right.Length;
        (char a, char b) = (left[common], right[common]);
        // Surrogates stand for code points above all others, though their units are smaller than U+E000 to U+FFFF.
        return char.IsSurrogate(a) != char.IsSurrogate(b) ? (char.IsSurrogate(a) ? 1 : -1) : a - b;
    }
}
