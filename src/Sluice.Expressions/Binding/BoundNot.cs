using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>NOT</c>: NULL in, NULL out.</summary>
/// <param name="Operand">The operand, BOOLEAN.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundNot(BoundExpression Operand, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Operand];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Operand = children[0] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => true;
}
