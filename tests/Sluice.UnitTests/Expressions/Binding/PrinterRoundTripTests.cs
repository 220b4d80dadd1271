using CsCheck;
using Sluice.Expressions;
using Xunit;

namespace Sluice.UnitTests.Expressions.Binding;

public sealed class PrinterRoundTripTests
{
    private static readonly Gen<string> s_number = OneOf("i", "n", "l", "t", "m", "1", "-2", "2.50", "CAST(i AS DECIMAL(12,2))", "-i", "ABS(i)");
    private static readonly Gen<string> s_boolean = OneOf("a", "b", "TRUE", "s = 'it''s'", "i IS NULL", "l > 5", "d > 1e0", "s IN ('x', 'y')", "r.x = 1", "`a b` <> 3");

    private static readonly Gen<string> s_expression = Gen.Int[0, 3].SelectMany(Boolean);

    [Fact]
    public void A_printed_tree_binds_and_prints_to_the_same_text_and_type() => s_expression.Sample(
        text =>
        {
            BoundExpression first = Bound.Of(text);
            BoundExpression second = Bound.Of(first.ToString());
            return second.ToString() == first.ToString() && second.Type.EqualsIgnoringNullability(first.Type);
        },
        iter: 3000);

    [Fact]
    public void Every_expression_of_the_corpus_that_binds_prints_to_itself()
    {
        List<string> wrong = [];
        foreach (CorpusExpression test in CorpusExpression.All())
        {
            if (ExpressionBinder.Bind(test.Text, test.Schema, test.Session).Expression is not { } first)
                continue;
            BindingResult second = ExpressionBinder.Bind(first.ToString(), test.Schema, test.Session);
            if (second.Expression is null || second.Expression.ToString() != first.ToString() || !second.Expression.Type.EqualsIgnoringNullability(first.Type))
                wrong.Add($"{test.Id}: {test.Text} → {first} {second.Problems.FirstOrDefault()?.What}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(200)));
    }

    private static Gen<string> Boolean(int depth) => depth == 0 ? s_boolean : Gen.Select(
        Gen.Int[0, 7], Boolean(depth - 1), Boolean(depth - 1), Number(depth - 1), Number(depth - 1),
        (kind, a, b, x, y) => kind switch
        {
            0 => $"({a}) AND ({b})",
            1 => $"({a}) OR ({b})",
            2 => $"NOT ({a})",
            3 => $"({x}) < ({y})",
            4 => $"({x}) = ({y})",
            5 => $"({a}) IS NOT TRUE",
            6 => $"CASE WHEN {a} THEN {b} ELSE FALSE END",
            _ => $"({x}) IS DISTINCT FROM ({y})",
        });

    private static Gen<string> Number(int depth) => depth <= 0 ? s_number : Gen.Select(
        Gen.Int[0, 4], Number(depth - 1), Number(depth - 1), (kind, x, y) => kind switch
        {
            0 => $"({x}) + ({y})",
            1 => $"({x}) - ({y})",
            2 => $"({x}) * ({y})",
            3 => $"COALESCE({x}, {y})",
            _ => $"CASE WHEN a THEN {x} ELSE {y} END",
        });

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
