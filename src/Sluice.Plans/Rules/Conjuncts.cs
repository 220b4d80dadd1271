using System.Collections.Immutable;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Takes a filter apart at its ANDs and puts conjuncts together again.</summary>
public static class Conjuncts
{
    /// <summary>The conjuncts of a filter in the order written; one when it is no AND.</summary>
    public static ImmutableArray<BoundExpression> Of(BoundExpression? filter)
    {
        if (filter is null)
            return [];
        return filter is BoundLogical { IsAnd: true } and ? [.. and.Operands.SelectMany(operand => Of(operand))] : [filter];
    }

    /// <summary>The filter that all conjuncts make; null for none.</summary>
    public static BoundExpression? Combine(ImmutableArray<BoundExpression> conjuncts) => conjuncts.Length switch
    {
        0 => null,
        1 => conjuncts[0],
        _ => new BoundLogical(true, conjuncts, LogicalType.Boolean.WithNullability(conjuncts.Any(c => c.Type.IsNullable)), default),
    };

    /// <summary>
    /// Whether evaluating the expression can make a row dirty. True when that is not known. A conjunct that stands behind one that can fail must not
    /// be evaluated before it, or it would hide the failure.
    /// </summary>
    public static bool CanFail(BoundExpression expression) => expression switch
    {
        BoundColumn or BoundLiteral => false,
        BoundComparison or BoundLogical or BoundNot or BoundIsTest or BoundDistinct or BoundInList or BoundCase or BoundCoalesce =>
            expression.Children.Any(CanFail),
        BoundCast cast => !(cast.IsTry || Widens(cast.Operand.Type, cast.Type)) || CanFail(cast.Operand),
        _ => true,
    };

    /// <summary>The expression with its columns' indexes replaced: <paramref name="newIndex"/> by old index.</summary>
    public static BoundExpression Remap(BoundExpression expression, IReadOnlyList<int> newIndex)
    {
        if (expression is BoundColumn column)
            return column with { Index = newIndex[column.Index] };
        return expression.Children.IsEmpty
            ? expression
            : expression.WithChildren([.. expression.Children.Select(child => Remap(child, newIndex))]);
    }

    private static bool Widens(LogicalType from, LogicalType to) =>
        (from.IsInteger && to.IsInteger && to.Kind >= from.Kind)
        || (from.IsNumeric && to.Kind == TypeKind.Double)
        || (from.IsInteger && to.Kind == TypeKind.Decimal && to.Precision - to.Scale >= 19)
        || (from.Kind == TypeKind.Decimal && to.Kind == TypeKind.Decimal && to.Precision - to.Scale >= from.Precision - from.Scale)
        || (from.IsCharacter && to.Kind == TypeKind.VarChar && to.Length == LogicalType.MaxLength);
}
