using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Equality of ARRAY, MAP and ROW by content: NULL inside equals NULL, NaN inside equals nothing.</summary>
internal static class NestedEquality
{
    /// <summary>Equality of two values of these types, NULLs included; null when some element has none.</summary>
    public static Func<object?, object?, bool>? Find(LogicalType left, LogicalType right)
    {
        if (!left.IsNested)
            return Simple(left, right);
        if (left.Kind != right.Kind || left.Fields.Length != right.Fields.Length)
            return null;
        Func<object?, object?, bool>?[] parts = [.. left.Fields.Zip(right.Fields).Select(pair => Find(pair.First.Type, pair.Second.Type))];
        if (parts.Contains(null))
            return null;
        if (left.Kind == TypeKind.Map)
            return (a, b) => Maps((KeyValuePair<object?, object?>[]?)a, (KeyValuePair<object?, object?>[]?)b, parts[0]!, parts[1]!);
        bool isRow = left.Kind == TypeKind.Row;
        return (a, b) => Lists((object?[]?)a, (object?[]?)b, parts, isRow);
    }

    private static Func<object?, object?, bool>? Simple(LogicalType left, LogicalType right)
    {
        if (left.Kind == TypeKind.Null || right.Kind == TypeKind.Null)
            return static (a, b) => a is null && b is null;
        if (ComparisonKernels.Find(ComparisonOperator.Equal, left, right) is not { } kernel)
            return null;
        return (a, b) =>
        {
            if (a is null || b is null)
                return a is null && b is null;
            var outcome = default(Outcome);
            return (bool)kernel.Invoke([a, b], ref outcome)!;
        };
    }

    private static bool Lists(object?[]? left, object?[]? right, Func<object?, object?, bool>?[] parts, bool isRow)
    {
        if (left is null || right is null)
            return left is null && right is null;
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (!parts[isRow ? i : 0]!(left[i], right[i]))
                return false;
        }

        return true;
    }

    private static bool Maps(
        KeyValuePair<object?, object?>[]? left, KeyValuePair<object?, object?>[]? right, Func<object?, object?, bool> key, Func<object?, object?, bool> value)
    {
        if (left is null || right is null)
            return left is null && right is null;
        return left.Length == right.Length && left.All(a => right.Any(b => key(a.Key, b.Key) && value(a.Value, b.Value)));
    }
}
