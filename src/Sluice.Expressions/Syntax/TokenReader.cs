using Sluice.Types;

namespace Sluice.Expressions.Syntax;

/// <summary>Walks over tokens; the shared part of the parsers of expressions, types and schemas.</summary>
internal sealed class TokenReader
{
    private readonly List<Token> _tokens;
    private int _at;

    /// <summary>Reads all tokens of a text.</summary>
    /// <exception cref="SyntaxException">A token that cannot be read.</exception>
    public TokenReader(SourceText source)
    {
        Source = source;
        _tokens = Lexer.Read(source);
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The token at which reading stands.</summary>
    public Token Current => _tokens[_at];

    /// <summary>The end of the last token taken.</summary>
    public int LastEnd => _at == 0 ? 0 : _tokens[_at - 1].End;

    /// <summary>A token further on.</summary>
    public Token Peek(int ahead) => _tokens[Math.Min(_at + ahead, _tokens.Count - 1)];

    /// <summary>Takes the current token.</summary>
    public Token Take() => _tokens[_at < _tokens.Count - 1 ? _at++ : _at];

    /// <summary>Takes it if it is this keyword.</summary>
    public bool TryTake(string keyword)
    {
        if (!Current.Is(keyword))
            return false;
        Take();
        return true;
    }

    /// <summary>Takes it if it is this operator.</summary>
    public bool TryTakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        Take();
        return true;
    }

    /// <summary>Takes these keywords if all stand here.</summary>
    public bool TryTakeAll(params ReadOnlySpan<string> keywords)
    {
        for (int i = 0; i < keywords.Length; i++)
        {
            if (!Peek(i).Is(keywords[i]))
                return false;
        }

        for (int i = 0; i < keywords.Length; i++)
            Take();
        return true;
    }

    /// <summary>Takes this keyword or fails.</summary>
    public void Expect(string keyword)
    {
        if (!TryTake(keyword))
            throw Unexpected(keyword);
    }

    /// <summary>Takes this operator or fails.</summary>
    public void ExpectSymbol(string symbol)
    {
        if (!TryTakeSymbol(symbol))
            throw Unexpected($"'{symbol}'");
    }

    /// <summary>Takes an unsigned integer or fails.</summary>
    public int ExpectInteger(string what)
    {
        if (Current.Kind == TokenKind.Number && int.TryParse(Current.Text, System.Globalization.CultureInfo.InvariantCulture, out int value))
        {
            Take();
            return value;
        }

        throw Unexpected(what);
    }

    /// <summary>The place from an offset to the last token taken.</summary>
    public SourceSpan SpanFrom(int start) => Source.Span(start, Math.Max(LastEnd, start + 1));

    /// <summary>The place of a token.</summary>
    public SourceSpan SpanOf(Token token) => Source.Span(token.Start, Math.Max(token.End, token.Start + 1));

    /// <summary>The error that something else should stand here.</summary>
    public SyntaxException Unexpected(string expected)
    {
        string found = Current.Kind == TokenKind.End ? "the text ends" : $"'{Source.Text[Current.Start..Current.End]}' stands";
        return Error(ExpressionErrors.Syntax, $"{found} where {expected} should follow", SpanOf(Current), null);
    }

    /// <summary>An error at a place.</summary>
    public SyntaxException Error(ErrorCode code, string what, SourceSpan span, string? fix) => new(Source.Problem(code, what, span, fix));
}
