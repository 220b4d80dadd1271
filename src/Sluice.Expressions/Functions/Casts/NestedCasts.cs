using System.Text;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Casts of ARRAY, MAP and ROW: element by element, or to text.</summary>
internal static class NestedCasts
{
    private delegate object? Converter(object? value, ref Outcome outcome);

    /// <summary>Whether Flink's validator accepts the cast.</summary>
    public static bool IsAllowed(LogicalType from, LogicalType to)
    {
        if (to.IsCharacter)
            return true;
        return from.Kind == to.Kind && from.Fields.Length == to.Fields.Length
            && from.Fields.Zip(to.Fields).All(pair => CastTable.IsAllowed(pair.First.Type, pair.Second.Type));
    }

    /// <summary>The kernel; null when an element has none.</summary>
    public static ScalarKernel? Find(LogicalType from, LogicalType to, SessionContext session)
    {
        if (Convert(from, to, session) is not { } convert)
            return null;
        return ScalarKernel.Boxed((arguments, ref outcome) => convert(arguments[0], ref outcome));
    }

    private static Converter? Convert(LogicalType from, LogicalType to, SessionContext session)
    {
        if (!from.IsNested)
            return Simple(from, to, session);
        if (to.IsCharacter)
            return ToText(from, to, session);
        Converter?[] parts = [.. from.Fields.Zip(to.Fields).Select(pair => Convert(pair.First.Type, pair.Second.Type, session))];
        if (parts.Contains(null))
            return null;
        if (from.Kind == TypeKind.Map)
            return (object? value, ref Outcome outcome) => MapOf((KeyValuePair<object?, object?>[]?)value, parts[0]!, parts[1]!, ref outcome);
        bool isRow = from.Kind == TypeKind.Row;
        return (object? value, ref Outcome outcome) => Each((object?[]?)value, parts, isRow, ref outcome);
    }

    private static Converter? Simple(LogicalType from, LogicalType to, SessionContext session)
    {
        if (from.EqualsIgnoringNullability(to) || from.Kind == TypeKind.Null)
            return static (object? value, ref Outcome _) => value;
        return CastTable.Find(from, to, session) is { } kernel
            ? (object? value, ref Outcome outcome) => value is null ? null : kernel.Invoke([value], ref outcome)
            : null;
    }

    private static object?[]? Each(object?[]? values, Converter?[] parts, bool isRow, ref Outcome outcome)
    {
        if (values is null)
            return null;
        object?[] result = new object?[values.Length];
        for (int i = 0; i < values.Length; i++)
            result[i] = parts[isRow ? i : 0]!(values[i], ref outcome);
        return result;
    }

    private static KeyValuePair<object?, object?>[]? MapOf(
        KeyValuePair<object?, object?>[]? entries, Converter key, Converter value, ref Outcome outcome)
    {
        if (entries is null)
            return null;
        var result = new KeyValuePair<object?, object?>[entries.Length];
        for (int i = 0; i < entries.Length; i++)
            result[i] = new(key(entries[i].Key, ref outcome), value(entries[i].Value, ref outcome));
        return result;
    }

    // [1, 2]   {k=v, k=v}   (1, a)   NULL inside is NULL.
    private static Converter? ToText(LogicalType from, LogicalType to, SessionContext session)
    {
        Converter?[] parts = [.. from.Fields.Select(field => Convert(field.Type, LogicalType.String, session))];
        if (parts.Contains(null))
            return null;
        return (object? value, ref Outcome outcome) =>
        {
            if (value is null)
                return null;
            var text = new StringBuilder(from.Kind switch { TypeKind.Array => "[", TypeKind.Map => "{", _ => "(" });
            if (value is KeyValuePair<object?, object?>[] entries)
            {
                for (int i = 0; i < entries.Length; i++)
                {
                    text.Append(i == 0 ? "" : ", ").Append(parts[0]!(entries[i].Key, ref outcome) ?? "NULL").Append('=')
                        .Append(parts[1]!(entries[i].Value, ref outcome) ?? "NULL");
                }
            }
            else
            {
                object?[] items = (object?[])value;
                for (int i = 0; i < items.Length; i++)
                    text.Append(i == 0 ? "" : ", ").Append(parts[from.Kind == TypeKind.Row ? i : 0]!(items[i], ref outcome) ?? "NULL");
            }

            return TextFit.Fit(text.Append(from.Kind switch { TypeKind.Array => "]", TypeKind.Map => "}", _ => ")" }).ToString(), to);
        };
    }
}
