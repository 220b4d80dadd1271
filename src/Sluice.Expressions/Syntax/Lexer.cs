using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Syntax;

/// <summary>Cuts a text into tokens. Comments and white space separate them.</summary>
internal sealed class Lexer
{
    private static readonly string[] s_symbols = ["<>", "<=", ">=", "||", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", ".", ":"];

    private readonly SourceText _source;
    private readonly string _text;
    private int _at;

    private Lexer(SourceText source)
    {
        _source = source;
        _text = source.Text;
    }

    /// <summary>All tokens, the last one <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="SyntaxException">A character or literal that cannot be read.</exception>
    public static List<Token> Read(SourceText source)
    {
        var lexer = new Lexer(source);
        List<Token> tokens = [];
        do
            tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private Token Next()
    {
        SkipBlanks();
        int start = _at;
        if (_at == _text.Length)
            return new Token(TokenKind.End, "", _at, _at);
        char c = _text[_at];
        if (c == '`')
            return QuotedName();
        if (c == '\'')
            return new Token(TokenKind.Text, Strings(), start, _at);
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            return Number();
        if (IsNameStart())
            return Word();
        foreach (string symbol in s_symbols)
        {
            if (string.CompareOrdinal(_text, _at, symbol, 0, symbol.Length) == 0 && !(c == ':' && Peek(1) == ':'))
            {
                _at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start, _at);
            }
        }

        throw UnknownCharacter(start);
    }

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }
            else if (_text[_at] == '-' && Peek(1) == '-')
            {
                int end = _text.IndexOf('\n', _at);
                if (end < 0)
                    throw Error("the comment would swallow what stands behind the expression", _at, _text.Length, "write /* … */, or end the line");
                _at = end;
            }
            else if (_text[_at] == '/' && Peek(1) == '*')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        if (Peek(2) == '+')
            throw Error("hints are not part of an expression", _at, _at + 3, null);
        int end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw Error("the comment is not closed", _at, _at + 2, "close it with */");
        _at = end + 2;
    }

    private bool IsNameStart() => _text[_at] is '_' or '$' || IsLetter(_at);

    private bool IsNamePart() => _at < _text.Length && (_text[_at] is '_' or '$' || IsLetter(_at) || char.IsDigit(_text[_at])
        || CharUnicodeInfo.GetUnicodeCategory(_text[_at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private bool IsLetter(int at) => CharUnicodeInfo.GetUnicodeCategory(_text, at) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private Token Word()
    {
        int start = _at;
        while (IsNamePart())
            _at += char.IsHighSurrogate(_text[_at]) && _at + 1 < _text.Length ? 2 : 1;
        string word = _text[start.._at];
        if (_at < _text.Length && _text[_at] == '\'')
            return Prefixed(word, start);
        if (word is "U" or "u" && Peek(0) == '&' && Peek(1) == '\'')
        {
            _at++;
            return new Token(TokenKind.Text, Unicode(Strings(), start), start, _at);
        }

        return new Token(TokenKind.Word, word, start, _at);
    }

    private Token Prefixed(string prefix, int start)
    {
        switch (prefix.ToUpperInvariant())
        {
            case "X":
                return new Token(TokenKind.Hex, Hex(Strings(), start), start, _at);
            case "N":
                return new Token(TokenKind.Text, Strings(), start, _at);
            case "E":
                return new Token(TokenKind.Text, StringEscapes.CStyle(Strings()), start, _at);
            case "_UTF8" or "_UTF16" or "_LATIN1" or "_ISO_8859_1" or "_US_ASCII":
                return new Token(TokenKind.Text, Strings(), start, _at);
            default:
                return new Token(TokenKind.Word, prefix, start, _at);
        }
    }

    // A string goes on behind a line break: 'a' newline 'b' is 'ab'.
    private string Strings()
    {
        var value = new StringBuilder();
        while (true)
        {
            OneString(value);
            int behind = _at;
            bool hasBreak = false;
            SkipBlanks();
            for (int i = behind; i < _at; i++)
                hasBreak |= _text[i] is '\n' or '\r';
            if (_at >= _text.Length || _text[_at] != '\'')
            {
                _at = behind;
                return value.ToString();
            }

            if (!hasBreak)
                throw Error("a string is followed by another on the same line", _at, _at + 1, "write || between them, or double the quote inside a string");
        }
    }

    private void OneString(StringBuilder value)
    {
        int start = _at++;
        while (true)
        {
            int end = _text.IndexOf('\'', _at);
            if (end < 0)
                throw Error("the string is not closed", start, start + 1, "close it with a quote");
            value.Append(_text, _at, end - _at);
            _at = end + 1;
            if (_at >= _text.Length || _text[_at] != '\'')
                return;
            value.Append('\'');
            _at++;
        }
    }

    private string Hex(string digits, int start)
    {
        if (!digits.All(char.IsAsciiHexDigit))
            throw Error("a binary literal holds hexadecimal digits only", start, _at, "write pairs of 0-9 and A-F");
        if (digits.Length % 2 != 0)
            throw Error("a binary literal holds an even number of digits", start, _at, "write pairs of 0-9 and A-F");
        return digits;
    }

    private string Unicode(string value, int start)
    {
        char escape = '\\';
        int behind = _at;
        SkipBlanks();
        if (string.Compare(_text, _at, "UESCAPE", 0, 7, StringComparison.OrdinalIgnoreCase) == 0)
        {
            _at += 7;
            SkipBlanks();
            string given = Peek(0) == '\'' ? Strings() : "";
            if (given.Length != 1 || char.IsAsciiHexDigit(given[0]) || given[0] is '+' or '\'' or '"' or ' ')
                throw Error("UESCAPE takes one character", start, _at, "write UESCAPE '!'");
            escape = given[0];
        }
        else
        {
            _at = behind;
        }

        return StringEscapes.TryUnicode(value, escape, out string text)
            ? text
            : throw Error("a Unicode escape is not four hexadecimal digits", start, _at, "write \\4e2d");
    }

    private Token QuotedName()
    {
        int start = _at++;
        var name = new StringBuilder();
        while (true)
        {
            int end = _text.IndexOf('`', _at);
            if (end < 0)
                throw Error("the name is not closed", start, start + 1, "close it with a backtick");
            name.Append(_text, _at, end - _at);
            _at = end + 1;
            if (_at >= _text.Length || _text[_at] != '`')
                break;
            name.Append('`');
            _at++;
        }

        if (name.Length == 0)
            throw Error("a name is empty", start, _at, null);
        return new Token(TokenKind.QuotedName, name.ToString(), start, _at);
    }

    private Token Number()
    {
        int start = _at;
        while (char.IsAsciiDigit(Peek(0)))
            _at++;
        if (Peek(0) == '.')
        {
            _at++;
            while (char.IsAsciiDigit(Peek(0)))
                _at++;
        }

        int sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
        {
            _at += 1 + sign;
            while (char.IsAsciiDigit(Peek(0)))
                _at++;
        }

        if (_at < _text.Length && IsNameStart())
        {
            int end = _at;
            while (IsNamePart())
                _at++;
            throw Error($"'{_text[start.._at]}' is not a number", start, Math.Max(end, _at), "write digits, with e for an exponent; no suffix, no underscore");
        }

        return new Token(TokenKind.Number, _text[start.._at], start, _at);
    }

    private SyntaxException UnknownCharacter(int start)
    {
        string fix = _text[start] switch
        {
            '"' => "write names in backticks: `name`, and text in single quotes",
            '!' when Peek(1) == '=' => "write <>",
            ':' when Peek(1) == ':' => "write CAST(x AS type)",
            '&' or '|' or '^' or '~' => "there are no bit operators",
            ';' => "an expression does not end with a semicolon",
            _ => "remove it",
        };
        return Error($"'{OneCharacter(start)}' cannot stand here", start, start + 1, fix);
    }

    private string OneCharacter(int start) => Rune.TryGetRuneAt(_text, start, out Rune rune) ? rune.ToString() : "\uFFFD";

    private SyntaxException Error(string what, int start, int end, string? fix) =>
        new(_source.Problem(ExpressionErrors.Syntax, what, _source.Span(start, end), fix));
}
