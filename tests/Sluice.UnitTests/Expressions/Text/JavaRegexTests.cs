using System.Text;
using Sluice.Expressions.Functions.Patterns;
using Xunit;

namespace Sluice.UnitTests.Expressions.Text;

/// <summary>Expectations are what Java 17's <c>java.util.regex</c> gives.</summary>
public sealed class JavaRegexTests
{
    [Theory]
    [InlineData(@"(\d+)-(\d+)", "100-200", "0-7(0-3)(4-7)")]
    [InlineData("oo|ar", "foobar", "1-3 4-6")]
    [InlineData("", "ab", "0-0 1-1 2-2")]
    [InlineData("(x)?abc", "abc", "0-3()")]
    [InlineData("a*?", "aa", "0-0 1-1 2-2")]
    [InlineData("a.b", "a\nb", "")]
    [InlineData("(?s)a.b", "a\nb", "0-3")]
    [InlineData("(?m)^b", "a\nb", "2-3")]
    [InlineData("(?m)^", "", "")]
    [InlineData("a$", "a\r\n", "0-1")]
    [InlineData("a$", "a\n\n", "")]
    [InlineData("^.$", "😀", "0-2")]
    [InlineData("x*", "😀", "0-0 1-1 2-2")]
    [InlineData("[^a]", "😀", "0-2")]
    [InlineData(@"\d", "٣", "")]
    [InlineData(@"\w", "é", "")]
    [InlineData(@"\bé", "aé é", "3-4")]
    [InlineData("(?i)É", "é", "")]
    [InlineData("(?iu)É", "é", "0-1")]
    [InlineData("(?i)k", "\u212A", "")]
    [InlineData("(?iu)k", "\u212A", "0-1")]
    [InlineData("a*+b", "aab", "0-3")]
    [InlineData("a*+a", "aaa", "")]
    [InlineData("(?>a|ab)c", "abc", "")]
    [InlineData("[a-z&&[^bc]]+", "abcd", "0-1 3-4")]
    [InlineData("[[:alpha:]]", "p", "0-1")]
    [InlineData(@"\p{IsHan}+", "a数据", "1-3")]
    [InlineData(@"\p{Lu}\p{Digit}", "A1", "0-2")]
    [InlineData("(a)\\1", "aab", "0-2(0-1)")]
    [InlineData("(?<=tel )\\d{3}", "tel 555", "4-7")]
    [InlineData("(?<!a)b", "ab b", "3-4")]
    [InlineData(@"\Qa.b\E", "a.b axb", "0-3")]
    [InlineData("(a|b)*c", "abac", "0-4(2-3)")]
    [InlineData("(){0,}", "", "0-0()")]
    [InlineData("(?:(?=(a))b|a)\\1", "aa", "0-2(0-1)")]
    [InlineData(@"\R", "\r\n\n", "0-2 2-3")]
    [InlineData("(?x) a b # comment", "ab", "0-2")]
    [InlineData(@"\x{1F600}", "😀", "0-2")]
    [InlineData(@"a{2}{3}", "aa", "0-2")]
    public void Finds_what_Java_finds(string pattern, string text, string matches) => Assert.Equal(matches, AllMatches(pattern, text));

    [Theory]
    [InlineData("(", "unclosed group")]
    [InlineData("[a", "unclosed character class")]
    [InlineData("*a", "dangling meta character '*'")]
    [InlineData("a**", "dangling meta character '*'")]
    [InlineData("a{x}", "illegal repetition")]
    [InlineData("a{2,1}", "illegal repetition range")]
    [InlineData(@"\q", "illegal/unsupported escape sequence")]
    [InlineData(@"\", "illegal/unsupported escape sequence")]
    [InlineData(@"\p{Foo}", "unknown character property name {Foo}")]
    [InlineData("[b-a]", "illegal character range")]
    [InlineData("(?<=(a|b)*)", "look-behind group does not have an obvious maximum length")]
    [InlineData("a)", "unmatched closing ')'")]
    [InlineData(@"\k<n>", "named capturing group <n> does not exist")]
    public void Refuses_what_Java_refuses(string pattern, string problem)
    {
        Assert.False(JavaRegex.TryCompile(pattern, out _, out string? found, out bool isUnsupported));
        Assert.Equal(problem, found);
        Assert.False(isUnsupported);
    }

    [Theory]
    [InlineData("(?U)a", "the flag (?U)")]
    [InlineData(@"\X", @"the grapheme \X")]
    [InlineData(@"\p{IsOgham}", @"the character property \p{IsOgham}")]
    [InlineData(@"\N{SPACE}", @"character names \N{…}")]
    public void Names_what_is_not_built(string pattern, string problem)
    {
        Assert.False(JavaRegex.TryCompile(pattern, out _, out string? found, out bool isUnsupported));
        Assert.Equal(problem, found);
        Assert.True(isUnsupported);
    }

    [Fact]
    public void Gives_up_instead_of_running_for_ever()
    {
        Assert.True(JavaRegex.TryCompile("(a|a|b)*c", out JavaRegex? regex, out _, out _));
        var matcher = new JavaRegexMatcher(regex);

        Assert.False(matcher.Find(new string('a', 60), 0, out bool exhausted));
        Assert.True(exhausted);
    }

    [Fact]
    public void A_long_text_needs_no_deep_stack()
    {
        Assert.True(JavaRegex.TryCompile("(a|b)*c", out JavaRegex? regex, out _, out _));
        var matcher = new JavaRegexMatcher(regex);

        Assert.True(matcher.Find(new string('a', 200_000) + "c", 0, out _));
        Assert.Equal(200_001, matcher.End(0));
    }

    [Fact]
    public void Deep_nesting_is_refused_by_name()
    {
        string pattern = new string('(', 300) + new string(')', 300);

        Assert.False(JavaRegex.TryCompile(pattern, out _, out string? problem, out bool isUnsupported));
        Assert.Equal("groups nested deeper than 250", problem);
        Assert.True(isUnsupported);
    }

    private static string AllMatches(string pattern, string text)
    {
        Assert.True(JavaRegex.TryCompile(pattern, out JavaRegex? regex, out string? problem, out _), problem);
        var matcher = new JavaRegexMatcher(regex);
        var result = new StringBuilder();
        int last = 0;
        for (int from = 0; from <= text.Length && matcher.Find(text, from, last, out _);)
        {
            last = matcher.End(0);
            from = last == matcher.Start(0) ? last + 1 : last;
            result.Append(result.Length == 0 ? "" : " ").Append(matcher.Start(0)).Append('-').Append(last);
            for (int g = 1; g <= matcher.GroupCount; g++)
                result.Append('(').Append(matcher.Start(g) < 0 ? "" : $"{matcher.Start(g)}-{matcher.End(g)}").Append(')');
        }

        return result.ToString();
    }
}
