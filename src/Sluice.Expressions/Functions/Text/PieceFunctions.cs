using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>The functions that take pieces of a text.</summary>
internal static class PieceFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("CHAR_LENGTH|CHARACTER_LENGTH", "CHAR_LENGTH(text)", "The number of code points.", [ArgumentRule.Text],
            call => new(call.NullIfAny(LogicalType.Int), ScalarKernel.Of<string, int>((text, ref _) => CodePoints.Count(text)))),
        new("SUBSTRING|SUBSTR", "SUBSTRING(text FROM start [FOR length])", "A piece of the text; a negative start counts from the end.",
            [ArgumentRule.Text, ArgumentRule.Int, ArgumentRule.Int], 2, 3, BindSubstring),
        new("LEFT", "LEFT(text, count)", "The first characters.", [ArgumentRule.Text, ArgumentRule.Int],
            call => new(TextFunctions.Varying(call.TypeOf(0)), ScalarKernel.Of<string, int, string>((text, count, ref _) => Pieces.Left(text, count)))),
        new("RIGHT", "RIGHT(text, count)", "The last characters.", [ArgumentRule.Text, ArgumentRule.Int],
            call => new(TextFunctions.Varying(call.TypeOf(0)), ScalarKernel.Of<string, int, string>((text, count, ref _) => Pieces.Right(text, count)))),
        new("TRIM", "TRIM([BOTH|LEADING|TRAILING] [characters] FROM text)", "Strips blanks, or each of the characters given.",
            [ArgumentRule.Text], 1, 2, call => BindTrim(call, call.Keyword is not "TRAILING", call.Keyword is not "LEADING", isText: false)),
        new("LTRIM", "LTRIM(text[, characters])", "Strips blanks, or each of the characters given, from the start.",
            [ArgumentRule.Text], 1, 2, call => BindTrim(call, leading: true, trailing: false, isText: false)),
        new("RTRIM", "RTRIM(text[, characters])", "Strips blanks, or each of the characters given, from the end.",
            [ArgumentRule.Text], 1, 2, call => BindTrim(call, leading: false, trailing: true, isText: false)),
        new("BTRIM", "BTRIM(text[, characters])", "Strips blanks, or each of the characters given, from both ends.",
            [TextFunctions.TextOrNull], 1, 2, call => BindTrim(call, leading: true, trailing: true, isText: true)),
        new("REVERSE", "REVERSE(text)", "The text backwards.", [ArgumentRule.Text],
            call => new(LogicalType.String, ScalarKernel.Of<string, string>((text, ref _) => Pieces.Reverse(text)))),
        new("ASCII", "ASCII(text)", "The first byte in UTF-8, signed; 0 for an empty text.", [ArgumentRule.Text],
            call => new(call.NullIfAny(LogicalType.Int), ScalarKernel.Of<string, int>((text, ref _) => Pieces.Ascii(text)))),
        new("CHR", "CHR(number)", "The character of the lowest eight bits; an empty text for a negative number.", [ArgumentRule.BigInt],
            call => new(LogicalType.String, ScalarKernel.Of<long, string>((number, ref _) => Pieces.Chr(number)))),
        new("SPLIT_INDEX", "SPLIT_INDEX(text, separator, index)", "A piece between separators, counted from 0; NULL when there is none.",
            [ArgumentRule.Text, new ArgumentRule("text or an integer", type => type.IsCharacter || type.IsInteger), ArgumentRule.Int], BindSplitIndex),
        new("SPLIT", "SPLIT(text, separator)", "All pieces between separators, as an array.", [TextFunctions.TextOrNull, TextFunctions.TextOrNull],
            call => new(call.NullIfAny(LogicalType.Array(LogicalType.String)),
                ScalarKernel.Of<string, string, object?[]>((text, separator, ref _) => [.. Splitting.Split(text, separator)]))),
    ];

    private static FunctionBinding BindSubstring(FunctionCall call)
    {
        LogicalType type = TextFunctions.Varying(call.TypeOf(0));
        return call.Count == 2
            ? new(type, ScalarKernel.Of<string, int, string>((text, start, ref _) => Pieces.Substring(text, start)!))
            : new(type, ScalarKernel.Of<string, int, int, string>(
                (text, start, length, ref outcome) => Pieces.Substring(text, start, length) ?? outcome.Null<string>()));
    }

    private static FunctionBinding BindTrim(FunctionCall call, bool leading, bool trailing, bool isText)
    {
        LogicalType type = call.NullIfAny(isText ? LogicalType.String : TextFunctions.Varying(call.TypeOf(0)));
        return call.Count == 1
            ? new(type, ScalarKernel.Of<string, string>((text, ref _) => Pieces.Trim(text, " ", leading, trailing)))
            : new(type, ScalarKernel.Of<string, string, string>((text, set, ref _) => Pieces.Trim(text, set, leading, trailing)));
    }

    private static FunctionBinding? BindSplitIndex(FunctionCall call)
    {
        if (call.TypeOf(1).IsCharacter)
        {
            return new(LogicalType.String, ScalarKernel.Of<string, string, int, string>(
                (text, separator, index, ref outcome) => Splitting.SplitIndex(text, separator, index) ?? outcome.Null<string>()));
        }

        if (call.CastTo(1, LogicalType.Int) is not { } number)
            return null;
        return new(LogicalType.String, ScalarKernel.Of<string, int, int, string>(
            (text, separator, index, ref outcome) => Splitting.SplitIndex(text, separator, index) ?? outcome.Null<string>()))
        {
            Arguments = [call.Arguments[0], number, call.Arguments[2]],
        };
    }
}
