using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A call of a function of the table.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Keyword">The word in a special syntax, upper case: the unit of EXTRACT, FLOOR, TIMESTAMPADD, BOTH of TRIM …; null if none.</param>
/// <param name="Kernel">What computes it.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundCall(Function Function, ImmutableArray<BoundExpression> Arguments, string? Keyword, ScalarKernel Kernel, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => Arguments;

    /// <inheritdoc/>
    public override bool IsDeterministic => Function.IsDeterministic && Arguments.All(argument => argument.IsDeterministic);

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Arguments = children };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Function == ((BoundCall)other).Function && Keyword == ((BoundCall)other).Keyword;
}
