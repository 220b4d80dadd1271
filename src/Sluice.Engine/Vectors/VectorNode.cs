using Sluice.Types;

namespace Sluice.Engine.Vectors;

/// <summary>A node of a compiled expression. Keeps its own result between batches; not thread-safe.</summary>
/// <param name="type">The type of the values.</param>
internal abstract class VectorNode(LogicalType type)
{
    /// <summary>The type of the values.</summary>
    public LogicalType Type { get; } = type;

    /// <summary>The values for the rows selected; valid until the next evaluation of this node.</summary>
    public abstract Vector Evaluate(VectorFrame frame, Selection selection);
}
