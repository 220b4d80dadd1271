using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Unary minus.</summary>
/// <param name="Operand">The operand, of the type of the result.</param>
/// <param name="Kernel">What computes it.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundNegate(BoundExpression Operand, ScalarKernel Kernel, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Operand];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Operand = children[0] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => true;
}
