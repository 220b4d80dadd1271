using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary><c>COALESCE</c>: the first argument that is not NULL. As in Flink all arguments are evaluated, so an error in any is an error.</summary>
/// <param name="Arguments">The arguments, of the type of the result.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundCoalesce(ImmutableArray<BoundExpression> Arguments, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => Arguments;

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Arguments = children };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => true;
}
