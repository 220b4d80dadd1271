using System.Text;
using Sluice.Expressions.Functions.Text;
using Sluice.Types;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>REGEXP and its family, over <see cref="JavaRegex"/>. An invalid pattern makes REGEXP FALSE and the others NULL.</summary>
internal static class RegexFunctions
{
    private static readonly ArgumentRule s_group = new("an integer", type => type.IsInteger) { CastTo = LogicalType.BigInt, AllowsNull = true };

    internal static IEnumerable<Function> All =>
    [
        new("REGEXP", "REGEXP(text, pattern)", "Whether a part of the text matches the Java regular expression; FALSE for an empty or invalid one.",
            [ArgumentRule.Text, ArgumentRule.Text], call => Bind(call, call.NullIfAny(LogicalType.Boolean), Matches)),
        new("REGEXP_EXTRACT", "REGEXP_EXTRACT(text, pattern[, group])", "The first match, or a group of it; NULL when there is none.",
            [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.BigInt], 2, 3,
            call => call.Count == 2
                ? Bind<string>(call, LogicalType.String.Nullable(), (regex, text, ref outcome) => Extract(regex, text, 0, ref outcome))
                : Bind3<long, string>(call, LogicalType.String.Nullable(), Extract)),
        new("REGEXP_REPLACE", "REGEXP_REPLACE(text, pattern, replacement)", "All matches replaced by a text that is taken literally.",
            [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.Text], call => Bind3<string, string>(call, call.NullIfAny(LogicalType.String), Replace)),
        new("REGEXP_COUNT", "REGEXP_COUNT(text, pattern)", "The number of matches.",
            [TextFunctions.TextOrNull, TextFunctions.TextOrNull], call => Bind(call, LogicalType.Int.Nullable(), Count)),
        new("REGEXP_INSTR", "REGEXP_INSTR(text, pattern)", "Where the first match begins, from 1 in UTF-16 units as in Flink; 0 when there is none.",
            [TextFunctions.TextOrNull, TextFunctions.TextOrNull], call => Bind(call, LogicalType.Int.Nullable(), Instr)),
        new("REGEXP_SUBSTR", "REGEXP_SUBSTR(text, pattern)", "The first match; NULL when there is none.",
            [TextFunctions.TextOrNull, TextFunctions.TextOrNull],
            call => Bind<string>(call, LogicalType.String.Nullable(), (regex, text, ref outcome) => Extract(regex, text, 0, ref outcome))),
        new("REGEXP_EXTRACT_ALL", "REGEXP_EXTRACT_ALL(text, pattern[, group])", "A group (1 unless given) of all matches, as an array.",
            [TextFunctions.TextOrNull, TextFunctions.TextOrNull, s_group], 2, 3,
            call => call.Count == 2
                ? Bind<object?[]>(call, LogicalType.Array(LogicalType.String).Nullable(), (regex, text, ref outcome) => ExtractAll(regex, text, 1, ref outcome))
                : Bind3<long, object?[]>(call, LogicalType.Array(LogicalType.String).Nullable(), ExtractAll)),
    ];

    private delegate TR Search<TR>(CompiledRegex regex, string text, ref Outcome outcome);

    private delegate TR Search<T3, TR>(CompiledRegex regex, string text, T3 argument, ref Outcome outcome);

    // A constant pattern is compiled once; one that is not built here is refused when binding.
    private static FunctionBinding? Bind<TR>(FunctionCall call, LogicalType type, Search<TR> search)
    {
        if (!TryConstantPattern(call, out CompiledRegex? constant))
            return Refuse(call, constant!);
        var patterns = new LastUsed<CompiledRegex>(pattern => new CompiledRegex(pattern));
        return new FunctionBinding(type, ScalarKernel.Of<string, string, TR>((text, pattern, ref outcome) =>
        {
            CompiledRegex regex = constant ?? patterns.Get(pattern);
            return regex.IsUnsupported ? outcome.Fail<TR>(regex.UnsupportedError()) : search(regex, text, ref outcome);
        }));
    }

