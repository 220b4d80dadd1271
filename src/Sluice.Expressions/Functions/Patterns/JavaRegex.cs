using System.Diagnostics.CodeAnalysis;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// A regular expression with the syntax and the meaning of Java 17's <c>java.util.regex</c>, as REGEXP and its family have it in Flink.
/// Immutable; share it, and give each thread its own <see cref="JavaRegexMatcher"/>.
/// </summary>
/// <remarks>
/// An engine of our own because .NET's differs in too many silent ways: surrogate pairs, <c>.</c> and <c>$</c> at line ends, ASCII-only
/// <c>\d \w \s (?i)</c>, class unions and intersections, possessive quantifiers, scripts, which patterns are valid at all. It backtracks on
/// a stack of its own, so that no pattern and no text can end the process. Not built, and refused by name: the flags <c>c</c> and <c>U</c>,
/// <c>\X</c>, <c>\b{g}</c>, <c>\N{…}</c>, scripts and blocks outside <see cref="RegexScripts"/>'s table.
/// </remarks>
public sealed class JavaRegex
{
    private JavaRegex(RegexProgram program) => Program = program;

    /// <summary>The number of capturing groups; group 0, the whole match, is not counted.</summary>
    public int GroupCount => Program.GroupCount - 1;

    internal RegexProgram Program { get; }

    /// <summary>
    /// Compiles a pattern. False when Java would refuse it (<paramref name="isUnsupported"/> false) or when it uses what is not built here
    /// (true); <paramref name="problem"/> then says what, in a clause.
    /// </summary>
    public static bool TryCompile(
        string pattern, [NotNullWhen(true)] out JavaRegex? regex, [NotNullWhen(false)] out string? problem, out bool isUnsupported)
    {
        regex = null;
        problem = null;
        isUnsupported = false;
        try
        {
            var parser = new RegexParser(pattern);
            RegexNode root = parser.Parse();
            regex = new JavaRegex(RegexCompiler.Compile(root, parser.GroupCount, parser.HasSupplementary));
            return true;
        }
        catch (RegexSyntaxException e)
        {
            problem = e.Message;
            isUnsupported = e.IsUnsupported;
            return false;
        }
    }
}
