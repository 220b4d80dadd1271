using Sluice.Plans;

namespace Sluice.Jobs;

/// <summary>A pattern of <c>source.tables</c>.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="IsExclusion">Whether it stood behind <c>!</c>: what it takes is left out.</param>
/// <param name="Text">As written.</param>
public sealed record PatternSpec(TablePattern Pattern, bool IsExclusion, SpecText Text);
