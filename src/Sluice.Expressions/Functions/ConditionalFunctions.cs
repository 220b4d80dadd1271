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
        // As Flink: a DECIMAL that must become another type fails the row when it is NULL.
        bool[] mustBe = [.. call.Arguments.Select(argument => argument.Type.Kind == TypeKind.Decimal && !argument.Type.EqualsIgnoringNullability(type))];
        ScalarKernel kernel = ScalarKernel.Boxed((values, ref outcome) => Pick(values, mustBe, compare, better == ComparisonOperator.Greater, ref outcome), seesNulls: true);
        return new FunctionBinding(call.NullIfAny(type.Nullable()), kernel) { Arguments = arguments };
    }

    private static object? Pick(ReadOnlySpan<object?> values, bool[] mustBe, ScalarKernel better, bool isGreatest, ref Outcome outcome)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is null)
                return mustBe[i] ? outcome.Fail<object?>(new EvalError(EvalErrors.InvalidArgument, "a DECIMAL that is compared as another type is NULL")) : null;
        }

        object? best = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            if (IsBetter(values[i]!, best!, better, isGreatest, ref outcome))
                best = values[i];
        }

        return best;
    }

    // NaN is above all numbers here, and 0.0 above -0.0, as Java's Double.compare orders them.
    private static bool IsBetter(object value, object best, ScalarKernel better, bool isGreatest, ref Outcome outcome)
    {
        if (value is double or float)
        {
            int order = JavaMath.Compare(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture), Convert.ToDouble(best, System.Globalization.CultureInfo.InvariantCulture));
            return isGreatest ? order > 0 : order < 0;
        }

        return better.Invoke([value, best], ref outcome) is true;
    }
}
