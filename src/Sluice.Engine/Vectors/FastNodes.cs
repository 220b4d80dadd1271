using Sluice.Expressions;

namespace Sluice.Engine.Vectors;

/// <summary>
/// Chooses fast nodes: loops over raw values that never fail by themselves. A batch in which anything unusual shows (overflow, an error) is
/// given to the general node, which is always right; a fast node is only allowed to be faster.
/// </summary>
internal static class FastNodes
{
    public static VectorNode Arithmetic(BoundArithmetic expression, VectorNode general) => general;

    public static VectorNode Comparison(BoundComparison expression, VectorNode general) => general;

    public static VectorNode Call(BoundCall expression, VectorNode general) => general;
}
