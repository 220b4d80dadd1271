using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>Where a text stands in another.</summary>
internal static class SearchFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("POSITION", "POSITION(part IN text [FROM start])", "Where the part begins, from 1; 0 when it is not there.",
            [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.Int], 2, 3, BindPosition),
        new("LOCATE", "LOCATE(part, text[, start])", "Where the part begins at or behind start; 0 when it is not there.",
            [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.Int], 2, 3, BindPosition),
        new("INSTR", "INSTR(text, part[, start[, appearance]])", "Where the part appears; a negative start searches from the end.",
            [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.Int, ArgumentRule.Int], 2, 4, BindInstr),
        new("STARTSWITH", "STARTSWITH(text, part)", "Whether the text begins with the part.", [ArgumentRule.TextOrBinary with { AllowsNull = true }], 2, 2,
            call => BindEnds(call, (text, part) => text.StartsWith(part, StringComparison.Ordinal), (bytes, part) => bytes.AsSpan().StartsWith(part))),
        new("ENDSWITH", "ENDSWITH(text, part)", "Whether the text ends with the part.", [ArgumentRule.TextOrBinary with { AllowsNull = true }], 2, 2,
            call => BindEnds(call, (text, part) => text.EndsWith(part, StringComparison.Ordinal), (bytes, part) => bytes.AsSpan().EndsWith(part))),
    ];

    private static FunctionBinding BindPosition(FunctionCall call) => new(
        call.NullIfAny(LogicalType.Int),
        call.Count == 2
            ? ScalarKernel.Of<string, string, int>((part, text, ref _) => Searching.Position(part, text))
            : ScalarKernel.Of<string, string, int, int>((part, text, start, ref _) => Searching.Position(part, text, start)));

    private static FunctionBinding BindInstr(FunctionCall call) => new(call.NullIfAny(LogicalType.Int), call.Count switch
    {
        2 => ScalarKernel.Of<string, string, int>((text, part, ref _) => Searching.Position(part, text)),
        3 => ScalarKernel.Of<string, string, int, int>((text, part, start, ref outcome) => Instr(text, part, start, 1, ref outcome)),
        _ => ScalarKernel.Of<string, string, int, int, int>(Instr),
    });

    private static int Instr(string text, string part, int start, int appearance, ref Outcome outcome)
    {
        if (appearance <= 0)
            return outcome.Fail<int>(TextErrors.NotPositive(appearance));
        return start == int.MinValue ? outcome.Fail<int>(TextErrors.StartOutOfRange()) : Searching.Instr(text, part, start, appearance);
    }

    private static FunctionBinding? BindEnds(FunctionCall call, Func<string, string, bool> ofText, Func<byte[], byte[], bool> ofBytes)
    {
        LogicalType type = call.NullIfAny(LogicalType.Boolean);
        if (call.TypeOf(0).Kind == TypeKind.Null || call.TypeOf(1).Kind == TypeKind.Null)
            return new(LogicalType.Boolean, ScalarKernel.Boxed((_, ref outcome) => outcome.Null<object>()));
        if (call.TypeOf(0).IsCharacter != call.TypeOf(1).IsCharacter)
            return call.RejectTypes();
        return new(type, call.TypeOf(0).IsCharacter
            ? ScalarKernel.Of<string, string, bool>((text, part, ref _) => ofText(text, part))
            : ScalarKernel.Of<byte[], byte[], bool>((bytes, part, ref _) => ofBytes(bytes, part)));
    }
}
