using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Nodes;

/// <summary>AND or OR: an operand is evaluated only for the rows that the ones before it left undecided.</summary>
internal sealed class LogicalNode(bool isAnd, VectorNode[] operands, LogicalType type) : VectorNode(type)
{
    private readonly OwnVector<bool> _result = new();
    private int[] _open = [];

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        bool[] values = _result.Start(frame.Length);
        for (int i = 0; i < selection.Count; i++)
            values[selection[i]] = isAnd;
        Selection open = selection;
        for (int i = 0; i < operands.Length && open.Count > 0; i++)
        {
            Vector operand = operands[i].Evaluate(frame, open);
            int left = Combine(operand, open, values, frame.Length);
            open = new Selection(frame.Length, _open, left);
        }

        return _result;
    }

    /// <summary>
    /// Takes an operand in; the rows still undecided go to the list, whose number is returned. Without branches on values: which rows a filter
    /// keeps is what no processor can guess.
    /// </summary>
    private int Combine(Vector operand, Selection open, bool[] values, int length)
    {
        ReadOnlySpan<bool> operandValues = operand.Values<bool>(open);
        if (_open.Length < length)
            _open = new int[length];
        bool[]? nulls = operand.Nulls is null ? _result.Nulls : _result.WritableNulls(length);
        return nulls is null
            ? CombineValues(operandValues, open, values)
            : CombineNullable(operandValues, operand.Nulls, open, values, nulls);
    }

    private int CombineValues(ReadOnlySpan<bool> operandValues, Selection open, bool[] values)
    {
        int[] undecided = _open;
        int left = 0;
        for (int i = 0; i < open.Count; i++)
        {
            int row = open[i];
            bool decided = operandValues[row] ^ isAnd;
            values[row] = isAnd ^ decided;
            undecided[left] = row;
            left += decided ? 0 : 1;
        }

        return left;
    }

    private int CombineNullable(ReadOnlySpan<bool> operandValues, bool[]? operandNulls, Selection open, bool[] values, bool[] nulls)
    {
        int[] undecided = _open;
        int left = 0;
        for (int i = 0; i < open.Count; i++)
        {
            int row = open[i];
            bool isNull = operandNulls is not null && operandNulls[row];
            bool decided = !isNull & (operandValues[row] ^ isAnd);
            values[row] = isAnd ^ decided;
            nulls[row] = (nulls[row] | isNull) & !decided;
            undecided[left] = row;
            left += decided ? 0 : 1;
        }

        return left;
    }
}

/// <summary>NOT.</summary>
internal sealed class NotNode(VectorNode operand, LogicalType type) : VectorNode(type)
{
    private readonly OwnVector<bool> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector vector = operand.Evaluate(frame, selection);
        ReadOnlySpan<bool> values = vector.Values<bool>(selection);
        bool[] result = _result.Start(frame.Length);
        _result.StartNulls(vector, frame.Length);
        for (int i = 0; i < selection.Count; i++)
            result[selection[i]] = !values[selection[i]];
        return _result;
    }
}

/// <summary>IS [NOT] NULL, TRUE, FALSE, UNKNOWN: never NULL.</summary>
internal sealed class IsTestNode(IsTest test, bool isNegated, VectorNode operand, LogicalType type) : VectorNode(type)
{
    private readonly OwnVector<bool> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector vector = operand.Evaluate(frame, selection);
        bool[] result = _result.Start(frame.Length);
        ReadOnlySpan<bool> values = test is IsTest.True or IsTest.False ? vector.Values<bool>(selection) : default;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            bool isNull = vector.IsNull(row);
            bool holds = test switch
            {
                IsTest.True => !isNull && values[row],
                IsTest.False => !isNull && !values[row],
                _ => isNull,
            };
            result[row] = holds != isNegated;
        }

        return _result;
    }
}

/// <summary>IS [NOT] DISTINCT FROM: never NULL.</summary>
internal sealed class DistinctNode : VectorNode
{
    private readonly bool _isNegated;
    private readonly VectorNode _left;
    private readonly VectorNode _right;
    private readonly GivenNode _leftGiven;
    private readonly GivenNode _rightGiven;
    private readonly VectorNode _equal;
    private readonly OwnVector<bool> _result = new();

    public DistinctNode(bool isNegated, VectorNode left, VectorNode right, ScalarKernel equal, LogicalType type)
        : base(type)
    {
        (_isNegated, _left, _right) = (isNegated, left, right);
        (_leftGiven, _rightGiven) = (new GivenNode(left.Type), new GivenNode(right.Type));
        _equal = equal.Accept(new KernelCompiler([_leftGiven, _rightGiven], type, isTry: false));
    }

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector left = _leftGiven.Vector = _left.Evaluate(frame, selection);
        Vector right = _rightGiven.Vector = _right.Evaluate(frame, selection);
        Vector equal = _equal.Evaluate(frame, selection);
        ReadOnlySpan<bool> values = equal.Values<bool>(selection);
        bool[] result = _result.Start(frame.Length);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            bool same = equal.IsNull(row) ? left.IsNull(row) && right.IsNull(row) : values[row];
            result[row] = same == _isNegated;
        }

        return _result;
    }
}

/// <summary>An operand that the node above has already evaluated.</summary>
internal sealed class GivenNode(LogicalType type) : VectorNode(type)
{
    public Vector? Vector { get; set; }

    public override Vector Evaluate(VectorFrame frame, Selection selection) => Vector!;
}

/// <summary>[NOT] IN a list: items are compared one after another, each only for the rows not decided by those before.</summary>
internal sealed class InListNode : VectorNode
{
    private readonly bool _isNegated;
    private readonly VectorNode _operand;
    private readonly VectorNode[] _items;
    private readonly GivenNode _left;
    private readonly GivenNode _right;
    private readonly VectorNode _equal;
    private readonly OwnVector<bool> _result = new();
    private int[] _open = [];

    public InListNode(bool isNegated, VectorNode operand, VectorNode[] items, ScalarKernel equal, LogicalType type)
        : base(type)
    {
        (_isNegated, _operand, _items) = (isNegated, operand, items);
        (_left, _right) = (new GivenNode(operand.Type), new GivenNode(operand.Type));
        _equal = equal.Accept(new KernelCompiler([_left, _right], type, isTry: false));
    }

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        _left.Vector = _operand.Evaluate(frame, selection);
        bool[] values = _result.Start(frame.Length);
        if (_open.Length < frame.Length)
            _open = new int[frame.Length];
        int open = 0;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            values[row] = _isNegated;
            _open[open++] = row; // Also where the operand is NULL: an item that fails fails the row.
        }

        for (int i = 0; i < _items.Length && open > 0; i++)
            open = Compare(frame, _items[i], values, open);
        return _result;
    }

    private int Compare(VectorFrame frame, VectorNode item, bool[] values, int open)
    {
        var selection = new Selection(frame.Length, _open, open);
        _right.Vector = item.Evaluate(frame, selection);
        Vector equal = _equal.Evaluate(frame, selection);
        ReadOnlySpan<bool> matches = equal.Values<bool>(selection);
        int left = 0;
        for (int i = 0; i < open; i++)
        {
            int row = _open[i];
            if (equal.IsNull(row))
            {
                _result.WritableNulls(frame.Length)[row] = true;
            }
            else if (matches[row])
            {
                values[row] = !_isNegated;
                if (_result.Nulls is { } nulls)
                    nulls[row] = false;
                continue;
            }

            _open[left++] = row;
        }

        return left;
    }
}
