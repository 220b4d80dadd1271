using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>AND</c> or <c>OR</c> of two or more operands, three-valued. An operand is evaluated only for the rows that the ones to its left left undecided.</summary>
/// <param name="IsAnd">AND, else OR.</param>
/// <param name="Operands">The operands, BOOLEAN.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundLogical(bool IsAnd, ImmutableArray<BoundExpression> Operands, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => Operands;

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Operands = children };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => IsAnd == ((BoundLogical)other).IsAnd;
}
