namespace Sluice.Expressions;

/// <summary>Text compares by code point, which is the order of its UTF-8 bytes (D13).</summary>
public static class TextOrder
{
    /// <summary>Negative, zero or positive.</summary>
    public static int Compare(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            (char a, char b) = (left[i], right[i]);
            if (a == b)
                continue;
            // Surrogates stand for code points above all others: lift them over U+E000 to U+FFFF.
            if (char.IsSurrogate(a) != char.IsSurrogate(b) && (a >= '\uE000' || b >= '\uE000'))
                return char.IsSurrogate(a) ? 1 : -1;
            return a - b;
        }

        return left.Length - right.Length;
    }
}
