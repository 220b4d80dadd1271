using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Nodes;

/// <summary>A constant, filled in once for the largest batch seen.</summary>
internal sealed class LiteralNode(object? value, LogicalType type, Deviation? deviation) : VectorNode(type)
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

        if (deviation is not null && frame.IsObserved)
        {
            for (int i = 0; i < selection.Count; i++)
                frame.Deviates(selection[i], deviation);
        }

        return _vector;
    }
}
