namespace Sluice.Jobs.Reading;

/// <summary>Cuts the text of a list of expressions: at commas, and at the AS of each. Knows only quotes and brackets.</summary>
internal static class SelectText
{
    /// <summary>The ranges between commas that stand in no quotes and no brackets, blanks around them left out.</summary>
    public static IEnumerable<(int Start, int End)> Split(string text)
    {
        int start = 0;
        foreach (int i in TopLevel(text))
        {
            if (text[i] != ',')
                continue;
            yield return Trim(text, start, i);
            start = i + 1;
        }

        yield return Trim(text, start, text.Length);
    }

    /// <summary>
    /// The length of the expression and its name: what stands behind the last AS, or the expression itself when it is a column's name.
    /// The name is null when there is none.
    /// </summary>
    public static (int Length, string? Name) Name(string text)
    {
        int at = -1;
        foreach (int i in TopLevel(text))
        {
            if (i > 0 && i + 2 < text.Length && text.AsSpan(i, 2).Equals("AS", StringComparison.OrdinalIgnoreCase)
                && IsBreak(text[i - 1]) && IsBreak(text[i + 2]))
            {
                at = i;
            }
        }

        if (at > 0 && Identifier(text[(at + 2)..].Trim()) is { } name)
            return (text[..at].TrimEnd().Length, name);
        return (text.Length, Identifier(text));
    }

    /// <summary>The name that the whole text is, quotes removed; null when it is more than a name.</summary>
    private static string? Identifier(string text)
    {
        if (text.Length >= 3 && text[0] == '`' && text[^1] == '`')
        {
            string inner = text[1..^1].Replace("``", "\0", StringComparison.Ordinal);
            return inner.Contains('`', StringComparison.Ordinal) ? null : inner.Replace('\0', '`');
        }

        return text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '$') ? text : null;
    }

    private static bool IsBreak(char c) => char.IsWhiteSpace(c) || c is ')' or '(' or '`' or '\'';

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return (start, end);
    }

    private static IEnumerable<int> TopLevel(string text)
    {
        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '`')
                quote = c;
            else if (c is '(' or '[')
                depth++;
            else if (c is ')' or ']')
                depth--;
            else if (depth == 0)
                yield return i;
        }
    }
}
