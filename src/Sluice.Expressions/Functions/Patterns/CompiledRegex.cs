using System.Diagnostics.CodeAnalysis;
using Sluice.Expressions.Functions.Text;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// A regular expression as the functions use it: compiled, or the reason why not; with a matcher that is lent to one thread at a time.
/// </summary>
internal sealed class CompiledRegex
{
    private readonly JavaRegex? _regex;
    private JavaRegexMatcher? _idle;

    internal CompiledRegex(string pattern)
    {
        Pattern = pattern;
        JavaRegex.TryCompile(pattern, out _regex, out string? problem, out bool isUnsupported);
        Problem = problem;
        IsUnsupported = isUnsupported;
    }

    /// <summary>The pattern.</summary>
    internal string Pattern { get; }

    /// <summary>Why it did not compile, a clause; null when it did.</summary>
    internal string? Problem { get; }

    /// <summary>It did not compile because it uses what is not built.</summary>
    internal bool IsUnsupported { get; }

    /// <summary>Whether it compiled.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    internal bool IsValid => _regex is not null;

    /// <summary>The number of its groups.</summary>
    internal int GroupCount => _regex!.GroupCount;

    /// <summary>The error of a row whose pattern uses what is not built.</summary>
    internal EvalError UnsupportedError() => new(
        EvalErrors.InvalidArgument, $"the regular expression '{Pattern}' uses {Problem}, which is not supported");

    /// <summary>The error of a row whose search was given up.</summary>
    internal EvalError ExhaustedError() => new(
        EvalErrors.InvalidArgument, $"the regular expression '{Pattern}' needs more than {JavaRegexMatcher.MaxSteps} steps for a value");

    /// <summary>A matcher; give it back by <see cref="Return"/>.</summary>
    internal JavaRegexMatcher Rent() => Interlocked.Exchange(ref _idle, null) ?? new JavaRegexMatcher(_regex!);

    /// <summary>Takes a matcher back.</summary>
    internal void Return(JavaRegexMatcher matcher) => _idle = matcher;

    /// <summary>All matches from left to right: calls <paramref name="visit"/> with each until it returns false.</summary>
    /// <returns>False when the search was given up.</returns>
    internal bool ForEachMatch(string text, Func<JavaRegexMatcher, bool> visit)
    {
        JavaRegexMatcher matcher = Rent();
        bool exhausted = false;
        int last = 0;
        for (int from = 0; from <= text.Length && matcher.Find(text, from, last, out exhausted);)
        {
            last = matcher.End(0);
            from = last == matcher.Start(0) ? last + 1 : last;
            if (!visit(matcher))
                break;
        }

        Return(matcher);
        return !exhausted;
    }

    /// <summary>The text between two units; halves of a surrogate pair are <c>?</c>, as when Java writes UTF-8.</summary>
    internal static string Cut(string text, int start, int end) => text[start..end].ToWellFormed('?');
}
