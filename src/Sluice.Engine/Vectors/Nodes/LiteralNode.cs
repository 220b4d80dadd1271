using Sluice.Types;

namespace Sluice.Engine.Vectors.Nodes;

/// <summary>A constant, filled in once for the largest batch seen.</summary>
internal sealed class LiteralNode(object? value, LogicalType type) : VectorNode(type)
{
    private readonly Vector _vector = VectorMerge.NewFor(type);
    private int _filled;

    /// <summary>The constant; null for NULL.</summary>
    public object? Value => value;

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        if (_filled < frame.Length)
        {
            _filled = frame.Length;
            if (value is null)
                _vector.WritableNulls(_filled).AsSpan().Fill(true);
            VectorMerge.Fill(_vector, value, _filled);
        }

        return _vector;
    }
}
