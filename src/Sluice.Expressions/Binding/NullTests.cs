using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// IS [NOT] NULL of an operator that is NULL only when an operand is asks the operands, as Flink's planner does: <c>i / 0 IS NULL</c> is no error,
/// and an overflow is none.
/// </summary>
internal static class NullTests
{
    /// <summary>The test, or what it comes down to.</summary>
    public static BoundExpression Simplify(IsTest test, bool isNegated, BoundExpression operand, SourceSpan span)
    {
        LogicalType type = LogicalType.Boolean.NotNull();
        List<BoundExpression> leaves = [];
        Collect(operand, leaves);
        if (leaves is [var only] && ReferenceEquals(only, operand))
            return new BoundIsTest(test, isNegated, operand, type, span);
        ImmutableArray<BoundExpression> parts = [.. leaves.Select(leaf => new BoundIsTest(IsTest.Null, isNegated, leaf, type, span))];
        return parts.Length == 1 ? parts[0] : new BoundLogical(isNegated, parts, type, span);
    }

    private static void Collect(BoundExpression node, List<BoundExpression> leaves)
    {
        if (!IsStrict(node))
        {
            if (!leaves.Exists(leaf => leaf.SameAs(node)))
                leaves.Add(node);
            return;
        }

        foreach (BoundExpression child in node.Children)
            Collect(child, leaves);
    }

    private static bool IsStrict(BoundExpression node) => node switch
    {
        BoundArithmetic { Operator: not ArithmeticOperator.Modulo } or BoundNegate or BoundComparison or BoundNot => true,
        BoundCast { IsTry: false } cast => IsLossless(cast.Operand.Type, cast.Type),
        BoundCall { Function.Name: "FLOOR" or "CEIL" or "TRIM" or "LIKE" } => true,
        _ => false,
    };

    private static bool IsLossless(LogicalType from, LogicalType to) =>
        from.IsInteger && (to.Kind is TypeKind.Double || (to.IsInteger && to.Kind >= from.Kind) || (to.IsCharacter && to.Length == LogicalType.MaxLength)
            || (to.Kind == TypeKind.Decimal && to.Precision - to.Scale >= DecimalMath.TypeOf(from).Precision));
}
