using System.Buffers.Binary;
using System.Text;
using Sluice.Engine.Vectors.Nodes;
using Sluice.Expressions;
using Sluice.Expressions.Functions.Patterns;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Fast;

/// <summary>A comparison of a column of text with a constant, on the bytes: the order of UTF-8 bytes is that of code points (D13).</summary>
internal sealed class TextComparisonNode(ComparisonOperator op, VectorNode column, byte[] constant, LogicalType type) : VectorNode(type)
{
    private readonly OwnVector<bool> _result = new();

    /// <summary>The fast node, or the general one.</summary>
    public static VectorNode Choose(BoundComparison expression, Operands operands)
    {
        if (operands.Left is ColumnNode && operands.Right is LiteralNode { Value: string right } && IsWellFormed(right))
            return new TextComparisonNode(expression.Operator, operands.Left, Encoding.UTF8.GetBytes(right), expression.Type);
        if (operands.Right is ColumnNode && operands.Left is LiteralNode { Value: string left } && IsWellFormed(left))
            return new TextComparisonNode(Mirrored(expression.Operator), operands.Right, Encoding.UTF8.GetBytes(left), expression.Type);
        return operands.General();
    }

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        var text = (TextColumnVector)column.Evaluate(frame, selection);
        bool[] result = _result.Start(frame.Length);
        _result.StartNulls(text, frame.Length);
        ReadOnlySpan<int> offsets = text.Offsets;
        ReadOnlySpan<byte> heap = text.Heap;
        bool isEquality = op is ComparisonOperator.Equal or ComparisonOperator.NotEqual;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            ReadOnlySpan<byte> value = heap[offsets[row]..offsets[row + 1]];
            result[row] = isEquality ? value.SequenceEqual(constant) == (op == ComparisonOperator.Equal) : Holds(value.SequenceCompareTo(constant));
        }

        return _result;
    }

    private static bool IsWellFormed(string text) => !text.Any(char.IsSurrogate) || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static ComparisonOperator Mirrored(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => op,
    };

    private bool Holds(int order) => op switch
    {
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };
}

/// <summary>LIKE with a constant pattern over a column of text, on the bytes, without allocating.</summary>
internal sealed class LikeNode(LikePattern pattern, VectorNode column, LogicalType type) : VectorNode(type)
{
    private readonly ReadOnlyMemory<byte> _prefix = pattern.Prefix;
    private readonly OwnVector<bool> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        var text = (TextColumnVector)column.Evaluate(frame, selection);
        bool[] result = _result.Start(frame.Length);
        _result.StartNulls(text, frame.Length);
        if (pattern.IsPrefix && _prefix.Length is > 0 and <= sizeof(ulong))
            MatchPrefix(text.Offsets, text.Heap, selection, result);
        else
            Match(text.Offsets, text.Heap, selection, result);
        return _result;
    }

    private void Match(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> heap, Selection selection, bool[] result)
    {
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            result[row] = pattern.IsMatch(heap[offsets[row]..offsets[row + 1]]);
        }
    }

    /// <summary>A short prefix is compared as one number, but for the last few texts, after which no eight bytes may be read.</summary>
    private void MatchPrefix(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> heap, Selection selection, bool[] result)
    {
        int bytes = _prefix.Length;
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        _prefix.Span.CopyTo(padded);
        ulong wanted = BinaryPrimitives.ReadUInt64LittleEndian(padded);
        ulong mask = ulong.MaxValue >> (64 - (8 * bytes));
        int lastStart = heap.Length - sizeof(ulong);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            int start = offsets[row], end = offsets[row + 1];
            result[row] = start <= lastStart
                ? (end - start >= bytes) & ((BinaryPrimitives.ReadUInt64LittleEndian(heap[start..]) & mask) == wanted)
                : heap[start..end].StartsWith(_prefix.Span);
        }
    }
}

/// <summary>A TIMESTAMP or TIMESTAMP_LTZ of up to 6 digits as microseconds.</summary>
internal static class MicrosNode
{
    /// <summary>The operand as a node of microseconds; null when it is neither such a column nor a constant without a finer fraction.</summary>
    public static VectorNode? TryFor(VectorNode operand) => operand switch
    {
        ColumnNode when operand.Type.Precision <= 6 => operand,
        LiteralNode { Value: Timestamp timestamp } when timestamp.Nanos % 1000 == 0 =>
            new LiteralNode(timestamp.Micros, LogicalType.BigInt.WithNullability(operand.Type.IsNullable)),
        _ => null,
    };
}
