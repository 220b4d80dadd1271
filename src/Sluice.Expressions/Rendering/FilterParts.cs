using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>Takes a filter apart and puts it together.</summary>
public static class FilterParts
{
    /// <summary>The conjuncts of a filter, in order: <c>a AND b AND c</c>.</summary>
    public static ImmutableArray<BoundExpression> Conjuncts(BoundExpression filter) =>
        filter is BoundLogical { IsAnd: true } and ? [.. and.Operands.SelectMany(operand => Conjuncts(operand))] : [filter];

    /// <summary>The filter of some conjuncts; null of none.</summary>
    public static BoundExpression? Join(IReadOnlyList<BoundExpression> conjuncts)
    {
        if (conjuncts.Count <= 1)
            return conjuncts.Count == 0 ? null : conjuncts[0];
        var type = Types.LogicalType.Boolean.WithNullability(conjuncts.Any(conjunct => conjunct.Type.IsNullable));
        return new BoundLogical(true, [.. conjuncts], type, default);
    }

    /// <summary>
    /// Whether evaluating it can be an error for some row. A conjunct must not be moved in front of one to its left that can fail:
    /// it would hide the error. Errs on the side of yes.
    /// </summary>
    public static bool CanFail(BoundExpression node) => node switch
    {
        BoundCast cast => (!cast.IsTry && !Lossless.IsWidening(cast) && !IsSafeCast(cast)) || CanFail(cast.Operand),
        BoundArithmetic arithmetic => !arithmetic.Type.IsApproximateNumeric || Operands(arithmetic),
        BoundNegate negate => negate.Type.IsExactNumeric || Operands(negate),
        BoundCall => true,
        _ => Operands(node),
    };

    private static bool Operands(BoundExpression node) => node.Children.Any(CanFail);

    private static bool IsSafeCast(BoundCast cast) =>
        cast.Operand.Type.IsNumeric && (cast.Type.IsApproximateNumeric || cast.Type.IsCharacter || cast.Type.Kind == Types.TypeKind.Boolean);
}
