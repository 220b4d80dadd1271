using Sluice.Engine.Vectors.Nodes;

namespace Sluice.Engine.Vectors.Fast;

/// <summary>
/// Two operands and the general node over them. The general node reads operands that the fast node has already evaluated, so that falling
/// back evaluates nothing twice.
/// </summary>
internal sealed class Operands
{
    private readonly GivenNode _givenLeft;
    private readonly GivenNode _givenRight;
    private readonly VectorNode _fallback;
    private readonly Func<VectorNode, VectorNode, VectorNode> _general;

    public Operands(VectorNode left, VectorNode right, Func<VectorNode, VectorNode, VectorNode> general)
    {
        (Left, Right, _general) = (left, right, general);
        (_givenLeft, _givenRight) = (new GivenNode(left.Type), new GivenNode(right.Type));
        _fallback = general(_givenLeft, _givenRight);
    }

    /// <summary>The left operand.</summary>
    public VectorNode Left { get; }

    /// <summary>The right operand.</summary>
    public VectorNode Right { get; }

    /// <summary>The general node over the operands themselves: when there is no fast one.</summary>
    public VectorNode General() => _general(Left, Right);

    /// <summary>Other operands that mean the same; they never fall back.</summary>
    public Operands With(VectorNode left, VectorNode right) => new(left, right, _general);

    /// <summary>The general node over values already evaluated.</summary>
    public Vector FallBack(VectorFrame frame, Selection selection, Vector left, Vector right)
    {
        (_givenLeft.Vector, _givenRight.Vector) = (left, right);
        return _fallback.Evaluate(frame, selection);
    }
}
