namespace Sluice.Expressions;

/// <summary>A branch of a <see cref="BoundCase"/>.</summary>
/// <param name="Condition">BOOLEAN; taken when TRUE.</param>
/// <param name="Value">Its value.</param>
public readonly record struct BoundBranch(BoundExpression Condition, BoundExpression Value);
