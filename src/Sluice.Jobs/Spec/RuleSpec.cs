using Sluice.Plans;

namespace Sluice.Jobs;

/// <summary>A rule of <c>tables:</c>.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsOptional">Whether it may take no table.</param>
/// <param name="Match">Its <c>match</c> as written.</param>
public sealed record RuleSpec(TableRule Rule, bool IsOptional, SpecText Match);
