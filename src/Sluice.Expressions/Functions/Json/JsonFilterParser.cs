using System.Text.RegularExpressions;

namespace Sluice.Expressions.Functions.Json;

/// <summary>
/// Reads a filter: comparisons of paths, numbers, strings, TRUE, FALSE and null, with <c>&amp;&amp; || ! ( )</c>. Other operators
/// (<c>=~</c>, <c>in</c>, <c>size</c> …) are not built.
/// </summary>
internal sealed partial class JsonFilterParser(string text)
{
    private int _at;

    /// <summary>The index of the parenthesis that closes the one at <paramref name="open"/>, quotes respected; -1 when there is none.</summary>
    internal static int ClosingParenthesis(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(': depth++; break;
                case ')' when --depth == 0: return i;
                case '\'' or '"':
                    int close = text.IndexOf(text[i], i + 1);
                    if (close < 0)
                        return -1;
                    i = close;
                    break;
            }
        }

        return -1;
    }

    /// <summary>The condition.</summary>
    internal JsonFilter Parse()
    {
        JsonFilter condition = Or();
        SkipBlanks();
        return _at == text.Length ? condition : throw Unsupported();
    }

    [GeneratedRegex(@"\G(\$|@)((\.\.?[\p{L}\p{Nd}_*]+)|(\[[^\]]*\]))*")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"\G-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")]
    private static partial Regex NumberPattern();

    private JsonPathException Unsupported() => new($"the filter '{text}' of a JSON path", isUnsupported: true);

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] == ' ')
            _at++;
    }

    private bool TryTake(string symbol)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0)
            return false;
        _at += symbol.Length;
        return true;
    }

    private JsonFilter Or()
    {
        JsonFilter left = And();
        while (TryTake("||"))
            left = new JsonFilter.Or(left, And());
        return left;
    }

    private JsonFilter And()
    {
        JsonFilter left = Condition();
        while (TryTake("&&"))
            left = new JsonFilter.And(left, Condition());
        return left;
    }

    private JsonFilter Condition()
    {
        if (TryTake("!"))
            return new JsonFilter.Not(Condition());
        if (TryTake("("))
        {
            JsonFilter inner = Or();
            return TryTake(")") ? inner : throw Unsupported();
        }

        JsonFilter.Operand left = Operand();
        foreach (string symbol in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
        {
            if (TryTake(symbol))
                return new JsonFilter.Compare(symbol, left, Operand());
        }

        SkipBlanks();
        bool ends = _at == text.Length || text[_at] is ')' or '&' or '|';
        return ends && left.Path is not null ? new JsonFilter.Exists(left) : throw Unsupported();
    }

    private JsonFilter.Operand Operand()
    {
        SkipBlanks();
        if (_at < text.Length && text[_at] is '\'' or '"')
        {
            int close = text.IndexOf(text[_at], _at + 1);
            if (close < 0 || text.AsSpan(_at, close - _at).Contains('\\'))
                throw Unsupported();
            string constant = text[(_at + 1)..close];
            _at = close + 1;
            return new JsonFilter.Operand(constant, null, false);
        }

        if (PathPattern().Match(text, _at) is { Success: true } path)
        {
            _at += path.Length;
            return new JsonFilter.Operand(null, JsonPath.Of(new JsonPathParser(path.Value).Parse()), path.Value[0] == '$');
        }

        if (NumberPattern().Match(text, _at) is { Success: true } number)
        {
            _at += number.Length;
            return new JsonFilter.Operand(JsonNumber.Read(number.Value), null, false);
        }

        return TryTake("true") ? new(true, null, false) : TryTake("false") ? new(false, null, false) : TryTake("null") ? new(null, null, false) : throw Unsupported();
    }
}
