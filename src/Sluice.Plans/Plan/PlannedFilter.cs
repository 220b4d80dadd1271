using Sluice.Connectors.Sources;
using Sluice.Expressions;

namespace Sluice.Plans;

/// <summary>One conjunct of a filter and where it is evaluated.</summary>
/// <param name="Conjunct">The conjunct, bound to the source table's whole schema.</param>
/// <param name="Text">As the user would write it.</param>
/// <param name="Pushed">The source's answer: how well it evaluates it, in which words, why not exactly.</param>
public sealed record PlannedFilter(BoundExpression Conjunct, string Text, PushedFilter Pushed)
{
    /// <summary>Whether the engine evaluates it (alone, or again after the source).</summary>
    public bool IsResidual => Pushed.Support != FilterSupport.Exact;
}
