using System.Collections.Immutable;

namespace Sluice.Expressions.Syntax;

/// <summary>
/// Reads an expression: precedence climbing over Flink's operators. From the lowest: OR, AND, NOT, IS, comparisons, LIKE and IN and BETWEEN, <c>+ -</c>,
/// <c>* / % ||</c>, unary, <c>[ ]</c> and <c>.</c>; all left to right.
/// </summary>
internal sealed class Parser
{
    private const int Or = 10;
    private const int And = 20;
    private const int Not = 25;
    private const int Is = 28;
    private const int Compare = 30;
    private const int Like = 32;
    private const int Sum = 40;
    private const int Product = 60;
    private const int Unary = 80;
    private const int DeepestNesting = 400;
    private const int LongestChain = 1000;

    private readonly TokenReader _reader;
    private readonly PrimaryReader _primary;
    private int _depth;

    private Parser(TokenReader reader)
    {
        _reader = reader;
        _primary = new PrimaryReader(reader, this);
    }

    /// <summary>The tree of a text.</summary>
    /// <exception cref="SyntaxException">It does not parse.</exception>
    public static SyntaxNode Parse(SourceText source)
    {
        var reader = new TokenReader(source);
        SyntaxNode node = new Parser(reader).Expression();
        if (reader.Current.Kind != TokenKind.End)
            throw reader.Unexpected("the end of the expression or an operator");
        return node;
    }

    /// <summary>Reads a whole expression.</summary>
    public SyntaxNode Expression() => Expression(0);

    /// <summary>Reads an expression without comparisons and IN at its top.</summary>
    public SyntaxNode Operand() => Expression(Like + 1);

    private SyntaxNode Expression(int least)
    {
        if (++_depth > DeepestNesting)
            throw _reader.Error(ExpressionErrors.Syntax, "the expression is nested too deeply", _reader.SpanOf(_reader.Current), "split it");
        int start = _reader.Current.Start;
        SyntaxNode left = Prefix();
        int chain = 0;
        while (Infix(left, start, least) is { } longer)
        {
            left = longer;
            bool isLogical = left is BinarySyntax { Operator: "AND" or "OR" };
            if (!isLogical && ++chain > LongestChain)
                throw _reader.Error(ExpressionErrors.Syntax, "the expression has too many operators in a row", _reader.SpanOf(_reader.Current), "split it");
        }

        _depth--;
        return left;
    }

    private SyntaxNode Prefix()
    {
        Token token = _reader.Current;
        if (_reader.TryTake("NOT"))
            return new UnarySyntax("NOT", Expression(Not), _reader.SpanFrom(token.Start));
        if (!token.IsSymbol("-") && !token.IsSymbol("+"))
            return Postfix(token.Start);
        _reader.Take();
        // A sign belongs to the number behind it, so that -9223372036854775808 is a BIGINT.
        if (_reader.Current.Kind == TokenKind.Number && !_reader.Peek(1).IsSymbol("["))
        {
            string number = _reader.Take().Text;
            return new NumberSyntax(token.Text == "-" ? "-" + number : number, _reader.SpanFrom(token.Start));
        }

        return new UnarySyntax(token.Text, Expression(Unary), _reader.SpanFrom(token.Start));
    }

    private SyntaxNode Postfix(int start)
    {
        SyntaxNode node = _primary.Read();
        while (true)
        {
            if (_reader.TryTakeSymbol("["))
            {
                SyntaxNode index = Expression();
                _reader.ExpectSymbol("]");
                node = new ItemSyntax(node, index, _reader.SpanFrom(start));
            }
            else if (node is not NumberSyntax && _reader.TryTakeSymbol("."))
            {
                node = new FieldSyntax(node, _primary.NamePart(), _reader.SpanFrom(start));
            }
            else
            {
                return node;
            }
        }
    }

