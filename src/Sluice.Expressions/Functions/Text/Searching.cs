namespace Sluice.Expressions.Functions.Text;

/// <summary>POSITION, LOCATE, INSTR: where a text stands in another, in code points from 1; 0 where it does not.</summary>
public static class Searching
{
    /// <summary>
    /// POSITION and LOCATE: the first place of <paramref name="part"/> at or behind <paramref name="start"/>. An empty part is found at 1
    /// wherever the search starts.
    /// </summary>
    public static int Position(string part, string text, int start = 1)
    {
        if (part.Length == 0)
            return 1;
        int from = CodePoints.IndexOf(text, Math.Max(start - 1, 0));
        int index = text.IndexOf(part, from, StringComparison.Ordinal);
        return index < 0 ? 0 : CodePoints.Count(text.AsSpan(0, index)) + 1;
    }

    /// <summary>
    /// INSTR(text, part, start, nth): the nth place counted from <paramref name="start"/>; a negative start searches backwards from the
    /// end. <paramref name="nth"/> must be positive and
    /// <paramref name="start"/> above the least INT (the caller refuses others).
    /// </summary>
    public static int Instr(string text, string part, int start, int nth)
    {
        if (start == 0)
            return 0;
        if (start < 0)
        {
            int mirrored = Instr(Pieces.Reverse(text), Pieces.Reverse(part), -start, nth);
            return mirrored == 0 ? 0 : CodePoints.Count(text) + 2 - mirrored - CodePoints.Count(part);
        }

        int found = 0;
        for (int from = start; nth > 0; nth--, from = found + 1)
        {
            found = Position(part, text, from);
            if (found == 0 || part.Length == 0)
                return found;
        }

        return found;
    }
}
