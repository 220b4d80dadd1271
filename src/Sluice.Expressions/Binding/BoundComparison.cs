using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A comparison of two operands of one type (up to length and nullability); a DECIMAL keeps its own precision and scale, also beside a DOUBLE. NULL in, NULL out.</summary>
/// <param name="Operator">Which.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Kernel">What computes it.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundComparison(ComparisonOperator Operator, BoundExpression Left, BoundExpression Right, ScalarKernel Kernel, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <summary>D8: both operands are the same expression, which Flink folds to a test for NULL.</summary>
    public bool IsSelf => Left.SameAs(Right);

    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Left, Right];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Left = children[0], Right = children[1] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Operator == ((BoundComparison)other).Operator;
}