    private SyntaxNode? Infix(SyntaxNode left, int start, int least)
    {
        Token token = _reader.Current;
        if (token.Kind == TokenKind.Symbol)
        {
            int precedence = token.Text switch
            {
                "=" or "<>" or "<" or "<=" or ">" or ">=" => Compare,
                "+" or "-" => Sum,
                "*" or "/" or "%" or "||" => Product,
                _ => -1,
            };
            if (precedence < least || precedence < 0)
                return null;
            _reader.Take();
            return precedence == Compare && Quantified(token.Text, left, start) is { } quantified
                ? quantified
                : new BinarySyntax(token.Text, left, Expression(precedence + 1), _reader.SpanFrom(start));
        }

        if (token.Kind != TokenKind.Word)
            return null;
        switch (token.Text.ToUpperInvariant())
        {
            case "OR" when Or >= least:
                _reader.Take();
                return new BinarySyntax("OR", left, Expression(Or + 1), _reader.SpanFrom(start));
            case "AND" when And >= least:
                _reader.Take();
                return new BinarySyntax("AND", left, Expression(And + 1), _reader.SpanFrom(start));
            case "IS":
                return IsTest(left, start, least);
            case "NOT" when Like >= least && (_reader.Peek(1).Is("LIKE") || _reader.Peek(1).Is("IN") || _reader.Peek(1).Is("BETWEEN") || _reader.Peek(1).Is("SIMILAR")):
                _reader.Take();
                return Range(left, start, isNegated: true);
            case "LIKE" or "IN" or "BETWEEN" or "SIMILAR" when Like >= least:
                return Range(left, start, isNegated: false);
            case "OVERLAPS" when Compare >= least:
                _reader.Take();
                return new BinarySyntax("OVERLAPS", left, Expression(Compare + 1), _reader.SpanFrom(start));
            case "COLLATE" or "MEMBER" or "SUBMULTISET" or "CONTAINS" or "EQUALS" or "PRECEDES" or "SUCCEEDS" or "AT":
                throw _reader.Unexpected("the end of the expression or an operator");
            default:
                return null;
        }
    }

    private QuantifiedSyntax? Quantified(string comparison, SyntaxNode left, int start)
    {
        bool isAll = _reader.Current.Is("ALL");
        if (!isAll && !_reader.Current.Is("SOME") && !_reader.Current.Is("ANY"))
            return null;
        _reader.Take();
        return new QuantifiedSyntax(comparison, isAll, left, ParenthesisedList(), _reader.SpanFrom(start));
    }

    private SyntaxNode? IsTest(SyntaxNode left, int start, int least)
    {
        bool isDistinct = _reader.Peek(1).Is("DISTINCT") || (_reader.Peek(1).Is("NOT") && _reader.Peek(2).Is("DISTINCT"));
        if ((isDistinct ? Compare : Is) < least)
            return null;
        _reader.Take();
        bool isNegated = _reader.TryTake("NOT");
        if (_reader.TryTake("DISTINCT"))
        {
            _reader.Expect("FROM");
            return new DistinctSyntax(left, Expression(Compare + 1), isNegated, _reader.SpanFrom(start));
        }

        string test = _reader.Current.Text.ToUpperInvariant();
        if (_reader.Current.Kind != TokenKind.Word || test is not ("NULL" or "TRUE" or "FALSE" or "UNKNOWN" or "JSON"))
            throw _reader.Unexpected("NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM or JSON");
        _reader.Take();
        if (test == "JSON")
        {
            string kind = _reader.Current.Text.ToUpperInvariant();
            if (_reader.Current.Kind == TokenKind.Word && kind is "VALUE" or "SCALAR" or "ARRAY" or "OBJECT")
                _reader.Take();
            else
                kind = "VALUE";
            test = "JSON " + kind;
        }

        return new IsSyntax(left, test, isNegated, _reader.SpanFrom(start));
    }

    private SyntaxNode Range(SyntaxNode left, int start, bool isNegated)
    {
        string word = _reader.Take().Text.ToUpperInvariant();
        switch (word)
        {
            case "IN":
                return new InSyntax(left, ParenthesisedList(), isNegated, _reader.SpanFrom(start));
            case "BETWEEN":
                bool isSymmetric = _reader.TryTake("SYMMETRIC");
                if (!isSymmetric)
                    _reader.TryTake("ASYMMETRIC");
                SyntaxNode low = Expression(Not);
                _reader.Expect("AND");
                return new BetweenSyntax(left, low, Expression(Like + 1), isSymmetric, isNegated, _reader.SpanFrom(start));
            default:
                bool isSimilar = word == "SIMILAR";
                if (isSimilar)
                    _reader.Expect("TO");
                SyntaxNode pattern = Expression(Like + 1);
                SyntaxNode? escape = _reader.TryTake("ESCAPE") ? Expression(Like + 1) : null;
                return new LikeSyntax(left, pattern, escape, isSimilar, isNegated, _reader.SpanFrom(start));
        }
    }

    private ImmutableArray<SyntaxNode> ParenthesisedList()
    {
        _reader.ExpectSymbol("(");
        if (_reader.Current.Is("SELECT"))
            throw _reader.Error(ExpressionErrors.UnsupportedSyntax, "a subquery is not supported", _reader.SpanOf(_reader.Current), "write a list of values");
        var items = ImmutableArray.CreateBuilder<SyntaxNode>();
        do
            items.Add(Expression());
        while (_reader.TryTakeSymbol(","));
        _reader.ExpectSymbol(")");
        return items.ToImmutable();
    }
}
