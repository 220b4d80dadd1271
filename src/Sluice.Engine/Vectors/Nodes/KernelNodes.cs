using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Nodes;

/// <summary>Makes the node that runs a kernel over columns, typed and without boxing.</summary>
/// <param name="arguments">The operands.</param>
/// <param name="type">The type of the result.</param>
/// <param name="isTry">An error of the kernel gives NULL.</param>
internal sealed class KernelCompiler(VectorNode[] arguments, LogicalType type, bool isTry) : IKernelVisitor<VectorNode>
{
    public VectorNode Visit<TR>(ScalarKernel<TR> kernel) => new KernelNode<TR>(kernel, type);

    public VectorNode Visit<T1, TR>(ScalarKernel<T1, TR> kernel) => new KernelNode<T1, TR>(kernel, arguments, type, isTry);

    public VectorNode Visit<T1, T2, TR>(ScalarKernel<T1, T2, TR> kernel) => new KernelNode<T1, T2, TR>(kernel, arguments, type, isTry);

    public VectorNode Visit<T1, T2, T3, TR>(ScalarKernel<T1, T2, T3, TR> kernel) => new KernelNode<T1, T2, T3, TR>(kernel, arguments, type);

    public VectorNode Visit<T1, T2, T3, T4, TR>(ScalarKernel<T1, T2, T3, T4, TR> kernel) => new KernelNode<T1, T2, T3, T4, TR>(kernel, arguments, type);

    public VectorNode Visit(AnyKernel kernel) => new BoxedKernelNode(kernel, arguments, type, isTry);
}

/// <summary>A kernel without arguments.</summary>
internal sealed class KernelNode<TR>(ScalarKernel<TR> kernel, LogicalType type) : VectorNode(type)
{
    private readonly OwnVector<TR> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        TR[] values = _result.Start(frame.Length);
        Outcome outcome = frame.NewOutcome();
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            values[row] = kernel.Body(ref outcome);
            if (!outcome.HasValue)
                frame.Note(row, ref outcome, _result, isTry: false);
        }

        return _result;
    }
}

/// <summary>A kernel of one argument; NULL in, NULL out.</summary>
internal sealed class KernelNode<T1, TR>(ScalarKernel<T1, TR> kernel, VectorNode[] arguments, LogicalType type, bool isTry) : VectorNode(type)
{
    private readonly OwnVector<TR> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector first = arguments[0].Evaluate(frame, selection);
        ReadOnlySpan<T1> a = first.Values<T1>(selection);
        TR[] values = _result.Start(frame.Length);
        _result.StartNulls(first, frame.Length);
        Kernel<T1, TR> body = kernel.Body;
        Outcome outcome = frame.NewOutcome();
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (_result.IsNull(row))
                continue;
            values[row] = body(a[row], ref outcome);
            if (!outcome.HasValue)
                frame.Note(row, ref outcome, _result, isTry);
        }

        return _result;
    }
}

/// <summary>A kernel of two arguments; NULL in, NULL out.</summary>
internal sealed class KernelNode<T1, T2, TR>(ScalarKernel<T1, T2, TR> kernel, VectorNode[] arguments, LogicalType type, bool isTry) : VectorNode(type)
{
    private readonly OwnVector<TR> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector first = arguments[0].Evaluate(frame, selection);
        Vector second = arguments[1].Evaluate(frame, selection);
        return Apply(frame, selection, first, second);
    }

    /// <summary>The kernel over operands already evaluated.</summary>
    public Vector Apply(VectorFrame frame, Selection selection, Vector first, Vector second)
    {
        ReadOnlySpan<T1> a = first.Values<T1>(selection);
        ReadOnlySpan<T2> b = second.Values<T2>(selection);
        TR[] values = _result.Start(frame.Length);
        _result.StartNulls(first, frame.Length);
        _result.AddNulls(second, frame.Length);
        Kernel<T1, T2, TR> body = kernel.Body;
        Outcome outcome = frame.NewOutcome();
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (_result.IsNull(row))
                continue;
            values[row] = body(a[row], b[row], ref outcome);
            if (!outcome.HasValue)
                frame.Note(row, ref outcome, _result, isTry);
        }

        return _result;
    }
}

