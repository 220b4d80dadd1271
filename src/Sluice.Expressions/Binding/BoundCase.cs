using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// <c>CASE</c>, <c>IF</c>, <c>NULLIF</c>: the value of the first branch whose condition is TRUE. Only the branch taken is evaluated, and conditions only up to it.
/// </summary>
/// <param name="Branches">Conditions (BOOLEAN) and values (of the type of the result).</param>
/// <param name="Otherwise">The value when no condition is TRUE; null is NULL.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundCase(ImmutableArray<BoundBranch> Branches, BoundExpression? Otherwise, LogicalType Type, SourceSpan Span)
    : BoundExpression(Type, Span)
{
    /// <summary>Written as IF, which chooses its type in another way than CASE.</summary>
    public bool IsIf { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children
    {
        get
        {
            IEnumerable<BoundExpression> branches = Branches.SelectMany(branch => new[] { branch.Condition, branch.Value });
            return Otherwise is null ? [.. branches] : [.. branches, Otherwise];
        }
    }

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children)
    {
        IEnumerable<BoundBranch> branches = Enumerable.Range(0, Branches.Length).Select(i => new BoundBranch(children[2 * i], children[(2 * i) + 1]));
        return this with { Branches = [.. branches], Otherwise = Otherwise is null ? null : children[^1] };
    }

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Branches.Length == ((BoundCase)other).Branches.Length;
}
