namespace Sluice.Expressions.Functions.Text;

/// <summary>UPPER, LOWER, INITCAP: the type is that of the argument, though ß makes two letters (see <see cref="FoldedText"/>).</summary>
internal static class CaseFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("UPPER", "UPPER(text)", "The text in upper case.", [ArgumentRule.Text], call => Bind(call, CaseMapping.Upper)),
        new("LOWER", "LOWER(text)", "The text in lower case.", [ArgumentRule.Text], call => Bind(call, CaseMapping.Lower)),
        new("INITCAP", "INITCAP(text)", "Each word of ASCII letters and digits with a capital.", [ArgumentRule.Text], call => Bind(call, CaseMapping.InitCap)),
    ];

    private static FunctionBinding Bind(FunctionCall call, Func<string, string> map) =>
        new(call.TypeOf(0), ScalarKernel.Of<string, string>((value, ref _) => map(value)));
}
