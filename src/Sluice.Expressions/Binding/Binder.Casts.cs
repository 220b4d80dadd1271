using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Casts.</summary>
internal sealed partial class Binder
{
    /// <summary>The operand as another type: itself when it is of it, else an implicit cast; null and a problem when there is none.</summary>
    public BoundExpression? ImplicitCast(BoundExpression operand, LogicalType type, bool isTry = false)
    {
        LogicalType target = type.WithNullability(operand.Type.IsNullable || isTry);
        if (operand.Type.Equals(target))
            return operand;
        if (operand is BoundLiteral { Value: null } literal)
            return literal with { Type = type.Nullable() };
        return Cast(operand, target, isTry, isImplicit: true, operand.Span);
    }

    /// <summary>A cast; null and a problem when there is none.</summary>
    public BoundExpression? Cast(BoundExpression operand, LogicalType type, bool isTry, bool isImplicit, SourceSpan span)
    {
        if (!CastTable.IsAllowed(operand.Type, type))
        {
            Report(ExpressionErrors.InvalidCast, $"{operand.Type.Nullable()} cannot be cast to {type.Nullable()}", span);
            return null;
        }

        if (CastTable.Find(operand.Type, type, Session) is { } kernel)
            return new BoundCast(operand, isTry, isImplicit, kernel, type, span);
        Report(ExpressionErrors.UnsupportedTypes, $"the cast of {operand.Type.Nullable()} to {type.Nullable()} is not supported", span);
        return null;
    }
}
