using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A field of a ROW: NULL when the row is.</summary>
/// <param name="Operand">The row.</param>
/// <param name="Index">The field's index.</param>
/// <param name="Name">The field's name.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundField(BoundExpression Operand, int Index, string Name, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Operand];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Operand = children[0] };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Index == ((BoundField)other).Index;
}
