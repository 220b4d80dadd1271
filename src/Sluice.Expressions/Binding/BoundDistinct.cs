using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>IS [NOT] DISTINCT FROM</c>: never NULL.</summary>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand, of the same type.</param>
/// <param name="IsNegated"><c>IS NOT DISTINCT FROM</c>.</param>
/// <param name="Equal"><c>=</c> over two values that are not NULL.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundDistinct(BoundExpression Left, BoundExpression Right, bool IsNegated, ScalarKernel Equal, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Left, Right];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Left = children[0], Right = children[1] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => IsNegated == ((BoundDistinct)other).IsNegated;
}
