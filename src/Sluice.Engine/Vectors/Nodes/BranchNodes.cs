using Sluice.Types;

namespace Sluice.Engine.Vectors.Nodes;

/// <summary>CASE and IF: a condition is evaluated only for rows that no branch before took, a value only for the rows that take its branch.</summary>
internal sealed class CaseNode((VectorNode Condition, VectorNode Value)[] branches, VectorNode? otherwise, LogicalType type) : VectorNode(type)
{
    private readonly Vector _result = VectorMerge.NewFor(type);
    private int[] _open = [];
    private int[] _taken = [];

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        _result.ClearNulls();
        VectorMerge.Fill(_result, null, frame.Length);
        if (_open.Length < frame.Length)
            (_open, _taken) = (new int[frame.Length], new int[frame.Length]);
        Selection open = selection;
        foreach ((VectorNode condition, VectorNode value) in branches)
        {
            if (open.Count == 0)
                break;
            (int taken, int left) = Split(condition.Evaluate(frame, open), open);
            open = new Selection(frame.Length, _open, left);
            var takers = new Selection(frame.Length, _taken, taken);
            if (taken > 0)
                VectorMerge.Assign(_result, value.Evaluate(frame, takers), takers);
        }

        if (open.Count > 0)
            Otherwise(frame, open);
        return _result;
    }

    private void Otherwise(VectorFrame frame, Selection open)
    {
        if (otherwise is not null)
        {
            VectorMerge.Assign(_result, otherwise.Evaluate(frame, open), open);
            return;
        }

        bool[] nulls = _result.WritableNulls(frame.Length);
        for (int i = 0; i < open.Count; i++)
            nulls[open[i]] = true;
    }

    private (int Taken, int Left) Split(Vector condition, Selection open)
    {
        ReadOnlySpan<bool> values = condition.Values<bool>(open);
        (int taken, int left) = (0, 0);
        for (int i = 0; i < open.Count; i++)
        {
            int row = open[i];
            if (!condition.IsNull(row) && values[row])
                _taken[taken++] = row;
            else
                _open[left++] = row;
        }

        return (taken, left);
    }
}

/// <summary>COALESCE: the first argument that is not NULL. As in Flink, every argument is evaluated for every row.</summary>
internal sealed class CoalesceNode(VectorNode[] arguments, LogicalType type) : VectorNode(type)
{
    private readonly Vector _result = VectorMerge.NewFor(type);
    private int[] _open = [];

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        _result.ClearNulls();
        VectorMerge.Fill(_result, null, frame.Length);
        if (_open.Length < frame.Length)
            _open = new int[frame.Length];
        int open = selection.Count;
        for (int i = 0; i < open; i++)
            _open[i] = selection[i];
        bool[] nulls = _result.WritableNulls(frame.Length);
        for (int i = 0; i < open; i++)
            nulls[_open[i]] = true;
        foreach (VectorNode argument in arguments)
        {
            Vector value = argument.Evaluate(frame, selection);
            VectorMerge.Assign(_result, value, new Selection(frame.Length, _open, open));
            open = KeepNulls(value, open);
        }

        return _result;
    }

    private int KeepNulls(Vector value, int open)
    {
        int left = 0;
        for (int i = 0; i < open; i++)
        {
            if (value.IsNull(_open[i]))
                _open[left++] = _open[i];
        }

        return left;
    }
}

/// <summary>A field of a ROW value.</summary>
internal sealed class FieldNode(VectorNode operand, int index, LogicalType type) : VectorNode(type)
{
    private readonly Vector _result = VectorMerge.NewFor(type);

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector rows = operand.Evaluate(frame, selection);
        _result.ClearNulls();
        VectorMerge.Fill(_result, null, frame.Length);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (rows.Boxed(row) is object?[] fields && fields[index] is { } value)
                VectorMerge.Set(_result, row, value);
            else
                _result.WritableNulls(frame.Length)[row] = true;
        }

        return _result;
    }
}
