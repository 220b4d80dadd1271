using System.Globalization;
using Sluice.Types;

namespace Sluice.Expressions.Functions.Json;

/// <summary>JSON_STRING, JSON_OBJECT, JSON_ARRAY: values to JSON. Members come out sorted by name, as in Flink.</summary>
internal static class JsonBuilding
{
    private delegate object? Node(object value, ref Outcome outcome);

    internal static IEnumerable<Function> All =>
    [
        new("JSON_STRING", "JSON_STRING(value)", "The value as JSON.", [ArgumentRule.Any with { AllowsNull = true }], BindString),
        new("JSON_OBJECT", "JSON_OBJECT([KEY] name VALUE value, … [{NULL|ABSENT} ON NULL])", "A JSON object.", [ArgumentRule.Any], 0, int.MaxValue, BindObject),
        new("JSON_ARRAY", "JSON_ARRAY(value, … [{NULL|ABSENT} ON NULL])", "A JSON array.", [ArgumentRule.Any], 0, int.MaxValue, BindArray),
    ];

    private static FunctionBinding? BindString(FunctionCall call)
    {
        if (call.TypeOf(0).Kind == TypeKind.Null)
            return new(LogicalType.String, ScalarKernel.Boxed((_, ref outcome) => outcome.Null<object>()));
        if (Of(call.TypeOf(0), call.Session) is not { } node)
            return Unsupported(call, call.TypeOf(0));
        return new(call.NullIfAny(LogicalType.String), ScalarKernel.Boxed((values, ref outcome) => JsonText.Print(node(values[0]!, ref outcome))));
    }

    private static FunctionBinding? BindObject(FunctionCall call)
    {
        var names = new List<string>();
        var nodes = new List<Node>();
        for (int i = 0; i + 1 < call.Count; i += 2)
        {
            if (!call.TryConstant(i, out object? name) || name is not string text)
                return call.Reject(ExpressionErrors.TypeMismatch, "a name in JSON_OBJECT is not a text literal", "write names as 'name'");
            if (OfArgument(call, i + 1) is not { } node)
                return Unsupported(call, call.TypeOf(i + 1));
            names.Add(text);
            nodes.Add(node);
        }

        bool keepsNull = call.Keyword != "ABSENT ON NULL";
        return new(LogicalType.String.NotNull(), ScalarKernel.Boxed(
            (values, ref outcome) =>
            {
                var members = new JsonObject();
                for (int i = 0; i < names.Count; i++)
                {
                    object? value = values[(2 * i) + 1];
                    if (value is not null || keepsNull)
                        members.Set(names[i], value is null ? null : nodes[i](value, ref outcome));
                }

                return JsonText.Print(members);
            },
            seesNulls: true));
    }

    private static FunctionBinding? BindArray(FunctionCall call)
    {
        var nodes = new List<Node>();
        for (int i = 0; i < call.Count; i++)
        {
            if (OfArgument(call, i) is not { } node)
                return Unsupported(call, call.TypeOf(i));
            nodes.Add(node);
        }

        bool keepsNull = call.Keyword == "NULL ON NULL";
        return new(LogicalType.String.NotNull(), ScalarKernel.Boxed(
            (values, ref outcome) =>
            {
                var items = new List<object?>();
                for (int i = 0; i < nodes.Count; i++)
                {
                    if (values[i] is { } value)
                        items.Add(nodes[i](value, ref outcome));
                    else if (keepsNull)
                        items.Add(null);
                }

                return JsonText.Print(items);
            },
            seesNulls: true));
    }

    private static FunctionBinding? Unsupported(FunctionCall call, LogicalType type) =>
        call.Reject(ExpressionErrors.UnsupportedTypes, $"{type.Nullable()} as JSON is not supported", "write a CAST to STRING");

    // What another JSON_OBJECT or JSON_ARRAY made is put in as it is.
    private static Node? OfArgument(FunctionCall call, int argument) =>
        call.Arguments[argument] is BoundCall { Function.Name: "JSON_OBJECT" or "JSON_ARRAY" }
            ? (value, ref _) => JsonText.TryParse((string)value, out object? node) ? node : value
            : Of(call.TypeOf(argument), call.Session);

    private static Node? Of(LogicalType type, SessionContext session)
    {
        switch (type.Kind)
        {
            case TypeKind.Boolean or TypeKind.Char or TypeKind.VarChar:
                return (value, ref _) => value;
            case TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.BigInt:
                return (value, ref _) => JsonNumber.Read(System.Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
            case TypeKind.Binary or TypeKind.VarBinary:
                return (value, ref _) => System.Convert.ToBase64String((byte[])value);
            case TypeKind.Decimal or TypeKind.Double or TypeKind.Float:
                return OfNumber(type, session);
            // DATE, TIME and intervals are refused by Flink as well.
            case TypeKind.Timestamp or TypeKind.TimestampLtz:
                bool isInstant = type.Kind == TypeKind.TimestampLtz;
                return (value, ref _) => TemporalText.FormatJson((Timestamp)value, isInstant);
            case TypeKind.Array:
                return OfArray(type, session);
            case TypeKind.Map when type.Key.IsCharacter:
                return OfMap(type, session);
            case TypeKind.Row:
                return OfRow(type, session);
            default:
                return null;
        }
    }

    private static Node? OfNumber(LogicalType type, SessionContext session)
    {
        // A FLOAT is written with the digits of the DOUBLE it widens to.
        LogicalType from = type.Kind == TypeKind.Float ? LogicalType.Double.WithNullability(type.IsNullable) : type;
        if (CastTable.Find(from, LogicalType.String, session) is not { } cast)
            return null;
        return (value, ref outcome) =>
        {
            string? text = (string?)cast.Invoke([value is float single ? (double)single : value], ref outcome);
            if (text is null)
                return null;
            return char.IsAsciiDigit(text[^1])
                ? JsonNumber.Read(text)
                : outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, $"JSON has no number {text}"));
        };
    }

    private static Node? OfArray(LogicalType type, SessionContext session)
    {
        if (Of(type.Element, session) is not { } element)
            return null;
        return (value, ref outcome) =>
        {
            var items = new List<object?>();
            foreach (object? item in (object?[])value)
                items.Add(item is null ? null : element(item, ref outcome));
            return items;
        };
    }

    private static Node? OfMap(LogicalType type, SessionContext session)
    {
        if (Of(type.Value, session) is not { } element)
            return null;
        return (value, ref outcome) =>
        {
            var members = new JsonObject();
            foreach ((object? key, object? item) in (KeyValuePair<object?, object?>[])value)
                members.Set((string)key!, item is null ? null : element(item, ref outcome));
            return members;
        };
    }

    private static Node? OfRow(LogicalType type, SessionContext session)
    {
        Node?[] nodes = [.. type.Fields.Select(field => Of(field.Type, session))];
        if (nodes.Contains(null))
            return null;
        return (value, ref outcome) =>
        {
            var members = new JsonObject();
            object?[] items = (object?[])value;
            for (int i = 0; i < items.Length; i++)
                members.Set(type.Fields[i].Name, items[i] is { } item ? nodes[i]!(item, ref outcome) : null);
            return members;
        };
    }
}
