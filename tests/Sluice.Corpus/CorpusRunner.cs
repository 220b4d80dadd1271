using System.Text.Json;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Corpus;

/// <summary>What became of a case in an executor.</summary>
internal enum Verdict
{
    Passed,
    Failed,
    Unsupported,
    Deviating,
}

/// <summary>A cell that is not as Flink's, or a case that is bound differently (row -1).</summary>
internal sealed record Difference(string Id, string Executor, int Row, string Expected, string Got, string? Deviation);

/// <summary>Runs cases in executors and compares.</summary>
internal sealed class CorpusRunner(IReadOnlyDictionary<string, CorpusTable> tables, IReadOnlyList<IExecutor> executors)
{
    // A fixed instant: what the corpus holds does not depend on it.
    private static readonly Timestamp s_now = new(1_767_225_600, 123_000_000);

    /// <summary>Runs one case; differences are added to the list.</summary>
    public IEnumerable<(string Executor, Verdict Verdict)> Run(CorpusCase test, List<Difference> differences)
    {
        CorpusTable table = tables[test.Table];
        var session = new SessionContext { TimeZone = test.Zone ?? "UTC", TableName = table.Name, Now = s_now };
        BindingResult bound = Bind(test, table, session);
        foreach (IExecutor executor in executors)
            yield return (executor.Name, Judge(test, table, session, bound, executor, differences));
    }

    private static BindingResult Bind(CorpusCase test, CorpusTable table, SessionContext session)
    {
        const string Prefix = "default_catalog.default_database.";
        string text = test.Expression.StartsWith(Prefix, StringComparison.Ordinal) ? test.Expression[Prefix.Length..] : test.Expression;
        return ExpressionBinder.Bind(text, table.Schema, session);
    }

    private static Verdict Judge(
        CorpusCase test, CorpusTable table, SessionContext session, BindingResult bound, IExecutor executor, List<Difference> differences)
    {
        if (test.Rejected is not null)
            return JudgeRejected(test, bound, executor, differences);
        if (bound.Expression is null)
        {
            Problem problem = bound.Problems[0];
            if (problem.Code.Name.StartsWith("expression.unsupported_", StringComparison.Ordinal))
                return Verdict.Unsupported;
            differences.Add(new Difference(test.Id, executor.Name, -1, test.Type!, problem.Code.Name + ": " + problem.What, null));
            return Verdict.Failed;
        }

        LogicalType type = bound.Expression.Type;
        if (type.Nullable().ToString() != test.Type!.Split(" *", 2)[0] || type.IsNullable != test.IsNullable)
        {
            differences.Add(new Difference(
                test.Id, executor.Name, -1, test.Type + (test.IsNullable ? "" : " NOT NULL"), type.ToString(), null));
            return Verdict.Failed;
        }

        IReadOnlyList<EvalResult>? results;
        try
        {
            results = executor.Run(bound.Expression, table, session);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            differences.Add(new Difference(test.Id, executor.Name, -1, "values", $"threw {error.GetType().Name}: {error.Message} {error.StackTrace?.Replace('\n', ' ').Trim()}", null));
            return Verdict.Failed;
        }

        if (results is null)
            return Verdict.Unsupported;
        return test.Values is null ? Verdict.Passed : Compare(test, type, results, executor, differences);
    }

    private static Verdict JudgeRejected(CorpusCase test, BindingResult bound, IExecutor executor, List<Difference> differences)
    {
        if (bound.Expression is null || test.IsRejectedInPlanning)
            return Verdict.Passed;
        differences.Add(new Difference(test.Id, executor.Name, -1, "rejected: " + test.Rejected, bound.Expression.Type.ToString(), null));
        return Verdict.Failed;
    }

    private static Verdict Compare(
        CorpusCase test, LogicalType type, IReadOnlyList<EvalResult> results, IExecutor executor, List<Difference> differences)
    {
        Verdict verdict = Verdict.Passed;
        for (int row = 0; row < test.Values!.Count; row++)
        {
            JsonElement expected = test.Values[row];
            EvalResult result = results[row];
            bool wantsError = expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("error", out _);
            string wanted = wantsError ? "error: " + expected.GetProperty("error").GetString() : CorpusValue.Canonical(expected, type);
            string got = result.Error is null ? CorpusValue.Write(result.Value, type) : "error: " + result.Error.What;
            if ((wantsError && result.Error is not null) || wanted == got || test.Unstable.Contains(row) || LastDigit.IsAllowed(test.Expression, expected, result.Value))
                continue;
            bool isDeviating = !result.Deviations.IsEmpty;
            differences.Add(new Difference(test.Id, executor.Name, row, wanted, got, isDeviating ? result.Deviations.ToString() : null));
            verdict = !isDeviating ? Verdict.Failed : verdict == Verdict.Failed ? verdict : Verdict.Deviating;
        }

        return verdict;
    }
}
