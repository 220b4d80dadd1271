using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The order of ROWs and ARRAYs: element by element, NULL before values, a shorter array before a longer one that begins like it.</summary>
internal static class NestedOrder
{
    /// <summary>The kernel; null when a field has no order.</summary>
    public static ScalarKernel? Find(ComparisonOperator op, LogicalType left, LogicalType right)
    {
        if (left.Fields.Length != right.Fields.Length)
            return null;
        ScalarKernel?[] less = [.. left.Fields.Zip(right.Fields).Select(pair => ComparisonKernels.Find(ComparisonOperator.Less, pair.First.Type, pair.Second.Type))];
        if (less.Contains(null))
            return null;
        return ScalarKernel.Boxed((arguments, ref outcome) =>
        {
            int order = Compare((object?[])arguments[0]!, (object?[])arguments[1]!, less!, left.Kind == TypeKind.Row, ref outcome);
            return op switch
            {
                ComparisonOperator.Less => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                ComparisonOperator.Greater => order > 0,
                _ => order >= 0,
            };
        });
    }

    private static int Compare(object?[] left, object?[] right, ScalarKernel[] less, bool isRow, ref Outcome outcome)
    {
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            ScalarKernel before = less[isRow ? i : 0];
            if (left[i] is null || right[i] is null)
            {
                if (left[i] is null != right[i] is null)
                    return left[i] is null ? -1 : 1;
                continue;
            }

            if ((bool)before.Invoke([left[i], right[i]], ref outcome)!)
                return -1;
            if ((bool)before.Invoke([right[i], left[i]], ref outcome)!)
                return 1;
        }

        return left.Length.CompareTo(right.Length);
    }
}
