using System.Collections.Immutable;

namespace Sluice.Plans;

/// <summary>What happens to the tables that a pattern matches. The first rule that matches a table is the one.</summary>
public sealed record TableRule
{
    /// <summary>Which tables.</summary>
    public required TablePattern Match { get; init; }

    /// <summary>The target's name, with <c>{schema}</c>, <c>{name}</c> and the parts named in the pattern; null for the source table's name.</summary>
    public RuleText? Into { get; init; }

    /// <summary>The key of the target; empty for the source table's.</summary>
    public ImmutableArray<RuleText> Key { get; init; } = [];

    /// <summary>Which rows.</summary>
    public RuleText? Where { get; init; }

    /// <summary>Which columns; empty for all.</summary>
    public ImmutableArray<SelectItem> Select { get; init; } = [];
}
