using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>IS [NOT] NULL, TRUE, FALSE, UNKNOWN</c>: never NULL.</summary>
/// <param name="Test">Which; UNKNOWN is NULL.</param>
/// <param name="IsNegated"><c>IS NOT</c>.</param>
/// <param name="Operand">The operand; BOOLEAN for TRUE and FALSE.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundIsTest(IsTest Test, bool IsNegated, BoundExpression Operand, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Operand];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Operand = children[0] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Test == ((BoundIsTest)other).Test && IsNegated == ((BoundIsTest)other).IsNegated;
}
