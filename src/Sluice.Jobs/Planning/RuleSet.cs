using System.Collections.Immutable;
using Sluice.Plans;

namespace Sluice.Jobs.Planning;

/// <summary>The rules of a job for the planner: those under <c>tables:</c>, or one made of what stands at the top.</summary>
internal static class RuleSet
{
    public static ImmutableArray<TableRule> Read(JobSpec spec, ProblemList problems)
    {
        if (spec.Rules.IsEmpty)
            return [new TableRule { Match = TablePattern.All, Into = spec.Into?.ToRuleText(), Where = spec.Where?.ToRuleText(), Select = spec.Select }];
        if (spec.Where is { } where)
            problems.Add(where.At(JobErrors.TopAndRules, "'where' stands at the top of a job with rules", "move it into the rule it is meant for"));
        if (!spec.Select.IsEmpty)
            problems.Add(spec.Select[0].Place.At(JobErrors.TopAndRules, "'select' stands at the top of a job with rules", "move it into the rule it is meant for"));
        return [.. spec.Rules.Select(rule => rule.Rule)];
    }
}
