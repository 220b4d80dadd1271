using Sluice.Types;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>The operators LIKE and SIMILAR TO: arguments (text, pattern[, escape]).</summary>
internal static class MatchFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("LIKE", "text LIKE pattern [ESCAPE character]", "Whether the whole text matches: % is any text, _ one character.",
            [ArgumentRule.Text], 2, 3, BindLike) { IsOperator = true },
        new("SIMILAR TO", "text SIMILAR TO pattern [ESCAPE character]", "Whether the whole text matches an SQL regular expression.",
            [ArgumentRule.Text], 2, 3, BindSimilar) { IsOperator = true },
    ];

    /// <summary>The compiled pattern of a LIKE whose pattern and escape are constants; null for another call: for the vectorised engine.</summary>
    internal static LikePattern? ConstantPattern(BoundCall call)
    {
        if (call.Written[1] is not BoundLiteral { Value: string pattern })
            return null;
        string? escape = null;
        if (call.Written.Length == 3)
        {
            if (call.Written[2] is not BoundLiteral { Value: string character })
                return null;
            escape = character.Length == 0 ? null : character;
        }

        return LikePattern.TryCompile(pattern, escape, out LikePattern? like, out _) ? like : null;
    }

    private static FunctionBinding? BindLike(FunctionCall call)
    {
        string? escape = null;
        bool isConstant = call.TryConstant(1, out object? pattern) && pattern is string
            && (call.Count == 2 || (call.TryConstant(2, out object? character) && (escape = character as string) is not null));
        if (pattern is "%")
        {
            // Flink simplifies this one before it looks at the escape.
            return new(call.NullIfAny(LogicalType.Boolean), ScalarKernel.Of<string, string, bool>((_, _, ref _) => true))
            {
                Arguments = [call.Arguments[0], call.Arguments[1]],
            };
        }

        if (isConstant)
        {
            if (!LikePattern.TryCompile((string)pattern!, escape == "" ? null : escape, out LikePattern? like, out string? problem))
                return call.Reject(ExpressionErrors.InvalidConstant, problem, "write the escape character twice, or before % or _ only");
            return Binding(call, (_, _, text, ref _) => like.IsMatch(text));
        }

        return Binding(call, (wanted, character, text, ref outcome) =>
            LikePattern.TryCompile(wanted, character, out LikePattern? like, out string? problem)
                ? like.IsMatch(text)
                : outcome.Fail<bool>(new EvalError(EvalErrors.InvalidArgument, problem)));
    }

    private static FunctionBinding? BindSimilar(FunctionCall call)
    {
        var patterns = new LastUsed<Similar>(Similar.Compile);
        if (call.TryConstant(1, out object? pattern) && pattern is string text && call.Count == 2)
        {
            Similar similar = patterns.Get(Similar.Key(text, null));
            if (similar.Regex is { IsUnsupported: true } regex)
                return call.Reject(ExpressionErrors.UnsupportedSyntax, $"the pattern '{text}' uses {regex.Problem}, which is not supported");
        }

        return Binding(call, (wanted, escape, value, ref outcome) => patterns.Get(Similar.Key(wanted, escape)).IsMatch(value, ref outcome));
    }

    private delegate bool Matcher(string pattern, string? escape, string text, ref Outcome outcome);

    private static FunctionBinding Binding(FunctionCall call, Matcher matcher) => new(
        call.NullIfAny(LogicalType.Boolean),
        call.Count == 2
            ? ScalarKernel.Of<string, string, bool>((text, pattern, ref outcome) => matcher(pattern, null, text, ref outcome))
            : ScalarKernel.Of<string, string, string, bool>((text, pattern, escape, ref outcome) => matcher(pattern, escape, text, ref outcome)));

    // A pattern of SIMILAR TO, compiled, or why not: invalid ones fail the row.
    private sealed record Similar(CompiledRegex? Regex, string? Problem)
    {
        // Pattern and escape as one key; the length tells where the escape ends.
        internal static string Key(string pattern, string? escape) => escape is null ? "-" + pattern : $"{escape.Length}:{escape}{pattern}";

        internal static Similar Compile(string key)
        {
            string? escape = null;
            string pattern = key[1..];
            if (key[0] != '-')
            {
                int colon = key.IndexOf(':', StringComparison.Ordinal);
                int length = int.Parse(key[..colon], System.Globalization.CultureInfo.InvariantCulture);
                escape = key.Substring(colon + 1, length);
                pattern = key[(colon + 1 + length)..];
            }

            if (!SimilarPattern.TryRewrite(pattern, escape, out string? regex, out string? problem))
                return new Similar(null, problem);
            var compiled = new CompiledRegex(regex);
            return new Similar(compiled, compiled.IsValid ? null : $"'{pattern}' is not a pattern of SIMILAR TO: {compiled.Problem}");
        }

        internal bool IsMatch(string text, ref Outcome outcome)
        {
            if (Problem is not null)
                return outcome.Fail<bool>(new EvalError(EvalErrors.InvalidArgument, Problem));
            JavaRegexMatcher matcher = Regex!.Rent();
            bool matches = matcher.IsMatch(text, out bool exhausted);
            Regex.Return(matcher);
            return exhausted ? outcome.Fail<bool>(Regex.ExhaustedError()) : matches;
        }
    }
}
