namespace Sluice.Plans;

/// <summary>One entry of <c>select</c>: all columns, a column left out, or a named expression.</summary>
/// <param name="Name">The column's name; <c>*</c> for all columns.</param>
/// <param name="Expression">What computes it; null to leave the column out, and for <c>*</c>.</param>
/// <param name="Place">Where it stands.</param>
public sealed record SelectItem(string Name, RuleText? Expression, IPlace Place)
{
    /// <summary>Whether it stands for all columns.</summary>
    public bool IsAll => Name == "*" && Expression is null;

    /// <summary>Whether it leaves a column out.</summary>
    public bool IsDrop => Name != "*" && Expression is null;
}
