using Sluice.Expressions;
using Xunit;

namespace Sluice.UnitTests.Expressions.Evaluation;

public sealed class InterpreterTests
{
    [Theory]
    [InlineData("i <> 0 AND 10 / i > 1", false)]
    [InlineData("i = 0 OR 10 / i > 1", true)]
    [InlineData("10 / i > 1 AND FALSE", false)]
    [InlineData("CASE WHEN i = 0 THEN TRUE ELSE 10 / i > 1 END", true)]
    [InlineData("IF(i = 0, TRUE, 10 / i > 1)", true)]
    [InlineData("10 / i IS NULL", false)]
    [InlineData("TRY_CAST('x' AS INT) IS NULL", true)]
    public void An_error_in_a_branch_not_taken_does_not_count(string text, bool expected)
    {
        EvalResult result = Bound.Value(text, ("i", 0));

        Assert.Null(result.Error);
        Assert.Equal(expected, result.Value);
    }

    [Theory]
    [InlineData("10 / i > 1 AND i <> 0")]
    [InlineData("COALESCE(n, 10 / i)")]
    [InlineData("CAST(NULL AS INT) + 10 / i")]
    public void An_operand_that_is_evaluated_fails_the_row(string text)
    {
        EvalResult result = Bound.Value(text, ("i", 0), ("n", 1));

        Assert.Equal("division by zero", result.Error?.What);
    }

    [Theory]
    [InlineData("i + 1", "2147483647 + 1 does not fit INT", "D1")]
    [InlineData("-l", "-(-9223372036854775808) does not fit BIGINT", "D1")]
    [InlineData("m * CAST(100 AS DECIMAL(38, 0)) * CAST('1e35' AS DECIMAL(38, 0))", null, "D2")]
    [InlineData("CAST(i AS TINYINT)", "2147483647 does not fit TINYINT", "D3")]
    [InlineData("CAST(d AS INT)", "NaN does not fit INT", "D3")]
    public void An_overflow_is_an_error_of_the_row_that_names_its_deviation(string text, string? what, string deviation)
    {
        EvalResult result = Bound.Value(text, ("i", int.MaxValue), ("l", long.MinValue), ("d", double.NaN), ("m", (Int128)99999));

        Assert.Equal(EvalErrors.Overflow, result.Error?.Code);
        Assert.Equal(deviation, result.Error?.Deviation?.ToString());
        if (what is not null)
            Assert.Equal(what, result.Error?.What);
    }

    [Fact]
    public void An_overflow_is_NULL_where_the_policy_says_so()
    {
        var interpreter = new Interpreter(SessionContext.Default with { Overflow = OverflowPolicy.Null });

        EvalResult result = interpreter.Evaluate(Bound.Of("CAST(2147483647 + 1 AS BIGINT)"), []);

        Assert.Equal(default, result);
    }

    [Fact]
    public void A_division_by_zero_is_an_error_whatever_the_overflow_policy()
    {
        var interpreter = new Interpreter(SessionContext.Default with { Overflow = OverflowPolicy.Null });

        Assert.Equal(EvalErrors.DivisionByZero, interpreter.Evaluate(Bound.Of("1 / 0"), []).Error?.Code);
    }

    [Fact]
    public void A_list_is_compared_in_the_common_type_and_says_where_Flink_does_otherwise()
    {
        EvalResult result = Bound.Value("i IN (7.5)", ("i", 7));

        Assert.Equal(false, result.Value);
        Assert.True(result.Deviations.Contains(Deviation.InComparesInTheCommonType));
        Assert.True(Bound.Value("i IN (7.0)", ("i", 7)).Deviations.IsEmpty);
    }

    [Fact]
    public void A_column_compared_with_itself_is_a_comparison()
    {
        EvalResult result = Bound.Value("d = d", ("d", double.NaN));

        Assert.Equal(false, result.Value);
        Assert.True(result.Deviations.Contains(Deviation.SelfComparison));
        Assert.Null(Bound.Value("d = d").Value);
    }

    [Theory]
    [InlineData(2e23, "1.9999999999999998E23")]
    [InlineData(1e23, "9.999999999999999E22")]
    [InlineData(2e-3, "0.002")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(9999999d, "9999999.0")]
    [InlineData(1e-5, "1.0E-5")]
    [InlineData(4.9e-324, "4.9E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    [InlineData(-0.0, "-0.0")]
    public void A_DOUBLE_is_printed_as_Java_17_prints_it(double value, string expected) =>
        Assert.Equal(expected, Bound.Value("CAST(d AS STRING)", ("d", value)).Value);

    [Fact]
    public void Text_compares_by_code_point()
    {
        Assert.Equal(true, Bound.Value("s < '😀'", ("s", "\uFF5E")).Value);
        Assert.True(TextOrder.Compare("a", "ab") < 0);
        Assert.True(TextOrder.Compare("😀", "\uFFFD") > 0);
    }
}
