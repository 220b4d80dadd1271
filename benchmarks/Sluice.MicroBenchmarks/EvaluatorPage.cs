using System.Globalization;
using Apache.Arrow;
using Sluice.Expressions;

namespace Sluice.MicroBenchmarks;

/// <summary>
/// Measures the engine against the interpreter over ten million rows, in alternation and on one thread, by
/// the CPU time of the process (whoever else uses the machine), and writes <c>benchmarks/results/evaluator.md</c>.
/// </summary>
internal static class EvaluatorPage
{
    private const int Rows = 10_000_000;
    private const int BatchRows = 8192;
    private const int Rounds = 5;

    /// <summary>Measures, checks that all give the same count, and writes the page.</summary>
    public static void Write(string file)
    {
        IReadOnlyList<RecordBatch> batches = EvaluatorColumns.Batches(Rows, BatchRows);
        using var filter = new EvaluatorFilter();
        BoundExpression question = EvaluatorFilter.Bind();
        (string Name, Func<RecordBatch, Func<int>> Prepare)[] contenders =
        [
            ("interpreter, rows already boxed", batch => Interpreted(question, EvaluatorColumns.Boxed(batch))),
            ("engine", batch => () => filter.Count(batch)),
            ("loop written by hand, no overflow check", batch => () => EvaluatorColumns.CountByHand(batch)),
        ];
        var results = contenders.Select(_ => new List<(double Seconds, long Bytes, long Kept)>()).ToArray();
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                var result = Run(batches, contenders[i].Prepare);
                if (round >= 0)
                    results[i].Add(result);
            }
        }

        if (results.SelectMany(r => r).Select(r => r.Kept).Distinct().Count() != 1)
            throw new InvalidOperationException("the contenders do not keep the same rows");
        File.WriteAllText(file, Page([.. contenders.Select(c => c.Name)], results));
        Console.WriteLine(File.ReadAllText(file));
    }

    private static Func<int> Interpreted(BoundExpression question, object?[][] rows) => () =>
    {
        var interpreter = new Interpreter(SessionContext.Default);
        int kept = 0;
        foreach (object?[] row in rows)
            kept += interpreter.Evaluate(question, row).Value is true ? 1 : 0;
        return kept;
    };

    private static (double Seconds, long Bytes, long Kept) Run(IReadOnlyList<RecordBatch> batches, Func<RecordBatch, Func<int>> prepare)
    {
        long bytes = 0, kept = 0, ticks = 0; // of CPU: 100 ns
        foreach (RecordBatch batch in batches)
        {
            Func<int> count = prepare(batch);
            long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Environment.CpuUsage.TotalTime.Ticks;
            kept += count();
            ticks += Environment.CpuUsage.TotalTime.Ticks - start;
            bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        return ((double)ticks / TimeSpan.TicksPerSecond, bytes, kept);
    }

    private static string Page(string[] names, List<(double Seconds, long Bytes, long Kept)>[] results)
    {
        double[] medians = [.. results.Select(r => r.Select(x => x.Seconds).Order().ElementAt(r.Count / 2))];
        var lines = names.Select((name, i) => string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {medians[i]:0.000} | {results[i].Min(r => r.Seconds):0.000} | {Rows / medians[i] / 1e6:0.0} | {medians[0] / medians[i]:0.0} | {(double)results[i][^1].Bytes / Rows:0.000} |"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            # `{EvaluatorColumns.Expression}` over {Rows / 1_000_000} million rows

            **{medians[0] / medians[1]:0} × the interpreter** (wanted: 20 ×).

            | | median CPU s | min CPU s | M rows/s | × interpreter | bytes allocated a row |
            |---|--:|--:|--:|--:|--:|
            {string.Join('\n', lines)}

            One thread, {Rounds} rounds in alternation after a warm-up, batches of {BatchRows} rows in memory; one value of sixteen is NULL; all keep the same {results[0][0].Kept} rows.
            The engine's bytes are per batch, not per row: a unit test (`AllocationBudgetTests`) holds them to nothing for more rows.

            {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Processor()}, {Environment.ProcessorCount} cores, .NET {Environment.Version}; load average at the end {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.

            ```sh
            dotnet run -c Release --project benchmarks/Sluice.MicroBenchmarks -- evaluator benchmarks/results/evaluator.md
            ```

            """);
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
}
