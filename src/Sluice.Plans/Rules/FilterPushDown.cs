using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sources;
using Sluice.Expressions;

namespace Sluice.Plans;

/// <summary>Asks the source for each conjunct how well it evaluates it.</summary>
public static class FilterPushDown
{
    private const string BehindFailing = "a conjunct to its left can fail for a row, and must see the row first";

    /// <summary>The answers, in the order of the conjuncts.</summary>
    /// <remarks>
    /// Invariant 9: what is answered partly is applied again by the engine. A conjunct behind one that can fail for a row and stays in the engine is
    /// not pushed: it would take away rows that must become dirty.
    /// </remarks>
    public static ImmutableArray<PlannedFilter> Plan(BoundExpression? filter, TableDescription table, ISource source)
    {
        var planned = ImmutableArray.CreateBuilder<PlannedFilter>();
        bool isBehindFailing = false;
        foreach (BoundExpression conjunct in Conjuncts.Of(filter))
        {
            PushedFilter answer = isBehindFailing ? PushedFilter.NotPushed(BehindFailing)
                : conjunct.IsDeterministic ? source.Push(table, conjunct)
                : PushedFilter.NotPushed("it does not give the same value each time");
            planned.Add(new PlannedFilter(conjunct, conjunct.ToString()!, answer));
            // A source that takes a conjunct, if only partly, has shown that it cannot fail.
            isBehindFailing |= answer.Support == FilterSupport.None && Conjuncts.CanFail(conjunct);
        }

        return planned.ToImmutable();
    }
}
