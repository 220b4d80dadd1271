using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>The functions that make another text. Deviation D13 is raised where Flink, counting UTF-16 units, gives another one.</summary>
internal static class RewriteFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("REPLACE", "REPLACE(text, search, replacement)", "All appearances replaced; an empty search stands between all characters.",
            [ArgumentRule.Text], 3, 3, call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<string, string, string, string>(Replace))),
        new("TRANSLATE", "TRANSLATE(text, from, to)", "Each character of from becomes the one at its place in to, or goes; a NULL from changes nothing.",
            [ArgumentRule.Text], 3, 3, call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Boxed(
                (texts, ref _) => texts[0] is string text && texts[1] is string from ? Rewriting.Translate(text, from, (string?)texts[2] ?? "") : texts[0],
                seesNulls: true))),
        new("OVERLAY", "OVERLAY(text PLACING part FROM start [FOR length])", "The text with a part put over it.",
            [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.BigInt, ArgumentRule.BigInt], 3, 4, BindOverlay),
        new("LPAD", "LPAD(text, length, pad)", "The text filled up on the left, or cut, to a length; NULL for a negative length or an empty pad.",
            [ArgumentRule.Text, ArgumentRule.Int, ArgumentRule.Text], call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<string, int, string, string>(LeftPad))),
        new("RPAD", "RPAD(text, length, pad)", "The text filled up on the right, or cut, to a length; NULL for a negative length or an empty pad.",
            [ArgumentRule.Text, ArgumentRule.Int, ArgumentRule.Text], call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<string, int, string, string>(RightPad))),
        new("REPEAT", "REPEAT(text, count)", "The text several times.", [ArgumentRule.Text, ArgumentRule.Int],
            call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<string, int, string>(
                (text, count, ref outcome) => Rewriting.Repeat(text, count) ?? outcome.Fail<string>(TextErrors.TooLong("REPEAT"))))),
    ];

    private static string Replace(string text, string search, string replacement, ref Outcome outcome)
    {
        string? result = Rewriting.Replace(text, search, replacement);
        if (outcome.IsObserved && search.Length == 0 && result is not null && HasSurrogates(text))
            Compare(result, replacement + string.Concat(text.Select(unit => unit + replacement)), ref outcome);
        return result ?? outcome.Fail<string>(TextErrors.TooLong("REPLACE"));
    }

    private static FunctionBinding BindOverlay(FunctionCall call)
    {
        LogicalType text = call.TypeOf(0);
        LogicalType part = call.TypeOf(1);
        long length = Math.Min((long)text.Length + part.Length, LogicalType.MaxLength);
        LogicalType type = call.NullIfAny(LogicalType.VarChar((int)length));
        return new(type, call.Count == 3
            ? ScalarKernel.Of<string, string, long, string>((value, over, start, ref outcome) => Overlay(value, over, start, null, ref outcome))
            : ScalarKernel.Of<string, string, long, long, string>((value, over, start, count, ref outcome) => Overlay(value, over, start, count, ref outcome)));
    }

    private static string Overlay(string text, string part, long start, long? length, ref Outcome outcome)
    {
        string result = Rewriting.Overlay(text, part, start, length);
        if (outcome.IsObserved && (HasSurrogates(text) || HasSurrogates(part)))
            Compare(result, OverlayUnits(text, part, start, length ?? part.Length), ref outcome);
        return result;
    }

    private static string LeftPad(string text, int length, string pad, ref Outcome outcome) => Pad(text, length, pad, left: true, ref outcome);

    private static string RightPad(string text, int length, string pad, ref Outcome outcome) => Pad(text, length, pad, left: false, ref outcome);

    private static string Pad(string text, int length, string pad, bool left, ref Outcome outcome)
    {
        string? result = Rewriting.Pad(text, length, pad, left, out bool isTooLong);
        if (isTooLong)
            return outcome.Fail<string>(TextErrors.TooLong(left ? "LPAD" : "RPAD"));
        if (outcome.IsObserved && result is not null && (HasSurrogates(text) || HasSurrogates(pad)))
            Compare(result, PadUnits(text, length, pad, left), ref outcome);
        return result ?? outcome.Null<string>();
    }

    // What Flink does: counts UTF-16 units, and writes half a pair as '?'.
    private static void Compare(string ours, string flinks, ref Outcome outcome)
    {
        if (ours != flinks.ToWellFormed('?'))
            outcome.Deviates(Deviation.CodePoints);
    }

    private static bool HasSurrogates(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    private static string OverlayUnits(string text, string part, long start, long length)
    {
        if (start <= 0 || start > text.Length)
            return text;
        string head = text[..((int)start - 1)] + part;
        return length > 0 && start + length <= text.Length ? head + text[(int)(start - 1 + length)..] : head;
    }

    private static string PadUnits(string text, int length, string pad, bool left)
    {
        if (text.Length >= length)
            return text[..length];
        string padding = string.Concat(Enumerable.Repeat(pad, ((length - text.Length) / pad.Length) + 1))[..(length - text.Length)];
        return left ? padding + text : text + padding;
    }
}
