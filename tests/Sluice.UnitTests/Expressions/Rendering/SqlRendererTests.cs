using Sluice.Expressions;
using Xunit;

namespace Sluice.UnitTests.Expressions.Rendering;

public sealed class SqlRendererTests
{
    [Theory]
    [InlineData("i = 1", "Exact: (\"i\" = 1)")]
    [InlineData("l = i", "Exact: (\"l\" = \"i\")")]
    [InlineData("i > 1 OR n < 2", "Exact: ((\"i\" > 1) OR (\"n\" < 2))")]
    [InlineData("i > 1 OR d > 1e0", "Partial: ((\"i\" > 1) OR (\"d\" > 1)) (NaN is greater there)")]
    [InlineData("NOT (d > 1e0)", "None: (NaN is greater there)")]
    [InlineData("i > 1 OR s < 'x'", "None: (the collation is not known)")]
    [InlineData("i IN (1, 2, NULL)", "Exact: (\"i\" IN (1, 2, NULL))")]
    [InlineData("i NOT IN (1, 2)", "Exact: (\"i\" NOT IN (1, 2))")]
    [InlineData("i + 1 > 2", "None: ('+' can fail for a row)")]
    [InlineData("ABS(i) > 2", "None: (ABS is not pushed down)")]
    [InlineData("i IS NULL", "Exact: (\"i\" IS NULL)")]
    [InlineData("(i > 1) IS NOT TRUE", "Exact: ((\"i\" > 1) IS NOT TRUE)")]
    [InlineData("CAST(s AS INT) = 1", "None: (the cast to INT is not proved equal there)")]
    [InlineData("i IS DISTINCT FROM 1", "Exact: (\"i\" IS DISTINCT FROM 1)")]
    [InlineData("NOT (i > 1 AND n > 1)", "Exact: (NOT ((\"i\" > 1) AND (\"n\" > 1)))")]
    [InlineData("NOT (i > 1 AND s < 'x')", "None: (the collation is not known)")]
    public void A_conjunct_is_exact_partial_or_none(string text, string expected) => Assert.Equal(expected, Show(Bound.Of(text)));

    [Fact]
    public void What_cannot_be_pushed_is_left_out_of_an_AND_and_makes_it_partial() =>
        Assert.Equal("Partial: (\"i\" > 1) (the collation is not known)", Show(Bound.Of("i > 1 AND s < 'x'")));

    [Fact]
    public void A_dialect_that_answers_nothing_pushes_nothing()
    {
        Assert.All(["i = 1", "a", "i IS NULL", "NOT a"], text => Assert.Equal(SqlFidelity.None, new Silent().Filter(Bound.Of(text)).Fidelity));
    }

    [Fact]
    public void A_filter_is_split_into_its_conjuncts_in_order() =>
        Assert.Equal(["i > 1", "n < 2", "a OR b"], FilterParts.Conjuncts(Bound.Of("i > 1 AND (n < 2 AND (a OR b))")).Select(part => part.ToString()));

    [Theory]
    [InlineData("i > 1", false)]
    [InlineData("i = l AND m > 1.5", false)]
    [InlineData("10 / i > 1", true)]
    [InlineData("CAST(s AS INT) > 1", true)]
    [InlineData("TRY_CAST(s AS INT) > 1", false)]
    [InlineData("d * 2e0 > 1e0", false)]
    public void Knows_what_can_fail_for_a_row(string text, bool expected) => Assert.Equal(expected, FilterParts.CanFail(Bound.Of(text)));

    [Theory]
    [InlineData("i > 1 + 2", "i > 3")]
    [InlineData("i > 1 / 0", "i > 1 / 0")]
    [InlineData("CHAR_LENGTH('abc') = i", "3 = i")]
    [InlineData("RAND() > 0.5", "RAND() > 0.5")]
    public void Folds_constants_that_have_a_value(string text, string expected) =>
        Assert.Equal(expected, ConstantFolder.Fold(Bound.Of(text), SessionContext.Default).ToString());

    [Fact]
    public void Knows_the_columns_that_are_read() => Assert.Equal([2, 3, 10], Bound.Of("i + n > 1 OR s IS NULL").UsedColumns());

    private static string Show(BoundExpression expression)
    {
        SqlFilter filter = new Sample().Filter(expression);
        return $"{filter.Fidelity}: {filter.Text}{(filter.Text is null || filter.Reason is null ? "" : " ")}{(filter.Reason is null ? "" : $"({filter.Reason})")}";
    }

    private sealed class Sample : SqlRenderer
    {
        protected override string? Column(BoundColumn column) => $"\"{column.Name}\"";

        protected override string? Literal(BoundLiteral literal) => literal.Value switch
        {
            null => "NULL",
            string text => $"'{text}'",
            bool truth => truth ? "TRUE" : "FALSE",
            _ => Convert.ToString(literal.Value, System.Globalization.CultureInfo.InvariantCulture),
        };

        protected override (SqlFidelity Fidelity, string? Reason) Comparison(ComparisonOperator op, BoundExpression left, BoundExpression right)
        {
            if (left.Type.IsExactNumeric && right.Type.IsExactNumeric)
                return (SqlFidelity.Exact, null);
            if (left.Type.IsApproximateNumeric)
                return (SqlFidelity.Partial, "NaN is greater there");
            return (SqlFidelity.None, "the collation is not known");
        }
    }

    private sealed class Silent : SqlRenderer
    {
        protected override string? Column(BoundColumn column) => null;

        protected override string? Literal(BoundLiteral literal) => null;
    }
}
