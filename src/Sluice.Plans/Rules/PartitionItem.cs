namespace Sluice.Plans;

/// <summary>A column whose values partition the target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expression">What computes it, over the source table's columns; null when it is a column that is selected anyway.</param>
/// <param name="Place">Where it stands.</param>
public sealed record PartitionItem(string Name, RuleText? Expression, IPlace Place);
