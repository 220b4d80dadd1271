using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>CAST</c> or <c>TRY_CAST</c>, written or implicit. NULL in, NULL out.</summary>
/// <param name="Operand">The operand.</param>
/// <param name="IsTry">An error gives NULL.</param>
/// <param name="IsImplicit">Nobody wrote it.</param>
/// <param name="Kernel">What computes it.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundCast(BoundExpression Operand, bool IsTry, bool IsImplicit, ScalarKernel Kernel, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Operand];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Operand = children[0] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => IsTry == ((BoundCast)other).IsTry;
}
