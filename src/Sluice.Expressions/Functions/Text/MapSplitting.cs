using Sluice.Expressions.Functions.Patterns;

namespace Sluice.Expressions.Functions.Text;

/// <summary>STR_TO_MAP: a text into pairs by two regular expressions.</summary>
internal static class MapSplitting
{
    /// <summary>The pairs in the order of their first appearance; the last value of a repeated key. Sets the outcome when a pattern is wrong.</summary>
    internal static object? Split(string text, CompiledRegex delimiter, CompiledRegex sign, ref Outcome outcome)
    {
        var pairs = new List<KeyValuePair<object?, object?>>();
        if (text.Length == 0)
            return pairs.ToArray();
        if (Pieces(text, delimiter, int.MaxValue, ref outcome) is not { } items)
            return null;
        while (items.Count > 0 && items[^1].Length == 0)
            items.RemoveAt(items.Count - 1);
        foreach (string item in items)
        {
            if (Pieces(item, sign, 2, ref outcome) is not { } sides)
                return null;
            var pair = new KeyValuePair<object?, object?>(sides.Count < 2 ? item : sides[0], sides.Count < 2 ? null : sides[1]);
            int known = pairs.FindIndex(other => Equals(other.Key, pair.Key));
            if (known < 0)
                pairs.Add(pair);
            else
                pairs[known] = pair;
        }

        return pairs.ToArray();
    }

    // Java's String.split: an empty match at the start makes no empty first piece; without any match the text is the only piece.
    private static List<string>? Pieces(string text, CompiledRegex regex, int most, ref Outcome outcome)
    {
        if (!regex.IsValid)
        {
            outcome.Fail(regex.IsUnsupported
                ? regex.UnsupportedError()
                : new EvalError(EvalErrors.InvalidArgument, $"the delimiter '{regex.Pattern}' is no regular expression: {regex.Problem}"));
            return null;
        }

        var pieces = new List<string>();
        int start = 0;
        bool done = regex.ForEachMatch(text, match =>
        {
            if (pieces.Count + 1 >= most)
                return false;
            if (match.End(0) == 0)
                return true;
            pieces.Add(CompiledRegex.Cut(text, start, match.Start(0)));
            start = match.End(0);
            return true;
        });
        if (!done)
        {
            outcome.Fail(regex.ExhaustedError());
            return null;
        }

        pieces.Add(CompiledRegex.Cut(text, start, text.Length));
        return pieces;
    }
}
