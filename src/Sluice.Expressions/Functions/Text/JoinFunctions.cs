using Sluice.Expressions.Functions.Patterns;
using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>The functions that put texts together: ||, CONCAT, CONCAT_WS, ELT, PRINTF, STR_TO_MAP.</summary>
internal static class JoinFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("||", "text || text", "Two texts in a row.", [ArgumentRule.Text], 2, 2, BindOperator) { IsOperator = true },
        new("CONCAT", "CONCAT(text, …)", "All texts in a row; NULL when one is NULL.", [ArgumentRule.Text], 1, int.MaxValue, BindConcat),
        new("CONCAT_WS", "CONCAT_WS(separator, text, …)", "All texts that are not NULL with a separator between them.",
            [ArgumentRule.Text], 1, int.MaxValue, BindConcatWithSeparator),
        new("ELT", "ELT(index, text, …)", "The text at an index from 1; NULL when there is none.", [ArgumentRule.Integer, ArgumentRule.TextOrBinary], 2, int.MaxValue, BindElt),
        new("STR_TO_MAP", "STR_TO_MAP(text[, listDelimiter, keyValueDelimiter])", "The text split into pairs; the delimiters are Java regular expressions.",
            [ArgumentRule.Text], 1, 3, BindMap),
        new("TYPEOF", "TYPEOF(value[, force_serializable])", "The type of the value.", [ArgumentRule.Any with { AllowsNull = true }, ArgumentRule.Boolean], 1, 2, BindTypeOf),
        new("PRINTF", "PRINTF(format, value, …)", "The values formatted as Java's Formatter does; NULL when the format is wrong for them.",
            [TextFunctions.TextOrNull, ArgumentRule.Any with { AllowsNull = true }], 1, int.MaxValue, BindPrintf),
        new("PARSE_URL", "PARSE_URL(url, part[, key])", "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY, USERINFO; of a QUERY a parameter.",
            [ArgumentRule.Text], 2, 3, BindParseUrl),
    ];

    private static FunctionBinding? BindElt(FunctionCall call)
    {
        LogicalType[] types = [.. Enumerable.Range(1, call.Count - 1).Select(call.TypeOf)];
        if (types.Any(type => type.IsCharacter != types[0].IsCharacter))
            return call.RejectTypes();
        int length = types.Max(type => type.Length);
        bool isFixed = types.All(type => type.Kind is TypeKind.Char or TypeKind.Binary && type.Length == length);
        LogicalType common = types[0].IsCharacter
            ? isFixed ? LogicalType.Char(length) : LogicalType.VarChar(length)
            : isFixed ? LogicalType.Binary(length) : LogicalType.VarBinary(length);
        return new(common, ScalarKernel.Boxed(
            (values, ref outcome) => values[0] switch
            {
                int index => index >= 1 && index < values.Length ? values[index] : outcome.Null<object>(),
                null => outcome.Null<object>(),
                // Flink 2.2 takes other integers and then cannot use them.
                _ => outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, "the index of ELT is no INT")),
            },
            seesNulls: true));
    }

    private static FunctionBinding? BindTypeOf(FunctionCall call)
    {
        object? force = false;
        if (call.Count == 2 && !call.TryConstant(1, out force))
            return call.RejectTypes("write TRUE or FALSE as second argument");
        string name = call.TypeOf(0).ToString();
        if (force is true)
        {
            name = call.TypeOf(0) switch
            {
                { IsNested: true } => "",
                { Kind: TypeKind.VarChar, Length: LogicalType.MaxLength } => name.Replace("STRING", "VARCHAR(2147483647)", StringComparison.Ordinal),
                { Kind: TypeKind.VarBinary, Length: LogicalType.MaxLength } => name.Replace("BYTES", "VARBINARY(2147483647)", StringComparison.Ordinal),
                _ => name,
            };
            if (name.Length == 0)
                return call.Reject(ExpressionErrors.UnsupportedTypes, "TYPEOF(…, TRUE) of a nested type is not supported", "leave the TRUE out");
        }

        return new(LogicalType.String, ScalarKernel.Boxed((_, ref _) => name, seesNulls: true));
    }

    private static FunctionBinding? BindPrintf(FunctionCall call)
    {
        if (call.TryConstant(0, out object? constant) && constant is string literal && JavaFormat.UnsupportedConversion(literal) is { } conversion)
            return call.Reject(ExpressionErrors.UnsupportedSyntax, $"PRINTF's conversion {conversion} is not supported");
        JavaFormat.Converter[] converters = new JavaFormat.Converter[call.Count - 1];
        for (int i = 1; i < call.Count; i++)
        {
            if (JavaFormat.ConverterOf(call.TypeOf(i), call.Session) is not { } converter)
                return call.Reject(ExpressionErrors.UnsupportedTypes, $"PRINTF of {call.TypeOf(i).Nullable()} is not supported", "write a CAST to STRING");
            converters[i - 1] = converter;
        }

        return new(LogicalType.String, ScalarKernel.Boxed(
            (values, ref outcome) => values[0] is string format ? JavaFormat.Format(format, values[1..], converters, ref outcome) : outcome.Null<object>(),
            seesNulls: true));
    }

    private static FunctionBinding BindParseUrl(FunctionCall call) => new(
        LogicalType.String,
        call.Count == 2
            ? ScalarKernel.Of<string, string, string>((url, part, ref outcome) => JavaUrl.Part(url, part) ?? outcome.Null<string>())
            : ScalarKernel.Of<string, string, string, string>((url, part, key, ref outcome) =>
                (part == "QUERY" ? JavaUrl.Parameter(url, key) : null) ?? outcome.Null<string>()));

    private static FunctionBinding? BindMap(FunctionCall call)
    {
        if (call.Count == 2)
            return call.RejectTypes();
        var delimiters = new LastUsed<CompiledRegex>(pattern => new CompiledRegex(pattern));
        var signs = new LastUsed<CompiledRegex>(pattern => new CompiledRegex(pattern));
        return new(LogicalType.Map(LogicalType.String, LogicalType.String), ScalarKernel.Boxed((values, ref outcome) =>
        {
            CompiledRegex delimiter = delimiters.Get(values.Length == 1 ? "," : (string)values[1]!);
            CompiledRegex sign = signs.Get(values.Length == 1 ? "=" : (string)values[2]!);
            return MapSplitting.Split((string)values[0]!, delimiter, sign, ref outcome);
        }));
    }

    private static FunctionBinding BindOperator(FunctionCall call)
    {
        (LogicalType left, LogicalType right) = (call.TypeOf(0), call.TypeOf(1));
        int length = (int)Math.Min((long)left.Length + right.Length, LogicalType.MaxLength);
        LogicalType type = left.Kind == TypeKind.Char && right.Kind == TypeKind.Char ? LogicalType.Char(length) : LogicalType.VarChar(length);
        return new(call.NullIfAny(type), ScalarKernel.Of<string, string, string>((a, b, ref _) => a + b));
    }

    private static FunctionBinding BindConcat(FunctionCall call) => new(
        call.NullIfAny(LogicalType.String),
        call.Count == 2
            ? ScalarKernel.Of<string, string, string>((a, b, ref _) => a + b)
            : ScalarKernel.Boxed((texts, ref _) => string.Concat(texts)));

    private static FunctionBinding BindConcatWithSeparator(FunctionCall call) => new(
        call.NullIfAny(LogicalType.String),
        ScalarKernel.Boxed(
            (texts, ref outcome) => texts[0] is not string separator
                ? outcome.Null<object>()
                : string.Join(separator, texts[1..].ToArray().Where(text => text is not null)),
            seesNulls: true));
}
