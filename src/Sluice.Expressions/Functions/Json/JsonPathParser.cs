using System.Globalization;
using Sluice.Expressions.Functions.Text;

namespace Sluice.Expressions.Functions.Json;

/// <summary>
/// Reads a path as Jayway's compiler does, with its tolerance: <c>a</c> is <c>$.a</c>, and an opening bracket at the very end is passed over.
/// </summary>
internal sealed class JsonPathParser
{
    private readonly string _text;
    private readonly List<JsonPathToken> _tokens = [];
    private int _at;

    internal JsonPathParser(string text)
    {
        _text = text.Trim(' ');
        if (_text.Length > 0 && _text[0] is not ('$' or '@'))
            _text = "$." + _text;
    }

    private bool IsTail => _at >= _text.Length - 1;

    /// <summary>The steps behind <c>$</c> or <c>@</c>.</summary>
    internal IReadOnlyList<JsonPathToken> Parse()
    {
        if (_text.Length == 0)
            throw Invalid("it is empty");
        if (_text[^1] == '.')
            throw Invalid("it ends with a point");
        if (IsTail)
            return _tokens;
        _at++;
        if (_text[_at] is not ('.' or '['))
            throw Invalid("'.' or '[' must follow the first character");
        ReadToken();
        for (int i = 0; i < _tokens.Count; i++)
        {
            if (_tokens[i] is JsonPathToken.Property property)
                _tokens[i] = property with { IsLast = i == _tokens.Count - 1 };
            if (_tokens[i] is JsonPathToken.Length && (i < _tokens.Count - 1 || !_tokens.Take(i).All(token => token.IsDefinite)))
                throw new JsonPathException("a function behind a path that may lead to several places", isUnsupported: true);
            if (_tokens[i] is JsonPathToken.Scan && i == _tokens.Count - 1)
                throw Invalid("nothing follows '..'");
        }

        return _tokens;
    }

    private static JsonPathException Invalid(string why) => new($"it is no JSON path: {why}");

    private void ReadToken()
    {
        while (true)
        {
            switch (CharAt(_at))
            {
                case '[':
                    ReadBracket();
                    break;
                case '.':
                    ReadDot();
                    continue;
                case '*':
                    _at++;
                    _tokens.Add(new JsonPathToken.Wildcard());
                    break;
                default:
                    ReadName();
                    break;
            }

            if (IsTail)
                return;
        }
    }

    private char CharAt(int index) => index >= 0 && index < _text.Length ? _text[index] : throw Invalid("it ends too early");

    private void ReadDot()
    {
        if (_at + 1 < _text.Length && _text[_at + 1] == '.')
        {
            _tokens.Add(new JsonPathToken.Scan());
            _at += 2;
        }
        else
        {
            _at++;
        }

        if (CharAt(_at) == '.')
            throw Invalid("there is a point too many");
    }

    private void ReadName()
    {
        if (_text[_at] == ' ')
            throw Invalid("a blank stands where a name should");
        int start = _at;
        int end = start;
        while (end < _text.Length && _text[end] is not ('.' or '[' or '('))
        {
            if (_text[end] == ' ')
                throw Invalid("a name with a blank must stand in brackets");
            end++;
        }

        string name = _text[start..end];
        if (end == _text.Length || _text[end] != '(')
        {
            _at = end;
            _tokens.Add(new JsonPathToken.Property([name], IsLast: false));
            return;
        }

        int close = _text.IndexOf(')', end);
        if (close < 0)
            throw Invalid("a parenthesis is not closed");
        if (name is not ("length" or "size") || close != end + 1)
            throw new JsonPathException($"the function {name}() of a JSON path", isUnsupported: true);
        _at = close;
        _tokens.Add(new JsonPathToken.Length());
        if (!IsTail)
            throw new JsonPathException("steps behind a function of a JSON path", isUnsupported: true);
    }

    private void ReadBracket()
    {
        int next = Significant(_at + 1);
        char c = next < _text.Length ? _text[next] : ' ';
        if (c is '\'' or '"')
            ReadNames(c);
        else if ((char.IsAsciiDigit(c) || c is '-' or ':') && TryReadPositions())
            return;
        else if (c == '*')
            ReadStar(next);
        else if (c == '?')
            ReadFilter(next);
        else
            throw Invalid("a name in quotes, a number, * or ? should follow '['");
    }

    private int Significant(int index)
    {
        while (index < _text.Length && _text[index] == ' ')
            index++;
        return index;
    }

    private void ReadStar(int star)
    {
        int close = Significant(star + 1);
        if (CharAt(close) != ']')
            throw Invalid("']' should follow '*'");
        _at = close + 1;
        _tokens.Add(new JsonPathToken.Wildcard());
    }

    private void ReadFilter(int mark)
    {
        int open = Significant(mark + 1);
        if (CharAt(open) != '(')
            throw Invalid("'(' should follow '?'");
        int close = JsonFilterParser.ClosingParenthesis(_text, open);
        int bracket = close < 0 ? -1 : Significant(close + 1);
        if (bracket < 0 || CharAt(bracket) != ']')
            throw Invalid("a filter is not closed");
        _tokens.Add(new JsonPathToken.Filter(new JsonFilterParser(_text[(open + 1)..close]).Parse()));
        _at = bracket + 1;
    }

    private bool TryReadPositions()
    {
        int close = _text.IndexOf(']', _at + 1);
        if (close < 0)
            throw Invalid("a bracket is not closed");
        string expression = _text[(_at + 1)..close].Trim();
        if (!expression.All(c => char.IsAsciiDigit(c) || c is ',' or '-' or ':' or ' '))
            throw Invalid("a position is not a number");
        _tokens.Add(expression.Contains(':', StringComparison.Ordinal) ? Slice(expression) : new JsonPathToken.Index([.. Positions(expression)]));
        _at = close + 1;
        return true;
    }

    private static IEnumerable<int> Positions(string expression)
    {
        foreach (string position in expression.Split(','))
            yield return Number(position.Trim());
    }

    private static JsonPathToken.Slice Slice(string expression)
    {
        string[] ends = expression.Split(':');
        int? from = ends[0].Trim().Length == 0 ? null : Number(ends[0].Trim());
        int? to = ends.Length < 2 || ends[1].Trim().Length == 0 ? null : Number(ends[1].Trim());
        return from is null && to is null ? throw Invalid("a slice has no end") : new JsonPathToken.Slice(from, to);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw Invalid("a position is not a number");

    private void ReadNames(char quote)
    {
        var names = new List<string>();
        int index = _at + 1;
        while (true)
        {
            index = Significant(index);
            if (CharAt(index) != quote)
                throw Invalid("a name in quotes should follow");
            int start = ++index;
            while (CharAt(index) != quote)
                index += CharAt(index) == '\\' ? 2 : 1;
            names.Add(JsonQuoting.Unescape(_text[start..index]) ?? throw Invalid("a name has a wrong escape"));
            index = Significant(index + 1);
            if (CharAt(index) == ']')
                break;
            if (CharAt(index) != ',')
                throw Invalid("',' or ']' should follow a name");
            index++;
        }

        _at = index + 1;
        _tokens.Add(new JsonPathToken.Property(names, IsLast: false));
    }
}
