using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A constant.</summary>
/// <param name="Value">The value as README.md says; null for NULL.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundLiteral(object? Value, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <summary>The deviation by which its value is not Flink's (D5), reported wherever it is evaluated.</summary>
    public Deviation? Deviation { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => [];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this;

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => ValueText.SameValue(Value, ((BoundLiteral)other).Value);
}
