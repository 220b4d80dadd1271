using Xunit;

namespace Sluice.UnitTests.Expressions.Syntax;

public sealed class PrecedenceTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "1 + 2 * 3")]
    [InlineData("(1 + 2) * 3", "(1 + 2) * 3")]
    [InlineData("10 - (4 - 3)", "10 - (4 - 3)")]
    [InlineData("10 - 4 - 3", "10 - 4 - 3")]
    [InlineData("-i * 2", "-i * 2")]
    [InlineData("-(i * 2)", "-(i * 2)")]
    [InlineData("- -i", "-(-i)")]
    [InlineData("NOT a AND b OR a", "NOT a AND b OR a")]
    [InlineData("NOT (a AND b)", "NOT (a AND b)")]
    [InlineData("a AND (b OR a)", "a AND (b OR a)")]
    [InlineData("NOT i = 1 IS TRUE", "NOT i = 1 IS TRUE")]
    [InlineData("(NOT a) IS TRUE", "(NOT a) IS TRUE")]
    [InlineData("i = 1 = FALSE", "i = 1 = FALSE")]
    [InlineData("a = (b = a)", "a = (b = a)")]
    [InlineData("i BETWEEN 1 AND 7 AND a", "i >= 1 AND i <= 7 AND a")]
    [InlineData("i NOT BETWEEN 1 AND 7", "i < 1 OR i > 7")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("n--1\n+ 1", "n + 1")]
    [InlineData("i IS NOT DISTINCT FROM l", "i IS NOT DISTINCT FROM l")]
    [InlineData("`a b` IN (1, 2)", "`a b` IN (1, 2)")]
    [InlineData("t1.r.x", "r.x")]
    [InlineData("CASE WHEN a THEN 1 ELSE 2 END + 1", "CASE WHEN a THEN 1 ELSE 2 END + 1")]
    [InlineData("CAST(i AS DECIMAL(12,2)) > 1", "CAST(i AS DECIMAL(12, 2)) > 1")]
    public void Binds_as_Flink_does_and_prints_with_the_fewest_parentheses(string text, string printed) =>
        Assert.Equal(printed, Bound.Of(text).ToString());
}
