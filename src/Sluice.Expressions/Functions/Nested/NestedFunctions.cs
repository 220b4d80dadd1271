using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Constructors of ARRAY, MAP and ROW and access to their elements.</summary>
internal static class NestedFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("ARRAY[]", "ARRAY[value, …]", "An array of values of one type.", [ArgumentRule.Any with { AllowsNull = true }], 1, int.MaxValue, BindArray) { IsOperator = true },
        new("MAP[]", "MAP[key, value, …]", "A map; the last of equal keys wins.", [ArgumentRule.Any with { AllowsNull = true }], 0, int.MaxValue, BindMap) { IsOperator = true },
        new("ROW()", "ROW(value, …)", "A row of values.", [ArgumentRule.Any], 1, int.MaxValue, BindRow) { IsOperator = true },
        new("ITEM", "array[index], map[key]", "An element: of an array by position from 1, of a map by key; NULL when there is none.", [ArgumentRule.Any], 2, 2, BindItem)
        {
            IsOperator = true,
        },
    ];

    private static FunctionBinding? BindArray(FunctionCall call)
    {
        if (Common(call, [.. Enumerable.Range(0, call.Count)]) is not { } element)
            return call.RejectTypes();
        ImmutableArray<BoundExpression>? arguments = CastAll(call, _ => element);
        return arguments is null ? null : new FunctionBinding(
            LogicalType.Array(element).NotNull(), ScalarKernel.Boxed(static (values, ref _) => values.ToArray(), seesNulls: true)) { Arguments = arguments.Value };
    }

    private static FunctionBinding? BindMap(FunctionCall call)
    {
        if (call.Count == 0 || call.Count % 2 != 0)
            return call.Reject(ExpressionErrors.ArgumentCount, "MAP takes pairs of key and value", "write MAP[key, value, …]");
        LogicalType? key = Common(call, [.. Enumerable.Range(0, call.Count).Where(i => i % 2 == 0)]);
        LogicalType? value = Common(call, [.. Enumerable.Range(0, call.Count).Where(i => i % 2 == 1)]);
        bool isUntyped = call.Arguments.Any(argument => argument.Type.Kind == TypeKind.Null);
        if (key is null || value is null || isUntyped || NestedEquality.Find(key, key) is not { } equal)
            return call.RejectTypes("write keys of one type and values of one type");
        ImmutableArray<BoundExpression>? arguments = CastAll(call, i => i % 2 == 0 ? key : value);
        return arguments is null ? null : new FunctionBinding(
            LogicalType.Map(key, value).NotNull(), ScalarKernel.Boxed((values, ref _) => MapOf(values, equal), seesNulls: true)) { Arguments = arguments.Value };
    }

    private static KeyValuePair<object?, object?>[] MapOf(ReadOnlySpan<object?> values, Func<object?, object?, bool> equal)
    {
        List<KeyValuePair<object?, object?>> entries = [];
        for (int i = 0; i < values.Length; i += 2)
        {
            object? key = values[i];
            int existing = entries.FindIndex(entry => equal(entry.Key, key));
            var entry = new KeyValuePair<object?, object?>(key, values[i + 1]);
            if (existing >= 0)
                entries[existing] = entry;
            else
                entries.Add(entry);
        }

        return [.. entries];
    }

    private static FunctionBinding? BindRow(FunctionCall call)
    {
        IEnumerable<RowField> fields = call.Arguments.Select((argument, i) =>
            new RowField(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"EXPR${i}"), CommonTypes.Planned(argument.Type)));
        return new FunctionBinding(LogicalType.Row(fields).NotNull(), ScalarKernel.Boxed(static (values, ref _) => values.ToArray(), seesNulls: true));
    }

    private static FunctionBinding? BindItem(FunctionCall call)
    {
        LogicalType owner = call.TypeOf(0);
        LogicalType index = call.TypeOf(1);
        switch (owner.Kind)
        {
            case TypeKind.Array when index.IsInteger:
                if (call.TryConstant(1, out object? constant) && constant is int and < 1)
                    return call.Reject(ExpressionErrors.InvalidConstant, $"an array begins at 1, not at {constant}", "write a position from 1");
                return call.CastTo(1, LogicalType.BigInt) is { } position
                    ? new FunctionBinding(owner.Element.Nullable(), ScalarKernel.Boxed(Element)) { Arguments = [call.Arguments[0], position] }
                    : null;
            case TypeKind.Map when CommonTypes.Merged(owner.Key, index) is not null && NestedEquality.Find(owner.Key, owner.Key) is { } equal:
                return call.CastTo(1, owner.Key) is { } key
                    ? new FunctionBinding(owner.Value.Nullable(), ScalarKernel.Boxed((values, ref _) => Entry(values, equal))) { Arguments = [call.Arguments[0], key] }
                    : null;
            case TypeKind.Row when call.TryConstant(1, out object? number) && number is int field && field >= 1 && field <= owner.Fields.Length:
                return new FunctionBinding(
                    owner.Fields[field - 1].Type.Nullable(), ScalarKernel.Boxed((values, ref _) => ((object?[])values[0]!)[field - 1]));
            default:
                return call.RejectTypes();
        }
    }

    private static object? Element(ReadOnlySpan<object?> values, ref Outcome outcome)
    {
        object?[] array = (object?[])values[0]!;
        long position = (long)values[1]!;
        return position >= 1 && position <= array.Length ? array[position - 1] : null;
    }

    private static object? Entry(ReadOnlySpan<object?> values, Func<object?, object?, bool> equal)
    {
        object? wanted = values[1];
        foreach (KeyValuePair<object?, object?> entry in (KeyValuePair<object?, object?>[])values[0]!)
        {
            if (equal(entry.Key, wanted))
                return entry.Value;
        }

        return null;
    }

    private static LogicalType? Common(FunctionCall call, int[] positions)
    {
        LogicalType? common = LogicalType.Null;
        bool isNullable = false;
        foreach (int i in positions)
        {
            isNullable |= call.TypeOf(i).IsNullable;
            common = common is null ? null : CommonTypes.Merged(common, CommonTypes.Planned(call.TypeOf(i)));
        }

        return common is null || common.Kind == TypeKind.Null ? null : common.WithNullability(isNullable);
    }

    private static ImmutableArray<BoundExpression>? CastAll(FunctionCall call, Func<int, LogicalType> type)
    {
        BoundExpression?[] cast = [.. Enumerable.Range(0, call.Count).Select(i => call.CastTo(i, type(i)))];
        return cast.Contains(null) ? null : [.. cast!];
    }
}
