using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions.Syntax;

/// <summary>A node of the tree as written.</summary>
internal abstract record SyntaxNode(SourceSpan Span);

/// <summary>TRUE, FALSE, UNKNOWN, NULL.</summary>
internal sealed record KeywordLiteralSyntax(bool? Value, bool IsUnknown, SourceSpan Span) : SyntaxNode(Span);

/// <summary>A number as written, with its sign.</summary>
internal sealed record NumberSyntax(string Text, SourceSpan Span) : SyntaxNode(Span);

/// <summary>A string.</summary>
internal sealed record TextSyntax(string Text, SourceSpan Span) : SyntaxNode(Span);

/// <summary>A binary literal.</summary>
internal sealed record HexSyntax(string Digits, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>DATE '…'</c> and its like.</summary>
internal sealed record TemporalSyntax(TypeKind Kind, string Text, SourceSpan Span) : SyntaxNode(Span);

/// <summary>The unit of an interval: <c>DAY(3) TO SECOND(2)</c>; -1 where no digits are given.</summary>
internal sealed record IntervalUnit(string From, int Precision, string? To, int Fraction)
{
    /// <inheritdoc/>
    public override string ToString() => To is null ? From : $"{From} TO {To}";
}

/// <summary><c>INTERVAL '…' DAY</c>.</summary>
internal sealed record IntervalSyntax(bool IsNegative, string Text, IntervalUnit Unit, SourceSpan Span) : SyntaxNode(Span);

/// <summary>A name in parts.</summary>
internal sealed record NameSyntax(ImmutableArray<NamePart> Parts, SourceSpan Span) : SyntaxNode(Span);

/// <summary>A part of a name.</summary>
internal readonly record struct NamePart(string Text, SourceSpan Span);

/// <summary><c>+x</c>, <c>-x</c>, <c>NOT x</c>.</summary>
internal sealed record UnarySyntax(string Operator, SyntaxNode Operand, SourceSpan Span) : SyntaxNode(Span);

/// <summary>An infix operator.</summary>
internal sealed record BinarySyntax(string Operator, SyntaxNode Left, SyntaxNode Right, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>IS [NOT] NULL</c> …, <c>IS [NOT] JSON …</c>.</summary>
internal sealed record IsSyntax(SyntaxNode Operand, string Test, bool IsNegated, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>IS [NOT] DISTINCT FROM</c>.</summary>
internal sealed record DistinctSyntax(SyntaxNode Left, SyntaxNode Right, bool IsNegated, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>[NOT] BETWEEN</c>.</summary>
internal sealed record BetweenSyntax(SyntaxNode Operand, SyntaxNode Low, SyntaxNode High, bool IsSymmetric, bool IsNegated, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>[NOT] IN (…)</c>.</summary>
internal sealed record InSyntax(SyntaxNode Operand, ImmutableArray<SyntaxNode> Items, bool IsNegated, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>= SOME (…)</c>, <c>&gt; ALL (…)</c>.</summary>
internal sealed record QuantifiedSyntax(string Operator, bool IsAll, SyntaxNode Operand, ImmutableArray<SyntaxNode> Items, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>[NOT] LIKE</c>, <c>[NOT] SIMILAR TO</c>.</summary>
internal sealed record LikeSyntax(SyntaxNode Operand, SyntaxNode Pattern, SyntaxNode? Escape, bool IsSimilar, bool IsNegated, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>CASE</c>; with an operand the conditions are values to compare with.</summary>
internal sealed record CaseSyntax(SyntaxNode? Operand, ImmutableArray<(SyntaxNode When, SyntaxNode Then)> Branches, SyntaxNode? Otherwise, SourceSpan Span)
    : SyntaxNode(Span);

/// <summary><c>CAST</c>, <c>TRY_CAST</c>.</summary>
internal sealed record CastSyntax(SyntaxNode Operand, LogicalType Type, bool IsTry, SourceSpan Span) : SyntaxNode(Span);

/// <summary>A call, special syntax made regular: <c>EXTRACT(DAY FROM x)</c> has the argument x and the keyword DAY.</summary>
internal sealed record CallSyntax(string Name, ImmutableArray<SyntaxNode> Arguments, string? Keyword, SourceSpan NameSpan, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>(a - b) DAY</c>.</summary>
internal sealed record DifferenceSyntax(SyntaxNode Left, SyntaxNode Right, IntervalUnit Unit, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>x.name</c> behind something that is not a name.</summary>
internal sealed record FieldSyntax(SyntaxNode Operand, NamePart Field, SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>x[i]</c>.</summary>
internal sealed record ItemSyntax(SyntaxNode Operand, SyntaxNode Index, SourceSpan Span) : SyntaxNode(Span);

/// <summary>An expression in parentheses.</summary>
internal sealed record ParenthesisSyntax(SyntaxNode Inner, SourceSpan Span) : SyntaxNode(Span);

/// <summary>The values of one WHEN of a simple CASE.</summary>
internal sealed record RowListSyntax(ImmutableArray<SyntaxNode> Items, SourceSpan Span) : SyntaxNode(Span);