/// <summary>A kernel of three arguments; NULL in, NULL out.</summary>
internal sealed class KernelNode<T1, T2, T3, TR>(ScalarKernel<T1, T2, T3, TR> kernel, VectorNode[] arguments, LogicalType type) : VectorNode(type)
{
    private readonly OwnVector<TR> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector first = arguments[0].Evaluate(frame, selection);
        Vector second = arguments[1].Evaluate(frame, selection);
        Vector third = arguments[2].Evaluate(frame, selection);
        ReadOnlySpan<T1> a = first.Values<T1>(selection);
        ReadOnlySpan<T2> b = second.Values<T2>(selection);
        ReadOnlySpan<T3> c = third.Values<T3>(selection);
        TR[] values = _result.Start(frame.Length);
        _result.StartNulls(first, frame.Length);
        _result.AddNulls(second, frame.Length);
        _result.AddNulls(third, frame.Length);
        Outcome outcome = frame.NewOutcome();
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (_result.IsNull(row))
                continue;
            values[row] = kernel.Body(a[row], b[row], c[row], ref outcome);
            if (!outcome.HasValue)
                frame.Note(row, ref outcome, _result, isTry: false);
        }

        return _result;
    }
}

/// <summary>A kernel of four arguments; NULL in, NULL out.</summary>
internal sealed class KernelNode<T1, T2, T3, T4, TR>(ScalarKernel<T1, T2, T3, T4, TR> kernel, VectorNode[] arguments, LogicalType type)
    : VectorNode(type)
{
    private readonly OwnVector<TR> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector[] operands = [.. arguments.Select(a => a.Evaluate(frame, selection))];
        ReadOnlySpan<T1> a = operands[0].Values<T1>(selection);
        ReadOnlySpan<T2> b = operands[1].Values<T2>(selection);
        ReadOnlySpan<T3> c = operands[2].Values<T3>(selection);
        ReadOnlySpan<T4> d = operands[3].Values<T4>(selection);
        TR[] values = _result.Start(frame.Length);
        foreach (Vector operand in operands)
            _result.AddNulls(operand, frame.Length);
        Outcome outcome = frame.NewOutcome();
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (_result.IsNull(row))
                continue;
            values[row] = kernel.Body(a[row], b[row], c[row], d[row], ref outcome);
            if (!outcome.HasValue)
                frame.Note(row, ref outcome, _result, isTry: false);
        }

        return _result;
    }
}

/// <summary>A kernel of any number of boxed arguments, which may ask to see NULLs.</summary>
internal sealed class BoxedKernelNode(AnyKernel kernel, VectorNode[] arguments, LogicalType type, bool isTry) : VectorNode(type)
{
    private readonly Vector _result = VectorMerge.NewFor(type);

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector[] operands = [.. arguments.Select(a => a.Evaluate(frame, selection))];
        _result.ClearNulls();
        VectorMerge.Fill(_result, null, frame.Length);
        var boxed = new object?[operands.Length];
        Outcome outcome = frame.NewOutcome();
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            bool anyNull = false;
            for (int j = 0; j < boxed.Length; j++)
                anyNull |= (boxed[j] = operands[j].Boxed(row)) is null;
            object? value = anyNull && !kernel.SeesNulls ? null : kernel.Body(boxed, ref outcome);
            if (!outcome.HasValue)
                frame.Note(row, ref outcome, _result, isTry);
            if (value is null || _result.IsNull(row))
                _result.WritableNulls(frame.Length)[row] = true;
            else
                VectorMerge.Set(_result, row, value);
        }

        return _result;
    }
}
