using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A column of the input.</summary>
/// <param name="Index">Its index in the schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundColumn(int Index, string Name, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this;

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Index == ((BoundColumn)other).Index;
}
