using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>UPPER, LOWER, INITCAP: the type is that of the argument, though ß makes two letters.</summary>
internal static class CaseFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("UPPER", "UPPER(text)", "The text in upper case.", [ArgumentRule.Text], call => Bind(call, CaseMapping.Upper)),
        new("LOWER", "LOWER(text)", "The text in lower case.", [ArgumentRule.Text], call => Bind(call, CaseMapping.Lower)),
        new("INITCAP", "INITCAP(text)", "Each word of ASCII letters and digits with a capital.", [ArgumentRule.Text], call => Bind(call, CaseMapping.InitCap)),
    ];

    private static FunctionBinding Bind(FunctionCall call, Func<string, string> map)
    {
        LogicalType type = call.TypeOf(0);
        // Flink folds a call of a literal into a literal of its type, and that cuts: UPPER('straße') is STRASS.
        if (type.Kind == TypeKind.Char && call.TryConstant(0, out object? literal) && literal is string text && map(text).Length > type.Length)
        {
            string cut = map(text)[..type.Length].ToWellFormed('?');
            return new FunctionBinding(type, ScalarKernel.Of<string, string>((_, ref _) => cut));
        }

        return new FunctionBinding(type, ScalarKernel.Of<string, string>((value, ref _) => map(value)));
    }
}
