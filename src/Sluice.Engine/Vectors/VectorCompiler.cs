using System.Diagnostics;
using Sluice.Engine.Vectors.Nodes;
using Sluice.Expressions;

namespace Sluice.Engine.Vectors;

/// <summary>Compiles a bound tree to vector nodes: a fast node where one is written for the operator and types, else the kernel in a typed loop.</summary>
internal static class VectorCompiler
{
    /// <summary>The node of an expression.</summary>
    public static VectorNode Compile(BoundExpression expression) => expression switch
    {
        BoundColumn c => new ColumnNode(c.Index, c.Type),
        BoundLiteral l => new LiteralNode(l.Value, l.Type),
        BoundArithmetic a => FastNodes.Arithmetic(a, Kernel(a.Kernel, a)),
        BoundNegate n => Kernel(n.Kernel, n),
        BoundComparison c => FastNodes.Comparison(c, Kernel(c.Kernel, c)),
        BoundLogical l => new LogicalNode(l.IsAnd, [.. l.Operands.Select(Compile)], l.Type),
        BoundNot n => new NotNode(Compile(n.Operand), n.Type),
        BoundIsTest t => new IsTestNode(t.Test, t.IsNegated, Compile(t.Operand), t.Type),
        BoundDistinct d => new DistinctNode(d.IsNegated, Compile(d.Left), Compile(d.Right), d.Equal, d.Type),
        BoundInList i => new InListNode(i.IsNegated, Compile(i.Operand), [.. i.Items.Select(Compile)], i.Equal, i.Type),
        BoundCase c => new CaseNode(
            [.. c.Branches.Select(b => (Compile(b.Condition), Compile(b.Value)))], c.Otherwise is null ? null : Compile(c.Otherwise), c.Type),
        BoundCoalesce c => new CoalesceNode([.. c.Arguments.Select(Compile)], c.Type),
        BoundCast c => Kernel(c.Kernel, c, c.IsTry),
        BoundCall c => FastNodes.Call(c, Kernel(c.Kernel, c)),
        BoundField f => new FieldNode(Compile(f.Operand), f.Index, f.Type),
        _ => throw new UnreachableException($"no vector node for {expression.GetType().Name}"),
    };

    private static VectorNode Kernel(ScalarKernel kernel, BoundExpression expression, bool isTry = false) =>
        kernel.Accept(new KernelCompiler([.. expression.Children.Select(Compile)], expression.Type, isTry));
}
