using System.Numerics;
using Sluice.Engine.Vectors.Nodes;
using Sluice.Expressions;
using Sluice.Expressions.Functions.Patterns;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Fast;

/// <summary>
/// Chooses fast nodes: loops over raw values that never fail by themselves. A batch in which anything unusual shows (an overflow) is given to
/// the general node, which is always right; a fast node is only allowed to be faster.
/// </summary>
internal static class FastNodes
{
    /// <summary>A node for <c>+ - *</c> and the division of floats; the general one for all else.</summary>
    public static VectorNode Arithmetic(BoundArithmetic expression, VectorNode left, VectorNode right, Func<VectorNode, VectorNode, VectorNode> general)
    {
        bool sameKind = left.Type.Kind == right.Type.Kind && left.Type.Kind == expression.Type.Kind;
        var operands = new Operands(left, right, general);
        return (expression.Type.Kind, sameKind) switch
        {
            (TypeKind.TinyInt, true) => Integers<sbyte>(expression, operands),
            (TypeKind.SmallInt, true) => Integers<short>(expression, operands),
            (TypeKind.Int, true) => Integers<int>(expression, operands),
            (TypeKind.BigInt, true) => Integers<long>(expression, operands),
            (TypeKind.Float, true) => Floats<float>(expression, operands),
            (TypeKind.Double, true) => Floats<double>(expression, operands),
            (TypeKind.Decimal, true) => DecimalArithmetic.Choose(expression, operands),
            _ => operands.General(),
        };
    }

    /// <summary>A node for a comparison of numbers, dates, timestamps in microseconds, or text.</summary>
    public static VectorNode Comparison(BoundComparison expression, VectorNode left, VectorNode right, Func<VectorNode, VectorNode, VectorNode> general)
    {
        var operands = new Operands(left, right, general);
        if (left.Type.IsCharacter && right.Type.IsCharacter)
            return TextComparisonNode.Choose(expression, operands);
        if (left.Type.Kind != right.Type.Kind)
            return operands.General();
        return left.Type.Kind switch
        {
            TypeKind.TinyInt => Compare<sbyte>(expression, operands),
            TypeKind.SmallInt => Compare<short>(expression, operands),
            TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths => Compare<int>(expression, operands),
            TypeKind.BigInt or TypeKind.Time or TypeKind.IntervalMillis => Compare<long>(expression, operands),
            TypeKind.Float => Compare<float>(expression, operands),
            TypeKind.Double => Compare<double>(expression, operands),
            TypeKind.Decimal => DecimalComparison(expression, operands),
            TypeKind.Timestamp or TypeKind.TimestampLtz => MicrosComparison(expression, operands),
            _ => operands.General(),
        };
    }

    /// <summary>A node for a LIKE with a constant pattern over a column of text.</summary>
    public static VectorNode? Like(BoundCall call, VectorNode[] arguments) =>
        arguments is [ColumnNode, ..] && LikePattern.ForConstant(call) is { } pattern ? new LikeNode(pattern, arguments[0], call.Type) : null;

    private static VectorNode Integers<T>(BoundArithmetic expression, Operands operands)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => expression.Operator switch
    {
        ArithmeticOperator.Add => new ArithmeticNode<T, IntegerAdd<T>>(operands, expression.Type),
        ArithmeticOperator.Subtract => new ArithmeticNode<T, IntegerSubtract<T>>(operands, expression.Type),
        ArithmeticOperator.Multiply => new ArithmeticNode<T, IntegerMultiply<T>>(operands, expression.Type),
        _ => operands.General(),
    };

    private static VectorNode Floats<T>(BoundArithmetic expression, Operands operands)
        where T : unmanaged, INumber<T> => expression.Operator switch
    {
        ArithmeticOperator.Add => new ArithmeticNode<T, FloatAdd<T>>(operands, expression.Type),
        ArithmeticOperator.Subtract => new ArithmeticNode<T, FloatSubtract<T>>(operands, expression.Type),
        ArithmeticOperator.Multiply => new ArithmeticNode<T, FloatMultiply<T>>(operands, expression.Type),
        ArithmeticOperator.Divide => new ArithmeticNode<T, FloatDivide<T>>(operands, expression.Type),
        _ => operands.General(),
    };

    private static VectorNode Compare<T>(BoundComparison expression, Operands operands)
        where T : unmanaged, INumber<T> => expression.Operator switch
    {
        ComparisonOperator.Equal => new ComparisonNode<T, IsEqual<T>>(operands, expression.Type),
        ComparisonOperator.NotEqual => new ComparisonNode<T, IsNotEqual<T>>(operands, expression.Type),
        ComparisonOperator.Less => new ComparisonNode<T, IsLess<T>>(operands, expression.Type),
        ComparisonOperator.LessOrEqual => new ComparisonNode<T, IsLessOrEqual<T>>(operands, expression.Type),
        ComparisonOperator.Greater => new ComparisonNode<T, IsGreater<T>>(operands, expression.Type),
        _ => new ComparisonNode<T, IsGreaterOrEqual<T>>(operands, expression.Type),
    };

    /// <summary>Decimals of two scales compare at the larger one, when it has room for both.</summary>
    private static VectorNode DecimalComparison(BoundComparison expression, Operands operands)
    {
        int scale = Math.Max(operands.Left.Type.Scale, operands.Right.Type.Scale);
        return DecimalArithmetic.TryScale(operands.Left, scale) is { } left && DecimalArithmetic.TryScale(operands.Right, scale) is { } right
            ? Compare<Int128>(expression, operands.With(left, right))
            : operands.General();
    }

    /// <summary>Columns of up to 6 digits are microseconds; a constant is turned into them once.</summary>
    private static VectorNode MicrosComparison(BoundComparison expression, Operands operands) =>
        MicrosNode.TryFor(operands.Left) is { } left && MicrosNode.TryFor(operands.Right) is { } right
            ? Compare<long>(expression, operands.With(left, right))
            : operands.General();
}
