using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Arithmetic.</summary>
internal sealed partial class Binder
{
    /// <summary>Binds <c>left op right</c>; null and a problem when the types do not fit.</summary>
    public BoundExpression? Arithmetic(ArithmeticOperator op, BoundExpression left, BoundExpression right, SourceSpan span)
    {
        LogicalType a = left.Type;
        LogicalType b = right.Type;
        if (a.IsNumeric && b.IsNumeric)
            return Numeric(op, left, right, span);
        bool isTemporal = a.IsDateTime || a.IsInterval || b.IsDateTime || b.IsInterval;
        if (isTemporal && TemporalOperators.Find(op, a, b, Session) is { } binding)
            return new BoundArithmetic(op, left, right, binding.Kernel, binding.Type, span);
        ReportOperands(OperatorText.Of(op), a, b, span);
        return null;
    }

    private BoundExpression? Numeric(ArithmeticOperator op, BoundExpression left, BoundExpression right, SourceSpan span)
    {
        bool isNullable = left.Type.IsNullable || right.Type.IsNullable;
        if (op == ArithmeticOperator.Modulo && (left.Type.IsApproximateNumeric || right.Type.IsApproximateNumeric))
        {
            ReportOperands("%", left.Type, right.Type, span);
            return null;
        }

        if (CommonTypes.Arithmetic(left.Type, right.Type) is { } common)
        {
            if (ImplicitCast(left, common) is not { } a || ImplicitCast(right, common) is not { } b)
                return null;
            ScalarKernel kernel = common.Kind switch
            {
                TypeKind.Float => FloatingKernels.Binary<float>(op),
                TypeKind.Double => FloatingKernels.Binary<double>(op),
                _ => IntegerKernels.Binary(op, common),
            };
            var node = new BoundArithmetic(op, a, b, kernel, common.WithNullability(isNullable), span);
            // A remainder is smaller than its divisor, so it fits the type of the second operand, which Flink gives it.
            return op == ArithmeticOperator.Modulo ? ImplicitCast(node, right.Type) : node;
        }

        // A whole DECIMAL by an integer is computed in BIGINT: what does not fit is a narrowing (D3).
        if (op == ArithmeticOperator.Modulo && left.Type is { Kind: TypeKind.Decimal, Scale: 0 } && right.Type.IsInteger)
            return ImplicitCast(left, LogicalType.BigInt) is { } whole ? Numeric(op, whole, right, span) : null;
        LogicalType leftType = DecimalMath.TypeOf(left.Type);
        LogicalType rightType = DecimalMath.TypeOf(right.Type);
        if (ImplicitCast(left, leftType) is not { } x || ImplicitCast(right, rightType) is not { } y)
            return null;
        LogicalType type = DecimalDerivation.Of(op, leftType, rightType);
        bool isWhole = op == ArithmeticOperator.Modulo && leftType.Scale == 0 && rightType.Scale == 0;
        if (isWhole)
            type = rightType;
        if (op is ArithmeticOperator.Add or ArithmeticOperator.Subtract && type.Scale < Math.Max(leftType.Scale, rightType.Scale))
            Warn(ExpressionErrors.RoundsDecimal, $"the result is {type.Nullable()}: digits behind the point are rounded off", span);
        var result = new BoundArithmetic(op, x, y, DecimalKernels.Binary(op, leftType, rightType, type), type.WithNullability(isNullable), span);
        return isWhole ? ImplicitCast(result, right.Type) : result;
    }

    private BoundExpression? BindUnary(UnarySyntax node)
    {
        if (node.Operator == "NOT")
            return Condition(node.Operand, "NOT") is { } condition ? new BoundNot(condition, condition.Type, node.Span) : null;
        if (BindTyped(node.Operand) is not { } operand)
            return null;
        LogicalType type = operand.Type;
        if (!type.IsNumeric && !type.IsInterval)
        {
            Report(ExpressionErrors.TypeMismatch, $"'{node.Operator}' does not take {type.Nullable()}", node.Span);
            return null;
        }

        return node.Operator == "+" ? operand : Negate(operand, node.Span);
    }

    private BoundNegate? Negate(BoundExpression operand, SourceSpan span)
    {
        LogicalType type = operand.Type;
        ScalarKernel? kernel = type.Kind switch
        {
            TypeKind.Float => FloatingKernels.Negate<float>(),
            TypeKind.Double => FloatingKernels.Negate<double>(),
            TypeKind.Decimal => DecimalKernels.Negate(),
            _ => type.IsInterval ? TemporalOperators.FindNegate(type) : IntegerKernels.Negate(type),
        };
        if (kernel is not null)
            return new BoundNegate(operand, kernel, type, span);
        Report(ExpressionErrors.UnsupportedTypes, $"'-' of {type.Nullable()} is not supported", span);
        return null;
    }

    private BoundArithmetic? BindDifference(DifferenceSyntax node)
    {
        BoundExpression? left = BindTyped(node.Left);
        BoundExpression? right = BindTyped(node.Right);
        if (left is null || right is null)
            return null;
        if (TemporalOperators.FindDifference(left.Type, right.Type, node.Unit.ToString(), Session) is { } binding)
            return new BoundArithmetic(ArithmeticOperator.Subtract, left, right, binding.Kernel, binding.Type, node.Span) { Unit = node.Unit.ToString() };
        ReportOperands("-", left.Type, right.Type, node.Span);
        return null;
    }

    private void ReportOperands(string op, LogicalType left, LogicalType right, SourceSpan span) =>
        Report(ExpressionErrors.TypeMismatch, $"'{op}' does not take {left.Nullable()} and {right.Nullable()}", span, "write a CAST");
}
