using System.Diagnostics;
using Sluice.Engine.Vectors.Fast;
using Sluice.Engine.Vectors.Nodes;
using Sluice.Expressions;

namespace Sluice.Engine.Vectors;

/// <summary>Compiles a bound tree to vector nodes: a fast node where one is written for the operator and types, else the kernel in a typed loop.</summary>
/// <param name="session">The session, for constants.</param>
internal sealed class VectorCompiler(SessionContext session)
{
    /// <summary>The node of an expression.</summary>
    public VectorNode Compile(BoundExpression expression) => TryConstant(expression) ?? expression switch
    {
        BoundColumn c => new ColumnNode(c.Index, c.Type),
        BoundLiteral l => new LiteralNode(l.Value, l.Type),
        BoundArithmetic a => FastNodes.Arithmetic(a, Compile(a.Left), Compile(a.Right), (l, r) => Kernel(a.Kernel, a, [l, r])),
        BoundNegate n => Kernel(n.Kernel, n, [Compile(n.Operand)]),
        BoundComparison c => FastNodes.Comparison(c, Compile(c.Left), Compile(c.Right), (l, r) => Kernel(c.Kernel, c, [l, r])),
        BoundLogical l => new LogicalNode(l.IsAnd, [.. l.Operands.Select(Compile)], l.Type),
        BoundNot n => new NotNode(Compile(n.Operand), n.Type),
        BoundIsTest t => new IsTestNode(t.Test, t.IsNegated, Compile(t.Operand), t.Type),
        BoundDistinct d => new DistinctNode(d.IsNegated, Compile(d.Left), Compile(d.Right), d.Equal, d.Type),
        BoundInList i => new InListNode(i.IsNegated, Compile(i.Operand), [.. i.Items.Select(Compile)], i.Equal, i.Type),
        BoundCase c => new CaseNode(
            [.. c.Branches.Select(b => (Compile(b.Condition), Compile(b.Value)))], c.Otherwise is null ? null : Compile(c.Otherwise), c.Type),
        BoundCoalesce c => new CoalesceNode([.. c.Arguments.Select(Compile)], c.Type),
        BoundCast c => Kernel(c.Kernel, c, [Compile(c.Operand)], c.IsTry),
        BoundCall c => Call(c),
        BoundField f => new FieldNode(Compile(f.Operand), f.Index, f.Type),
        _ => throw new UnreachableException($"no vector node for {expression.GetType().Name}"),
    };

    private static VectorNode Kernel(ScalarKernel kernel, BoundExpression expression, VectorNode[] arguments, bool isTry = false) =>
        kernel.Accept(new KernelCompiler(arguments, expression.Type, isTry));

    private VectorNode Call(BoundCall call)
    {
        VectorNode[] arguments = [.. call.Arguments.Select(Compile)];
        return FastNodes.Like(call, arguments) ?? Kernel(call.Kernel, call, arguments);
    }

    /// <summary>A subtree without columns is evaluated once, unless it fails: then it fails for the rows that reach it.</summary>
    private LiteralNode? TryConstant(BoundExpression expression)
    {
        if (expression is BoundLiteral or BoundColumn || !expression.IsDeterministic || expression.UsedColumns().Count > 0)
            return null;
        EvalResult result = new Interpreter(session).Evaluate(expression, []);
        return result.Error is null ? new LiteralNode(result.Value, expression.Type) : null;
    }
}
