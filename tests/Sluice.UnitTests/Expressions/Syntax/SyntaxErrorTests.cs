using Xunit;

namespace Sluice.UnitTests.Expressions.Syntax;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("i +", "expression.syntax: the text ends where an expression should follow\n  1 | i +\n    |    ^")]
    [InlineData("i != 1", "expression.syntax: '!' cannot stand here\n  1 | i != 1\n    |   ^\n  fix: write <>")]
    [InlineData("i::INT", "expression.syntax: ':' cannot stand here\n  1 | i::INT\n    |  ^\n  fix: write CAST(x AS type)")]
    [InlineData("\"i\"", "expression.syntax: '\"' cannot stand here\n  1 | \"i\"\n    | ^\n  fix: write names in backticks: `name`, and text in single quotes")]
    [InlineData("i : 1", "expression.syntax: ':' stands where the end of the expression or an operator should follow\n  1 | i : 1\n    |   ^")]
    [InlineData("JSON_OBJECT(KEY 'a' : 1)", "expression.syntax: ':' stands where VALUE should follow\n  1 | JSON_OBJECT(KEY 'a' : 1)\n    |                     ^")]
    [InlineData("1_000", "expression.syntax: '1_000' is not a number\n  1 | 1_000\n    | ^^^^^\n  fix: write digits, with e for an exponent; no suffix, no underscore")]
    [InlineData("'abc", "expression.syntax: the string is not closed\n  1 | 'abc\n    | ^\n  fix: close it with a quote")]
    [InlineData("`abc", "expression.syntax: the name is not closed\n  1 | `abc\n    | ^\n  fix: close it with a backtick")]
    [InlineData("'a' 'b'", "expression.syntax: a string is followed by another on the same line\n  1 | 'a' 'b'\n    |     ^\n  fix: write || between them, or double the quote inside a string")]
    [InlineData("order", "expression.syntax: 'order' is a reserved word\n  1 | order\n    | ^^^^^\n  fix: write `order` in backticks if it is a column")]
    [InlineData("(i", "expression.syntax: the text ends where ')' should follow\n  1 | (i\n    |   ^")]
    [InlineData("i i", "expression.syntax: 'i' stands where the end of the expression or an operator should follow\n  1 | i i\n    |   ^")]
    [InlineData("CAST(i AS INTT)", "expression.unknown_type: there is no type 'INTT'\n  1 | CAST(i AS INTT)\n    |           ^^^^\n  fix: write INT")]
    [InlineData("CAST(i AS DECIMAL(5, 6))", "expression.unknown_type: a DECIMAL(p, s) has 1 to 38 digits, and not more of them after the point\n  1 | CAST(i AS DECIMAL(5, 6))\n    |           ^^^^^^^^^^^^^")]
    [InlineData("x'0'", "expression.syntax: a binary literal holds an even number of digits\n  1 | x'0'\n    | ^^^^\n  fix: write pairs of 0-9 and A-F")]
    [InlineData("i = 1 -- all", "expression.syntax: the comment would swallow what stands behind the expression\n  1 | i = 1 -- all\n    |       ^^^^^^\n  fix: write /* … */, or end the line")]
    [InlineData("i = 1\nAND i >", "expression.syntax: the text ends where an expression should follow\n  2 | AND i >\n    |        ^")]
    [InlineData("CASE WHEN a THEN 1", "expression.syntax: the text ends where END should follow\n  1 | CASE WHEN a THEN 1\n    |                   ^")]
    [InlineData("", "expression.syntax: the text ends where an expression should follow\n  1 | \n    | ^")]
    public void Points_at_the_place_and_says_what_to_write(string text, string expected) => Assert.Equal(expected, Bound.Problem(text));

    [Fact]
    public void A_text_nested_too_deeply_is_refused_and_not_a_crash()
    {
        string text = new string('(', 5000) + "1" + new string(')', 5000);

        Assert.Equal("the expression is nested too deeply", Bound.Try(text).Problems[0].What);
    }
}
