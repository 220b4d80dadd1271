using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions.Syntax;

/// <summary>Reads what stands between operators: literals, names, parentheses, CASE, CAST, constructors; calls go to <see cref="CallReader"/>.</summary>
internal sealed class PrimaryReader
{
    private readonly TokenReader _reader;
    private readonly Parser _parser;
    private readonly CallReader _calls;
    private readonly DataTypeReader _types;

    /// <summary>For one text.</summary>
    public PrimaryReader(TokenReader reader, Parser parser)
    {
        _reader = reader;
        _parser = parser;
        _types = new DataTypeReader(reader, isCast: true);
        _calls = new CallReader(reader, parser, _types);
    }

    /// <summary>Reads one.</summary>
    public SyntaxNode Read()
    {
        Token token = _reader.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _reader.Take();
                return new NumberSyntax(token.Text, _reader.SpanOf(token));
            case TokenKind.Text:
                _reader.Take();
                return new TextSyntax(token.Text, _reader.SpanOf(token));
            case TokenKind.Hex:
                _reader.Take();
                return new HexSyntax(token.Text, _reader.SpanOf(token));
            case TokenKind.QuotedName:
                return NameOrCall();
            case TokenKind.Word:
                return Word(token);
            case TokenKind.Symbol when token.Text == "(":
                return Parenthesis();
            case TokenKind.Symbol when token.Text == "{":
                return Escape();
            default:
                throw _reader.Unexpected("an expression");
        }
    }

    /// <summary>Reads a name behind a point.</summary>
    public NamePart NamePart()
    {
        Token token = _reader.Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.QuotedName))
            throw _reader.Unexpected("a name");
        _reader.Take();
        return new NamePart(token.Text, _reader.SpanOf(token));
    }

    private SyntaxNode Word(Token token)
    {
        bool isCall = _reader.Peek(1).IsSymbol("(");
        switch (token.Text.ToUpperInvariant())
        {
            case "TRUE" or "FALSE" or "UNKNOWN" or "NULL":
                _reader.Take();
                return new KeywordLiteralSyntax(
                    token.Is("TRUE") ? true : token.Is("FALSE") ? false : null, token.Is("UNKNOWN"), _reader.SpanOf(token));
            case "DATE" or "TIME" or "TIMESTAMP" when Temporal(token) is { } literal:
                return literal;
            case "INTERVAL":
                return Interval(token);
            case "CASE":
                return Case(token);
            case "CAST" or "TRY_CAST" when isCall:
                return Cast(token);
            case "ARRAY" or "MAP" when _reader.Peek(1).IsSymbol("["):
                return Constructor(token);
            case "ROW" when isCall:
                return Constructor(token);
            case "ALL" or "DISTINCT" or "EXISTS" or "SELECT" or "UNIQUE":
                throw _reader.Error(
                    ExpressionErrors.UnsupportedSyntax, $"{token.Text.ToUpperInvariant()} is not supported in an expression", _reader.SpanOf(token), null);
            default:
                return NameOrCall();
        }
    }

    private SyntaxNode NameOrCall()
    {
        Token token = _reader.Current;
        if (_reader.Peek(1).IsSymbol("("))
            return _calls.Read();
        if (token.Kind == TokenKind.Word && FunctionTable.Find(token.Text) is { IsKeyword: true })
        {
            _reader.Take();
            return new CallSyntax(token.Text, [], null, _reader.SpanOf(token), _reader.SpanOf(token));
        }

        if (token.Kind == TokenKind.Word && ReservedWords.Contains(token.Text))
        {
            throw _reader.Error(
                ExpressionErrors.Syntax, $"'{token.Text}' is a reserved word", _reader.SpanOf(token), $"write `{token.Text}` in backticks if it is a column");
        }

        var parts = ImmutableArray.CreateBuilder<NamePart>();
        parts.Add(NamePart());
        while (_reader.Current.IsSymbol(".") && _reader.Peek(1).Kind is TokenKind.Word or TokenKind.QuotedName)
        {
            _reader.Take();
            parts.Add(NamePart());
        }

        return new NameSyntax(parts.ToImmutable(), _reader.SpanFrom(token.Start));
    }

    private TemporalSyntax? Temporal(Token token)
    {
        TypeKind kind = token.Is("DATE") ? TypeKind.Date : token.Is("TIME") ? TypeKind.Time : TypeKind.Timestamp;
        if (_reader.Peek(1).Kind == TokenKind.Text)
        {
            _reader.Take();
        }
        else if (kind == TypeKind.Timestamp && _reader.Peek(1).Is("WITH") && _reader.Peek(2).Is("LOCAL"))
        {
            _reader.Take();
            if (!_reader.TryTakeAll("WITH", "LOCAL", "TIME", "ZONE"))
                throw _reader.Unexpected("WITH LOCAL TIME ZONE");
            kind = TypeKind.TimestampLtz;
        }
        else
        {
            return null;
        }

        if (_reader.Current.Kind != TokenKind.Text)
            throw _reader.Unexpected("a string");
        string text = _reader.Take().Text;
        return new TemporalSyntax(kind, text, _reader.SpanFrom(token.Start));
    }

    private SyntaxNode Interval(Token token)
    {
        _reader.Take();
        bool isNegative = _reader.TryTakeSymbol("-");
        if (!isNegative)
            _reader.TryTakeSymbol("+");
        if (_reader.Current.Kind != TokenKind.Text)
            return Multiple(token, isNegative);
        string text = _reader.Take().Text;
        IntervalUnit unit = _types.ReadUnit();
        return new IntervalSyntax(isNegative, text, unit, _reader.SpanFrom(token.Start));
    }

    // INTERVAL n DAY is n times INTERVAL '1' DAY.
    private BinarySyntax Multiple(Token token, bool isNegative)
    {
        SyntaxNode count = Read();
        if (isNegative)
            count = new UnarySyntax("-", count, _reader.SpanFrom(token.Start));
        IntervalUnit unit = _types.ReadUnit();
        return new BinarySyntax("*", count, new IntervalSyntax(false, "1", unit, _reader.SpanFrom(token.Start)), _reader.SpanFrom(token.Start));
    }

    private CaseSyntax Case(Token token)
    {
        _reader.Take();
        SyntaxNode? operand = _reader.Current.Is("WHEN") ? null : _parser.Expression();
        var branches = ImmutableArray.CreateBuilder<(SyntaxNode, SyntaxNode)>();
        while (_reader.TryTake("WHEN"))
        {
            int start = _reader.Current.Start;
            SyntaxNode when = _parser.Expression();
            // CASE x WHEN 1, 2 THEN …: one of several values.
            List<SyntaxNode> more = [];
            while (operand is not null && _reader.TryTakeSymbol(","))
                more.Add(_parser.Expression());
            if (more.Count > 0)
                when = new RowListSyntax([when, .. more], _reader.SpanFrom(start));
            _reader.Expect("THEN");
            branches.Add((when, _parser.Expression()));
        }

        if (branches.Count == 0)
            throw _reader.Unexpected("WHEN");
        SyntaxNode? otherwise = _reader.TryTake("ELSE") ? _parser.Expression() : null;
        _reader.Expect("END");
        return new CaseSyntax(operand, branches.ToImmutable(), otherwise, _reader.SpanFrom(token.Start));
    }

    private CastSyntax Cast(Token token)
    {
        _reader.Take();
        _reader.ExpectSymbol("(");
        SyntaxNode operand = _parser.Expression();
        _reader.Expect("AS");
        LogicalType type = _types.Read();
        _reader.ExpectSymbol(")");
        return new CastSyntax(operand, type, token.Is("TRY_CAST"), _reader.SpanFrom(token.Start));
    }

    private CallSyntax Constructor(Token token)
    {
        _reader.Take();
        string close = _reader.Take().Text == "[" ? "]" : ")";
        var items = ImmutableArray.CreateBuilder<SyntaxNode>();
        if (!_reader.Current.IsSymbol(close))
        {
            do
                items.Add(_parser.Expression());
            while (_reader.TryTakeSymbol(","));
        }

        _reader.ExpectSymbol(close);
        return new CallSyntax(
            token.Text.ToUpperInvariant() + (close == "]" ? "[]" : "()"), items.ToImmutable(), null, _reader.SpanOf(token), _reader.SpanFrom(token.Start));
    }

    private SyntaxNode Parenthesis()
    {
        Token open = _reader.Take();
        if (_reader.Current.Is("SELECT"))
            throw _reader.Error(ExpressionErrors.UnsupportedSyntax, "a subquery is not supported", _reader.SpanOf(_reader.Current), null);
        SyntaxNode inner = _parser.Expression();
        if (_reader.Current.IsSymbol(","))
        {
            var items = ImmutableArray.CreateBuilder<SyntaxNode>();
            items.Add(inner);
            while (_reader.TryTakeSymbol(","))
                items.Add(_parser.Expression());
            _reader.ExpectSymbol(")");
            return new CallSyntax("ROW()", items.ToImmutable(), null, _reader.SpanOf(open), _reader.SpanFrom(open.Start));
        }

        _reader.ExpectSymbol(")");
        if (inner is BinarySyntax { Operator: "-" } minus && DataTypeReader.Unit(_reader.Current) is not null)
            return new DifferenceSyntax(minus.Left, minus.Right, _types.ReadUnit(), _reader.SpanFrom(open.Start));
        return new ParenthesisSyntax(inner, _reader.SpanFrom(open.Start));
    }

    private TemporalSyntax Escape()
    {
        Token open = _reader.Take();
        TypeKind kind = _reader.Current.Text.ToUpperInvariant() switch
        {
            "D" => TypeKind.Date,
            "T" => TypeKind.Time,
            "TS" => TypeKind.Timestamp,
            _ => throw _reader.Unexpected("d, t or ts"),
        };
        _reader.Take();
        if (_reader.Current.Kind != TokenKind.Text)
            throw _reader.Unexpected("a string");
        string text = _reader.Take().Text;
        _reader.ExpectSymbol("}");
        return new TemporalSyntax(kind, text, _reader.SpanFrom(open.Start));
    }
}
