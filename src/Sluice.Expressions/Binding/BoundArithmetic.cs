using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>+ - * / %</c> over numbers, dates, times and intervals. NULL in, NULL out.</summary>
/// <param name="Operator">Which.</param>
/// <param name="Left">The left operand; of the type of the result for integers, FLOAT and DOUBLE, a DECIMAL of its own for DECIMAL.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Kernel">What computes it.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundArithmetic(ArithmeticOperator Operator, BoundExpression Left, BoundExpression Right, ScalarKernel Kernel, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <summary>The unit of a difference of dates or times, <c>(a - b) DAY</c>; null else.</summary>
    public string? Unit { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Left, Right];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Left = children[0], Right = children[1] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Operator == ((BoundArithmetic)other).Operator && Unit == ((BoundArithmetic)other).Unit;
}
