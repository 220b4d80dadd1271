using System.Collections.Immutable;
using Sluice.Expressions.Functions.Json;
using Sluice.Expressions.Functions.Text;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The json functions: one entry each.</summary>
internal static class JsonFunctions
{
    private static readonly ImmutableArray<ArgumentRule> s_documentAndPath = [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.Any];

    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("JSON_VALUE", "JSON_VALUE(json, path [RETURNING type] [… ON EMPTY] [… ON ERROR])", "The scalar at a path.", s_documentAndPath, 2, 4, BindValue),
        new("JSON_QUERY", "JSON_QUERY(json, path [RETURNING type] [… WRAPPER] [… ON EMPTY] [… ON ERROR])", "The object or array at a path.",
            s_documentAndPath, 2, 4, BindQuery),
        new("JSON_EXISTS", "JSON_EXISTS(json, path [… ON ERROR])", "Whether a path leads to something that is not null.", s_documentAndPath, 2, 2, BindExists),
        IsJson("VALUE", _ => true),
        IsJson("SCALAR", value => value is not (JsonObject or List<object?>)),
        IsJson("ARRAY", value => value is List<object?>),
        IsJson("OBJECT", value => value is JsonObject),
        new("JSON_UNQUOTE", "JSON_UNQUOTE(text)", "The text that a JSON string means; other text as it is.", [TextFunctions.TextOrNull],
            call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<string, string>(Unquote))),
        .. JsonBuilding.All,
    ];

    private static Function IsJson(string kind, Func<object?, bool> isIt) => new(
        "IS JSON " + kind, $"text IS JSON {kind}", $"Whether the text is JSON ({kind.ToLowerInvariant()}); FALSE for NULL.", [ArgumentRule.Text],
        _ => new(LogicalType.Boolean.NotNull(), ScalarKernel.Boxed(
            (values, ref _) => values[0] is string text && JsonText.TryParse(text, out object? value) && isIt(value), seesNulls: true)))
    {
        IsOperator = true,
    };

    private static string Unquote(string text, ref Outcome outcome)
    {
        if (text.Length == 0 || text[0] != '"' || text[^1] != '"' || !JsonText.TryParse(text, out _))
            return text;
        return JsonQuoting.Unescape(text[1..^1])
            ?? outcome.Fail<string>(new EvalError(EvalErrors.InvalidArgument, "a JSON string has an invalid escape"));
    }

    private static FunctionBinding? BindValue(FunctionCall call)
    {
        var clauses = new JsonClauses(call);
        LogicalType type = clauses.Returning ?? LogicalType.String;
        if (type.Kind is not (TypeKind.VarChar or TypeKind.Boolean or TypeKind.Int or TypeKind.Double))
            return call.Reject(ExpressionErrors.TypeMismatch, $"JSON_VALUE does not return {type}", "return STRING, BOOLEAN, INTEGER or DOUBLE and write a CAST");
        if (JsonReading.Of(call) is not { } reading || Defaults(call, type) is not { } arguments)
            return null;
        return new FunctionBinding(type.Nullable(), ScalarKernel.Boxed(
            (values, ref outcome) =>
            {
                if (values[0] is not string document || values[1] is not string path)
                    return outcome.Null<object>();
                JsonOutcome found = reading.Read(document, path, out object? value, out bool isLax, out string problem);
                bool isScalar = value is not (null or JsonObject or List<object?>);
                if (found == JsonOutcome.Value && isScalar)
                    return Convert(value!, type, ref outcome);
                if (found == JsonOutcome.Value && !isLax)
                    problem = "the path leads to an object or an array";
                bool isEmpty = found == JsonOutcome.Value && isLax;
                return Otherwise(found, isEmpty, isEmpty ? clauses.OnEmpty : clauses.OnError, problem, isEmpty ? clauses.EmptyDefault : clauses.ErrorDefault, type, values, ref outcome);
            },
            seesNulls: true))
        {
            Arguments = arguments,
        };
    }

    private static object? Otherwise(
        JsonOutcome found, bool isEmpty, string? clause, string problem, int argument, LogicalType type, ReadOnlySpan<object?> values, ref Outcome outcome)
    {
        if (found == JsonOutcome.Unsupported)
            return outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, $"{problem} is not supported"));
        return clause switch
        {
            "ERROR" => outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, isEmpty ? "the path leads to nothing" : problem)),
            "DEFAULT" => values[argument] is { } value
                ? IsOf(value, type) ? value : outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, $"the default is no {type}"))
                : outcome.Null<object>(),
            _ => outcome.Null<object>(),
        };
    }

    private static bool IsOf(object value, LogicalType type) => (type.Kind, value) switch
    {
        (TypeKind.VarChar, string) or (TypeKind.Boolean, bool) or (TypeKind.Int, int) or (TypeKind.Double, double) => true,
        _ => false,
    };

    private static ImmutableArray<BoundExpression>? Defaults(FunctionCall call, LogicalType type)
    {
        ImmutableArray<BoundExpression>.Builder arguments = call.Arguments.ToBuilder();
        for (int i = 2; i < arguments.Count; i++)
        {
            // Flink does not convert a default: one of another kind fails the rows that get it.
            if (type.IsCharacter && call.CastTo(i, type) is { } argument)
                arguments[i] = argument;
            else if (type.IsCharacter)
                return null;
        }

        return arguments.ToImmutable();
    }

    // No conversion: a value of another kind fails the row.
    private static object? Convert(object value, LogicalType type, ref Outcome outcome) => (type.Kind, value) switch
    {
        (TypeKind.VarChar, string text) => text.ToWellFormed('?'),
        (TypeKind.VarChar, bool boolean) => boolean ? "true" : "false",
        (TypeKind.VarChar, JsonNumber number) => number.Text,
        (TypeKind.Boolean, bool boolean) => boolean,
        (TypeKind.Int, JsonNumber { Int: { } number }) => number,
        (TypeKind.Double, JsonNumber { IsInteger: false } number) => number.Double,
        _ => outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, $"the JSON value at the path is no {type}")),
    };

    private static FunctionBinding? BindQuery(FunctionCall call)
    {
        var clauses = new JsonClauses(call);
        LogicalType type = clauses.Returning ?? LogicalType.String;
        bool isArray = type.Kind == TypeKind.Array && type.Element.Kind == TypeKind.VarChar;
        if (type.Kind != TypeKind.VarChar && !isArray)
            return call.Reject(ExpressionErrors.TypeMismatch, $"JSON_QUERY does not return {type}", "return STRING or ARRAY<STRING>");
        if (isArray && (clauses.OnEmpty == "EMPTY OBJECT" || clauses.OnError == "EMPTY OBJECT"))
            return call.Reject(ExpressionErrors.TypeMismatch, "an empty object is no ARRAY<STRING>", "write EMPTY ARRAY");
        if (JsonReading.Of(call) is not { } reading)
            return null;
        return new FunctionBinding(type.Nullable(), ScalarKernel.Boxed(
            (values, ref outcome) =>
            {
                if (values[0] is not string document || values[1] is not string path)
                    return outcome.Null<object>();
                JsonOutcome found = reading.Read(document, path, out object? value, out bool isLax, out string problem);
                value = value is not null && (clauses.Wrapper == "WITH WRAPPER" || (clauses.Wrapper == "WITH CONDITIONAL WRAPPER" && value is not List<object?>))
                    ? new List<object?> { value }
                    : value;
                if (found == JsonOutcome.Value && value is List<object?> || (value is JsonObject && !isArray))
                    return isArray ? Elements((List<object?>)value) : JsonText.Print(value).ToWellFormed('?');
                bool isEmpty = found == JsonOutcome.Value && isLax && value is not JsonObject;
                if (found == JsonOutcome.Value && !isEmpty)
                    problem = isArray ? "the path does not lead to an array" : "the path leads to a single value";
                string? clause = isEmpty ? clauses.OnEmpty : clauses.OnError;
                return clause switch
                {
                    "EMPTY ARRAY" when found != JsonOutcome.Unsupported => isArray ? System.Array.Empty<object?>() : "[]",
                    "EMPTY OBJECT" when found != JsonOutcome.Unsupported => "{}",
                    _ => Otherwise(found, isEmpty, clause, problem, -1, type, values, ref outcome),
                };
            },
            seesNulls: true));
    }

    private static object?[] Elements(List<object?> items) =>
    [
        .. items.Select(item => item switch
        {
            null => null,
            string text => text.ToWellFormed('?'),
            bool boolean => boolean ? "true" : "false",
            JsonNumber number => number.Text,
            _ => JsonText.Print(item).ToWellFormed('?'),
        }),
    ];

    private static FunctionBinding? BindExists(FunctionCall call)
    {
        var clauses = new JsonClauses(call);
        if (JsonReading.Of(call) is not { } reading)
            return null;
        return new FunctionBinding(LogicalType.Boolean, ScalarKernel.Boxed((values, ref outcome) =>
        {
            JsonOutcome found = reading.Read((string)values[0]!, (string)values[1]!, out object? value, out _, out string problem);
            if (found == JsonOutcome.Value)
                return value is not null;
            return (found, clauses.OnError) switch
            {
                (JsonOutcome.Unsupported, _) => outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, $"{problem} is not supported")),
                (_, "TRUE") => true,
                (_, "UNKNOWN") => outcome.Null<object>(),
                (_, "ERROR") => outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, problem)),
                _ => false,
            };
        }));
    }
}
