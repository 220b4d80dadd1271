using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// A node of the bound tree: names resolved, types known, every implicit cast an explicit <see cref="BoundCast"/>. All executors run this tree.
/// </summary>
/// <param name="Type">The type of the result, nullability included.</param>
/// <param name="Span">Where it stands in the text; default for a node that nobody wrote.</param>
public abstract record BoundExpression(LogicalType Type, SourceSpan Span)
{
    /// <summary>The operands in the order in which they are evaluated.</summary>
    public abstract ImmutableArray<BoundExpression> Children { get; }

    /// <summary>Whether it gives the same value for the same row, always.</summary>
    public virtual bool IsDeterministic => Children.All(child => child.IsDeterministic);

    /// <summary>Whether it is the same expression, wherever it stands in the text.</summary>
    public bool SameAs(BoundExpression other) =>
        GetType() == other.GetType() && Type.Equals(other.Type) && SameShape(other) && Children.Length == other.Children.Length
        && Children.Zip(other.Children).All(pair => pair.First.SameAs(pair.Second));

    /// <summary>The indices of the columns it reads.</summary>
    public ImmutableSortedSet<int> UsedColumns()
    {
        var used = ImmutableSortedSet.CreateBuilder<int>();
        Collect(this, used);
        return used.ToImmutable();
    }

    /// <summary>The same node over other operands, in the order of <see cref="Children"/>.</summary>
    public abstract BoundExpression WithChildren(ImmutableArray<BoundExpression> children);

    /// <summary>Flink SQL text that binds to the same tree (implicit casts left out).</summary>
    public sealed override string ToString() => ExpressionPrinter.Print(this);

    /// <summary>Whether what is not in <see cref="Children"/> and <see cref="Type"/> is the same.</summary>
    protected abstract bool SameShape(BoundExpression other);

    private static void Collect(BoundExpression node, ImmutableSortedSet<int>.Builder used)
    {
        if (node is BoundColumn column)
            used.Add(column.Index);
        foreach (BoundExpression child in node.Children)
            Collect(child, used);
    }
}
