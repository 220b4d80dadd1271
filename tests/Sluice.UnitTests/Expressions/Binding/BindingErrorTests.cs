using Sluice.Expressions;
using Xunit;

namespace Sluice.UnitTests.Expressions.Binding;

public sealed class BindingErrorTests
{
    [Theory]
    [InlineData("vlaue = 'x'", "expression.unknown_column: there is no column 'vlaue'\n  1 | vlaue = 'x'\n    | ^^^^^\n  fix: write `Value`")]
    [InlineData("UPER(s)", "expression.unknown_function: there is no function 'UPER'\n  1 | UPER(s)\n    | ^^^^\n  fix: write UPPER")]
    [InlineData("NVL(i, 0)", "expression.unknown_function: there is no function 'NVL'\n  1 | NVL(i, 0)\n    | ^^^\n  fix: write IFNULL(x, y) or COALESCE(x, y)")]
    [InlineData("ARRAY_SORT(arr)", "expression.unsupported_function: the function ARRAY_SORT is not supported\n  1 | ARRAY_SORT(arr)\n    | ^^^^^^^^^^")]
    [InlineData("s + 1", "expression.type_mismatch: '+' does not take STRING and INT\n  1 | s + 1\n    | ^^^^^\n  fix: write a CAST")]
    [InlineData("i = s", "expression.type_mismatch: '=' does not take INT and STRING\n  1 | i = s\n    | ^^^^^\n  fix: write a CAST")]
    [InlineData("i AND a", "expression.type_mismatch: AND takes a BOOLEAN, but this is INT\n  1 | i AND a\n    | ^\n  fix: write a comparison")]
    [InlineData("a OR NULL", "expression.untyped_null: NULL has no type here\n  1 | a OR NULL\n    |      ^^^^\n  fix: write CAST(NULL AS type)")]
    [InlineData("ABS(1, 2)", "expression.argument_count: ABS takes 1 argument, not 2\n  1 | ABS(1, 2)\n    | ^^^^^^^^^\n  fix: write ABS(number)")]
    [InlineData("SQRT(s)", "expression.type_mismatch: SQRT takes a number there, but this is STRING\n  1 | SQRT(s)\n    |      ^\n  fix: write SQRT(number)")]
    [InlineData("CAST(y AS INT)", "expression.invalid_cast: BYTES cannot be cast to INT\n  1 | CAST(y AS INT)\n    | ^^^^^^^^^^^^^^")]
    [InlineData("9223372036854775808", "expression.invalid_literal: the number 9223372036854775808 does not fit BIGINT\n  1 | 9223372036854775808\n    | ^^^^^^^^^^^^^^^^^^^\n  fix: write CAST('9223372036854775808' AS DECIMAL(38, 0))")]
    [InlineData("r.z", "expression.unknown_column: the row has no field 'z'\n  1 | r.z\n    |   ^\n  fix: write x")]
    [InlineData("d % 2", "expression.type_mismatch: '%' does not take DOUBLE and INT\n  1 | d % 2\n    | ^^^^^\n  fix: write a CAST")]
    [InlineData("arr[0]", "expression.invalid_constant: an array begins at 1, not at 0\n  1 | arr[0]\n    | ^^^^^^\n  fix: write a position from 1")]
    [InlineData("CASE WHEN a THEN 1 ELSE s END", "expression.type_mismatch: the branches of CASE are INT and STRING\n  1 | CASE WHEN a THEN 1 ELSE s END\n    |                         ^\n  fix: write a CAST")]
    [InlineData("SOURCE_TABLE()", "expression.unknown_function: SOURCE_TABLE() is known only in a job with a source\n  1 | SOURCE_TABLE()\n    | ^^^^^^^^^^^^^^\n  fix: remove it")]
    public void Says_what_is_wrong_where_and_what_to_write(string text, string expected) => Assert.Equal(expected, Bound.Problem(text));

    [Fact]
    public void All_problems_of_an_expression_are_found_at_once()
    {
        BindingResult result = Bound.Try("nosuch = 1 AND s + 1 > 2 OR NOSUCHFN(i)");

        Assert.Null(result.Expression);
        Assert.Equal(
            ["expression.unknown_column", "expression.type_mismatch", "expression.unknown_function"], result.Problems.Select(problem => problem.Code.Name));
    }

    [Fact]
    public void A_filter_must_be_a_BOOLEAN()
    {
        BindingResult result = ExpressionBinder.BindFilter("i + 1", Bound.Schema, SessionContext.Default);

        Assert.Equal("a filter is a BOOLEAN, but this is INT", result.Problems[0].What);
    }

    [Theory]
    [InlineData("a = 'true'", "expression.warning_never_true")]
    [InlineData("CAST(s AS VARCHAR(3))", "expression.warning_cuts_text")]
    [InlineData("k + m", "expression.warning_rounds_decimal")]
    public void What_loses_something_in_Flink_too_is_a_named_warning(string text, string code) =>
        Assert.Equal([code], Bound.Try(text).Warnings.Select(warning => warning.Code.Name));

    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        List<string> names = [.. ExpressionErrors.All.Concat(EvalErrors.All).Select(code => code.Name)];

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^expression\\.[a-z_]+$", name));
    }
}
