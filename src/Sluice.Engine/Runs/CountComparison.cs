using Sluice.Connectors.Sinks;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Runs;

/// <summary>Invariant 4: what the sink says it took is what it was sent, or nothing is committed.</summary>
internal static class CountComparison
{
    public static void Compare(JobPlan plan, RunCounters counters, IReadOnlyList<Committable> prepared)
    {
        foreach (string target in plan.Tables.Select(t => t.Sink.Name.ToString()).Distinct())
        {
            counters.AddLeftOut(target, prepared.Where(c => c.Table == target).Sum(c => c.Ignored), prepared.Where(c => c.Table == target).Sum(c => c.Superseded));
            long taken = prepared.Where(c => c.Table == target).Sum(c => c.RowCount);
            counters.AddTaken(target, taken, prepared.Where(c => c.Table == target).Sum(c => c.Bytes));
            Compare(target, taken, counters.Expected(target));
        }
    }

    public static void Compare(string target, long taken, long expected)
    {
        if (taken != expected)
        {
            throw new SluiceException(
                EngineErrors.CountMismatch, $"the sink says it took {taken} rows and was sent {expected}", $"table {target}",
                "nothing was committed; report this with the output of 'sluice plan'");
        }
    }
}