    private static FunctionBinding? Bind3<T3, TR>(FunctionCall call, LogicalType type, Search<T3, TR> search)
    {
        if (!TryConstantPattern(call, out CompiledRegex? constant))
            return Refuse(call, constant!);
        var patterns = new LastUsed<CompiledRegex>(pattern => new CompiledRegex(pattern));
        return new FunctionBinding(type, ScalarKernel.Of<string, string, T3, TR>((text, pattern, argument, ref outcome) =>
        {
            CompiledRegex regex = constant ?? patterns.Get(pattern);
            return regex.IsUnsupported ? outcome.Fail<TR>(regex.UnsupportedError()) : search(regex, text, argument, ref outcome);
        }));
    }

    private static bool TryConstantPattern(FunctionCall call, out CompiledRegex? regex)
    {
        regex = call.TryConstant(1, out object? value) && value is string pattern ? new CompiledRegex(pattern) : null;
        return regex is not { IsUnsupported: true };
    }

    private static FunctionBinding? Refuse(FunctionCall call, CompiledRegex regex) =>
        call.Reject(ExpressionErrors.UnsupportedSyntax, $"the regular expression '{regex.Pattern}' uses {regex.Problem}, which is not supported");

    private static bool Matches(CompiledRegex regex, string text, ref Outcome outcome)
    {
        bool found = false;
        if (!regex.IsValid || regex.Pattern.Length == 0)
            return false;
        return regex.ForEachMatch(text, _ => !(found = true)) ? found : outcome.Fail<bool>(regex.ExhaustedError());
    }

    private static string Extract(CompiledRegex regex, string text, long group, ref Outcome outcome)
    {
        string? part = null;
        group = unchecked((int)group);
        if (!regex.IsValid || group < 0 || group > regex.GroupCount)
            return outcome.Null<string>();
        bool done = regex.ForEachMatch(text, match =>
        {
            part = match.Start((int)group) < 0 ? null : CompiledRegex.Cut(text, match.Start((int)group), match.End((int)group));
            return false;
        });
        return !done ? outcome.Fail<string>(regex.ExhaustedError()) : part ?? outcome.Null<string>();
    }

    private static string Replace(CompiledRegex regex, string text, string replacement, ref Outcome outcome)
    {
        if (!regex.IsValid)
            return outcome.Null<string>();
        var result = new StringBuilder();
        int copied = 0;
        bool done = regex.ForEachMatch(text, match =>
        {
            result.Append(text, copied, match.Start(0) - copied).Append(replacement);
            copied = match.End(0);
            return result.Length <= Rewriting.MaxLength;
        });
        if (!done)
            return outcome.Fail<string>(regex.ExhaustedError());
        if (result.Length > Rewriting.MaxLength)
            return outcome.Fail<string>(TextErrors.TooLong("REGEXP_REPLACE"));
        return copied == 0 && result.Length == 0 ? text : result.Append(text, copied, text.Length - copied).ToString().ToWellFormed('?');
    }

    private static int Count(CompiledRegex regex, string text, ref Outcome outcome)
    {
        int count = 0;
        if (!regex.IsValid)
            return outcome.Null<int>();
        return regex.ForEachMatch(text, _ => ++count > 0) ? count : outcome.Fail<int>(regex.ExhaustedError());
    }

    private static int Instr(CompiledRegex regex, string text, ref Outcome outcome)
    {
        int position = 0;
        if (!regex.IsValid)
            return outcome.Null<int>();
        return regex.ForEachMatch(text, match => (position = match.Start(0) + 1) < 0) ? position : outcome.Fail<int>(regex.ExhaustedError());
    }

    private static object?[] ExtractAll(CompiledRegex regex, string text, long group, ref Outcome outcome)
    {
        if (!regex.IsValid || group < 0 || group > regex.GroupCount)
            return outcome.Null<object?[]>();
        var parts = new List<object?>();
        bool done = regex.ForEachMatch(text, match =>
        {
            int start = match.Start((int)group);
            parts.Add(start < 0 ? null : CompiledRegex.Cut(text, start, match.End((int)group)));
            return true;
        });
        return done ? [.. parts] : outcome.Fail<object?[]>(regex.ExhaustedError());
    }
}
