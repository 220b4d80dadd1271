using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>GREATEST and LEAST. (CASE, IF, NULLIF, COALESCE and IFNULL are nodes of the tree, because they decide what is evaluated.)</summary>
internal static class ConditionalFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("GREATEST", "GREATEST(value, …)", "The greatest value; NULL when one is NULL.", [ArgumentRule.Any], 1, int.MaxValue, call => Extreme(call, ComparisonOperator.Greater)),
        new("LEAST", "LEAST(value, …)", "The least value; NULL when one is NULL.", [ArgumentRule.Any], 1, int.MaxValue, call => Extreme(call, ComparisonOperator.Less)),
    ];

    private static FunctionBinding? Extreme(FunctionCall call, ComparisonOperator better)
    {
        LogicalType? type = LogicalType.Null;
        foreach (BoundExpression argument in call.Arguments)
        {
            LogicalType own = CommonTypes.Planned(argument.Type);
            bool isMixed = type is not null && type.Kind != TypeKind.Null && type.Kind != own.Kind && (type.Kind == TypeKind.Date || own.Kind == TypeKind.Date);
            type = type is null || isMixed ? null : CommonTypes.Merged(type, own);
        }

        if (type is null || type.IsNested || type.IsBinary || ComparisonKernels.Find(better, type, type) is not { } compare)
            return call.RejectTypes("write values of one type that has an order");
        BoundExpression?[] cast = [.. Enumerable.Range(0, call.Count).Select(i => call.CastTo(i, type))];
        if (cast.Contains(null))
            return null;
        ImmutableArray<BoundExpression> arguments = [.. cast!];
        return new FunctionBinding(call.NullIfAny(type.Nullable()), ScalarKernel.Boxed((values, ref outcome) => Pick(values, compare, ref outcome))) { Arguments = arguments };
    }

    private static object? Pick(ReadOnlySpan<object?> values, ScalarKernel better, ref Outcome outcome)
    {
        object? best = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            if (better.Invoke([values[i], best], ref outcome) is true)
                best = values[i];
        }

        return best;
    }
}
