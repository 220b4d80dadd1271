using System.Runtime.CompilerServices;
using Sluice.Engine.Vectors.Nodes;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Fast;

/// <summary>
/// DECIMAL <c>+ - *</c> where the derived type has room for every result (no digit is rounded off, nothing can overflow): all else is the
/// general kernel's.
/// </summary>
internal static class DecimalArithmetic
{
    /// <summary>The precision up to which an unscaled value fits 64 bits.</summary>
    private const int LongDigits = 18;

    /// <summary>The fast node, or the general one.</summary>
    public static VectorNode Choose(BoundArithmetic expression, Operands operands)
    {
        (LogicalType a, LogicalType b, LogicalType r) = (operands.Left.Type, operands.Right.Type, expression.Type);
        if (expression.Operator == ArithmeticOperator.Multiply)
        {
            bool fits = a.Precision <= LongDigits && b.Precision <= LongDigits && r.Scale == a.Scale + b.Scale && r.Precision >= a.Precision + b.Precision;
            return fits ? new ArithmeticNode<Int128, LongMultiply>(operands, r) : operands.General();
        }

        if (expression.Operator is not (ArithmeticOperator.Add or ArithmeticOperator.Subtract))
            return operands.General();
        int scale = Math.Max(a.Scale, b.Scale);
        bool hasRoom = r.Scale == scale && r.Precision > Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale;
        if (!hasRoom || TryScale(operands.Left, scale) is not { } left || TryScale(operands.Right, scale) is not { } right)
            return operands.General();
        Operands scaled = operands.With(left, right);
        return expression.Operator == ArithmeticOperator.Add
            ? new ArithmeticNode<Int128, Add>(scaled, r)
            : new ArithmeticNode<Int128, Subtract>(scaled, r);
    }

    /// <summary>The operand at a larger scale, when that has room for every value of its type; null otherwise.</summary>
    public static VectorNode? TryScale(VectorNode operand, int scale)
    {
        int digits = scale - operand.Type.Scale;
        if (digits == 0)
            return operand;
        if (operand.Type.Precision + digits > LogicalType.MaxDecimalPrecision)
            return null;
        LogicalType type = LogicalType.Decimal(operand.Type.Precision + digits, scale).WithNullability(operand.Type.IsNullable);
        Int128 factor = 1;
        for (int i = 0; i < digits; i++)
            factor *= 10;
        return operand is LiteralNode literal
            ? new LiteralNode(literal.Value is Int128 value ? value * factor : null, type)
            : new ScaleNode(operand, factor, type);
    }

    private readonly struct Add : IArithmetic<Int128>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Apply(Int128 a, Int128 b, out Int128 result)
        {
            result = a + b;
            return false;
        }
    }

    private readonly struct Subtract : IArithmetic<Int128>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Apply(Int128 a, Int128 b, out Int128 result)
        {
            result = a - b;
            return false;
        }
    }

    /// <summary>Both factors fit 64 bits.</summary>
    private readonly struct LongMultiply : IArithmetic<Int128>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Apply(Int128 a, Int128 b, out Int128 result)
        {
            long high = Math.BigMul((long)a, (long)b, out long low);
            result = new Int128((ulong)high, (ulong)low);
            return false;
        }
    }

    /// <summary>A decimal times a power of ten that it has room for.</summary>
    private sealed class ScaleNode(VectorNode operand, Int128 factor, LogicalType type) : VectorNode(type)
    {
        private readonly OwnVector<Int128> _result = new();

        public override Vector Evaluate(VectorFrame frame, Selection selection)
        {
            Vector vector = operand.Evaluate(frame, selection);
            ReadOnlySpan<Int128> values = vector.Values<Int128>(selection);
            Int128[] result = _result.Start(frame.Length);
            _result.StartNulls(vector, frame.Length);
            for (int i = 0; i < selection.Count; i++)
                result[selection[i]] = values[selection[i]] * factor;
            return _result;
        }
    }
}
