namespace Sluice.Expressions;

/// <summary>A node of the bound tree. (The tree lands with the binder; on a conflict its version is the right one.)</summary>
public abstract record BoundExpression;
