using Sluice.Corpus;
using Sluice.Expressions;
using Xunit;

namespace Sluice.UnitTests.Expressions.Deviations;

/// <summary>Each deviation lists its operators, and no other operator raises it.</summary>
public sealed class DeviationOperatorTests
{
    [Fact]
    public void Every_deviation_met_in_the_corpus_is_raised_by_an_operator_of_its_list()
    {
        string folder = CorpusExpression.Folder();
        var observer = new Observer();
        var runner = new CorpusRunner(CorpusTable.Load(Path.Combine(folder, "tables.json")), [observer]);

        foreach (string line in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Where(line => line.Length > 0))
            _ = runner.Run(CorpusCase.Read(line), []).Count();

        Assert.Equal([], observer.Wrong.Select(pair => $"{pair.Key}, as in {pair.Value}"));
        Assert.Equal(Deviation.All, observer.Met.OrderBy(deviation => deviation.Number));
    }

    /// <summary>The operator of a node, as <see cref="Deviation.Operators"/> names it.</summary>
    private static string OperatorOf(BoundExpression node) => node switch
    {
        BoundArithmetic arithmetic => OperatorText.Of(arithmetic.Operator),
        BoundNegate => "unary -",
        BoundComparison comparison => OperatorText.Of(comparison.Operator),
        BoundInList list => list.IsNegated ? "NOT IN" : "IN",
        BoundDistinct distinct => distinct.IsNegated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM",
        BoundCast cast => cast.IsTry ? "TRY_CAST" : "CAST",
        BoundLiteral { Type.IsInterval: true } => "INTERVAL",
        BoundCall call => call.Function.Name,
        _ => node.GetType().Name,
    };

    // Evaluates every node of a tree by itself: what a node raises and none of its children does is the node's own.
    private sealed class Observer : IExecutor
    {
        public string Name => "observer";

        public SortedDictionary<string, string> Wrong { get; } = new(StringComparer.Ordinal);

        public HashSet<Deviation> Met { get; } = [];

        public IReadOnlyList<EvalResult>? Run(BoundExpression expression, CorpusTable table, SessionContext session)
        {
            var interpreter = new Interpreter(session, isObserved: true);
            foreach (object?[] row in table.Rows)
                Visit(expression, interpreter, row);
            return null;
        }

        private DeviationSet Visit(BoundExpression node, Interpreter interpreter, object?[] row)
        {
            DeviationSet below = DeviationSet.None;
            foreach (BoundExpression child in node.Children)
                below = below.With(Visit(child, interpreter, row));
            EvalResult result = interpreter.Evaluate(node, row);
            DeviationSet here = result.Error?.Deviation is { } error ? result.Deviations.With(error) : result.Deviations;
            foreach (Deviation deviation in Deviation.All.Where(deviation => here.Contains(deviation) && !below.Contains(deviation)))
            {
                Met.Add(deviation);
                if (!IsListed(deviation, node))
                    Wrong.TryAdd($"{deviation} by {OperatorOf(node)}", node.ToString()!);
            }

            return here.With(below);
        }

        private static bool IsListed(Deviation deviation, BoundExpression node) =>
            deviation.Operators.Contains(OperatorOf(node))
            || (node is BoundComparison or BoundDistinct or BoundInList && deviation.Operators.Contains("comparison"));
    }
}
