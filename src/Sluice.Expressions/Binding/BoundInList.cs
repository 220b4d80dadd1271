using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>IN (list)</c>: TRUE when equal to one, else NULL when the operand or an item is NULL, else FALSE; NOT IN the negation.</summary>
/// <param name="Operand">The operand.</param>
/// <param name="Items">The list, each of the operand's type. They are evaluated from the left until one is equal.</param>
/// <param name="IsNegated"><c>NOT IN</c>.</param>
/// <param name="Equal"><c>=</c> over two values that are not NULL.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundInList(BoundExpression Operand, ImmutableArray<BoundExpression> Items, bool IsNegated, ScalarKernel Equal, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <summary>
    /// D7: for each item the cast to the type that the operand had and back, through which Flink sends it; null where that changes nothing. Only observers run them.
    /// </summary>
    public ImmutableArray<ScalarKernel?> RoundTrips { get; init; } = [];

    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [Operand, .. Items];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Operand = children[0], Items = children.RemoveAt(0) };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => IsNegated == ((BoundInList)other).IsNegated;
}
