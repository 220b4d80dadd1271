using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// SIMILAR TO's pattern as the regular expression that Flink (Calcite) makes of it: <c>%</c> and <c>_</c> and character classes are
/// rewritten, <c>$</c> and <c>\</c> are literal, everything else goes through, so that <c>.</c>, <c>^</c> and <c>(?i)</c> mean what they mean
/// in a regular expression.
/// </summary>
public static class SimilarPattern
{
    private const string SqlSpecials = "[]()|^-+*_%?{}";
    private const string RegexSpecials = "[]()|^-+*?{}$\\.";

    private static readonly (string Sql, string Regex)[] s_classes =
    [
        ("[:ALPHA:]", "\\p{Alpha}"), ("[:UPPER:]", "\\p{Upper}"), ("[:LOWER:]", "\\p{Lower}"), ("[:DIGIT:]", "\\d"),
        ("[:SPACE:]", " "), ("[:WHITESPACE:]", "\\s"), ("[:ALNUM:]", "\\p{Alnum}"),
    ];

    /// <summary>
    /// Rewrites a pattern; <paramref name="problem"/> is a clause when it is invalid. The result is still to be compiled, which can fail too.
    /// </summary>
    public static bool TryRewrite(
        string pattern, string? escape, [NotNullWhen(true)] out string? regex, [NotNullWhen(false)] out string? problem)
    {
        regex = null;
        problem = null;
        if (escape is not null && escape.Length != 1)
        {
            problem = $"'{escape}' is not an escape character";
            return false;
        }

        int escapeUnit = escape is null ? -1 : escape[0];
        problem = CheckEscape(pattern, escapeUnit);
        if (problem is not null)
            return false;
        var result = new StringBuilder(pattern.Length * 2);
        problem = Rewrite(pattern, escapeUnit, result);
        regex = result.ToString();
        return problem is null;
    }

    private static string? CheckEscape(string pattern, int escape)
    {
        if (escape >= 0 && SqlSpecials.Contains((char)escape, StringComparison.Ordinal))
        {
            for (int i = 0; i < pattern.Length; i++)
            {
                if (pattern[i] != escape)
                    continue;
                if (i + 1 == pattern.Length || !(SqlSpecials.Contains(pattern[i + 1], StringComparison.Ordinal) || pattern[i + 1] == escape))
                    return InvalidEscape(pattern, i);
            }
        }

        if (escape != ':')
            return null;
        bool isOpened = pattern.Contains("[:", StringComparison.Ordinal);
        return isOpened && pattern.Contains(":]", StringComparison.Ordinal) ? null : InvalidEscape(pattern, -1);
    }

    private static string? Rewrite(string pattern, int escape, StringBuilder result)
    {
        bool isInside = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == escape)
            {
                if (i + 1 == pattern.Length || !AppendEscaped(pattern[i + 1], escape, result))
                    return InvalidEscape(pattern, i);
                i++;
                continue;
            }

            switch (c)
            {
                case '_':
                    result.Append('.');
                    break;
                case '%':
                    result.Append("(?s:.*)");
                    break;
                case '[':
                    result.Append('[');
                    isInside = true;
                    if (!RewriteClass(pattern, escape, result, ref i))
                        return Invalid(pattern);
                    break;
                case ']':
                    if (!isInside)
                        return Invalid(pattern);
                    isInside = false;
                    result.Append(']');
                    break;
                case '\\' or '$':
                    result.Append('\\').Append(c);
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }

        return isInside ? Invalid(pattern) : null;
    }

    // Rewrites what stands between brackets; i moves from the opening one to the last character before the closing one.
    private static bool RewriteClass(string pattern, int escape, StringBuilder result, ref int i)
    {
        for (i++; i < pattern.Length && pattern[i] != ']'; i++)
        {
            char c = pattern[i];
            if (c == escape)
            {
                i++;
                if (i == pattern.Length || !AppendEscaped(pattern[i], escape, result))
                    return false;
            }
            else if (c is '-' or '^')
            {
                result.Append(c);
            }
            else if (string.CompareOrdinal(pattern, i, "[:", 0, 2) == 0)
            {
                int at = i;
                (string Sql, string Regex) named = Array.Find(s_classes, n => IsAt(pattern, at, n.Sql) || IsAt(pattern, at, n.Sql.ToLowerInvariant()));
                if (named.Sql is null)
                    return false;
                result.Append(named.Regex);
                i += named.Sql.Length - 1;
            }
            else if (SqlSpecials.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
            else
            {
                result.Append(c);
            }
        }

        i--;
        return true;
    }

    private static bool IsAt(string pattern, int index, string part) => string.CompareOrdinal(pattern, index, part, 0, part.Length) == 0;

    private static bool AppendEscaped(char c, int escape, StringBuilder result)
    {
        if (SqlSpecials.Contains(c, StringComparison.Ordinal))
        {
            if (RegexSpecials.Contains(c, StringComparison.Ordinal))
                result.Append('\\');
            result.Append(c);
            return true;
        }

        if (c != escape)
            return false;
        result.Append(c);
        return true;
    }

    private static string InvalidEscape(string pattern, int index) => $"the pattern '{pattern}' has an invalid escape sequence at {index}";

    private static string Invalid(string pattern) => $"'{pattern}' is not a pattern of SIMILAR TO";
}
