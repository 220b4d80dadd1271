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
    ];

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
