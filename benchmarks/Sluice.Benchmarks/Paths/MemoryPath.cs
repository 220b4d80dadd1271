using Sluice.Benchmarks.Measuring;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks.Paths;

/// <summary>Peak memory of CSV → Parquet for a table and for one ten times as large: it must not grow.</summary>
internal static class MemoryPath
{
    private const double FirstBarFactor = 1.05;
    private const int FirstBarMegabytes = 16;
    private const int CeilingMegabytes = 300;

    /// <summary>The path.</summary>
    public static BenchmarkPath Path { get; } = new("memory", "Peak memory, CSV → Parquet, 10 × the rows", Measure);

    private static ResultPage Measure(Workspace w, int rounds)
    {
        BenchmarkTable table = LineItem.Table;
        long rows = w.Rows(table);
        Contender small = Copy(w, table, rows), large = Copy(w, table, rows * 10);
        string expected = Workspace.Fingerprint(table, Workspace.CsvSource(table, w.Csv(table, rows)));
        Series few = Comparison.Run([small], Math.Min(3, rounds), expected, w.LogFile)[0];
        string expectedLarge = Workspace.Fingerprint(table, Workspace.CsvSource(table, w.Csv(table, rows * 10)));
        Series many = Comparison.Run([large], 1, expectedLarge, w.LogFile)[0];
        double limit = few.PeakBytes * FirstBarFactor + FirstBarMegabytes * 1048576.0;
        bool isMet = many.PeakBytes <= limit && many.PeakBytes <= CeilingMegabytes * 1048576L;
        return new ResultPage("memory", "Peak memory, CSV → Parquet, 10 × the rows", expectedLarge, [few, many], null)
        {
            Verdict = FormattableString.Invariant(
                $"{few.PeakBytes / 1048576.0:0} MB for {rows:N0} rows, {many.PeakBytes / 1048576.0:0} MB for {rows * 10:N0}: bar ≤ 1.05 × + 16 MB = {limit / 1048576:0} MB and ≤ {CeilingMegabytes} MB: {(isMet ? "met" : "**missed**")}"),
        };
    }

    private static Contender Copy(Workspace w, BenchmarkTable table, long rows)
    {
        string csv = w.Csv(table, rows), output = w.Output("memory.parquet");
        string job = w.Job(FormattableString.Invariant($"memory-{rows}"), $$"""
            version: 1
            source: { connection: "{{csv}}", schema: "{{table.SluiceSchema}}" }
            sink: { connection: "{{output}}" }
            """);
        return new Contender(FormattableString.Invariant($"sluice, {rows:N0} rows"), $"'{w.Sluice}' run '{job}' > /dev/null")
        {
            Output = output,
            Check = () => Workspace.Fingerprint(table, $"read_parquet('{output}')"),
        };
    }
}
