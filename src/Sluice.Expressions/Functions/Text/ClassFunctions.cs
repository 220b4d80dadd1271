using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>IS_ALPHA, IS_DIGIT, IS_DECIMAL: FALSE for a NULL text. A number is judged by its type alone, NULL or not, as Flink does.</summary>
internal static class ClassFunctions
{
    internal static IEnumerable<Function> All =>
    [
        Of("IS_ALPHA", "Whether the text is of letters only.", Classes.IsAlpha, _ => false),
        Of("IS_DIGIT", "Whether the text is of digits only; TRUE for any integer.", Classes.IsDigit, type => type.IsInteger),
        Of("IS_DECIMAL", "Whether the text reads as a number; TRUE for any integer, FLOAT and DOUBLE.", Classes.IsDecimal,
            type => type.IsInteger || type.IsApproximateNumeric),
    ];

    private static Function Of(string name, string summary, Func<string, bool> ofText, Func<LogicalType, bool> ofType) => new(
        name, $"{name}(text)", summary, [new ArgumentRule("text or a number", type => type.IsCharacter || type.IsNumeric)], call =>
        {
            bool isIt = ofType(call.TypeOf(0));
            return new(LogicalType.Boolean.NotNull(), ScalarKernel.Boxed(
                (values, ref _) => values[0] is string text ? ofText(text) : isIt, seesNulls: true));
        });
}
