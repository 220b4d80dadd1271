using System.Text;
using CsCheck;
using Sluice.Expressions.Functions.Patterns;
using Xunit;

namespace Sluice.UnitTests.Expressions.Text;

public sealed class LikePatternTests
{
    [Fact]
    public void Bytes_match_as_a_plain_reading_of_the_rule_says() =>
        Gen.Select(TextSamples.Text, TextSamples.Text).Sample((text, pattern) =>
        {
            Assert.True(LikePattern.TryCompile(pattern, null, out LikePattern? like, out _));
            bool expected = Plain([.. text.EnumerateRunes()], [.. pattern.EnumerateRunes()]);
            Assert.Equal(expected, like.IsMatch(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(expected, like.IsMatch(text));
        }, iter: 20_000);

    [Theory]
    [InlineData("a!%c", "a%c", true)]
    [InlineData("a!%c", "abc", false)]
    [InlineData("a!!%", "a!bc", true)]
    [InlineData("!_!%", "_%", true)]
    public void An_escape_makes_a_wildcard_a_character(string pattern, string text, bool matches)
    {
        Assert.True(LikePattern.TryCompile(pattern, "!", out LikePattern? like, out _));
        Assert.Equal(matches, like.IsMatch(text));
    }

    [Theory]
    [InlineData("a!bc", "!", "the pattern 'a!bc' has an invalid escape sequence at 2")]
    [InlineData("abc!", "!", "the pattern 'abc!' has an invalid escape sequence at 4")]
    [InlineData("abc", "", "'' is not an escape character")]
    [InlineData("abc", "😀", "'😀' is not an escape character")]
    public void A_wrong_escape_is_refused(string pattern, string escape, string problem)
    {
        Assert.False(LikePattern.TryCompile(pattern, escape, out _, out string? found));
        Assert.Equal(problem, found);
    }

    [Fact]
    public void Matching_bytes_allocates_nothing()
    {
        Assert.True(LikePattern.TryCompile("%l_o%世%", null, out LikePattern? like, out _));
        byte[] text = Encoding.UTF8.GetBytes("Hello, 世界");
        Assert.True(like.IsMatch(text));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            like.IsMatch(text);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool Plain(ReadOnlySpan<Rune> text, ReadOnlySpan<Rune> pattern)
    {
        if (pattern.Length == 0)
            return text.Length == 0;
        if (pattern[0].Value == '%')
        {
            for (int i = 0; i <= text.Length; i++)
            {
                if (Plain(text[i..], pattern[1..]))
                    return true;
            }

            return false;
        }

        bool isOne = text.Length > 0 && pattern[0].Value == '_' && text[0].Value is not ('\n' or '\r' or 0x85 or 0x2028 or 0x2029);
        return text.Length > 0 && (isOne || pattern[0] == text[0]) && Plain(text[1..], pattern[1..]);
    }
}
