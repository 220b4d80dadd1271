using Sluice.Benchmarks.Measuring;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks.Paths;

/// <summary>What a job of ten rows costs as a whole process: the price of starting.</summary>
internal static class StartPath
{
    private const int Rows = 10;

    /// <summary>The path.</summary>
    public static BenchmarkPath Path { get; } = new("start", "A ten-row job, whole process", Measure);

    private static ResultPage Measure(Workspace w, int rounds)
    {
        BenchmarkTable table = LineItem.Table;
        string csv = w.Csv(table, Rows);
        w.LoadPostgres(table);
        string fromCsv = w.Output("start.parquet"), fromDatabase = w.Output("start-postgres.parquet"), duck = w.Output("start-duckdb.parquet");
        string job = w.Job("start", $$"""
            version: 1
            source: { connection: "{{csv}}", schema: "{{table.SluiceSchema}}" }
            sink: { connection: "{{fromCsv}}" }
            """);
        string expected = Workspace.Fingerprint(table, Workspace.CsvSource(table, csv));
        Contender[] contenders =
        [
            new("sluice, CSV → Parquet", $"'{w.Sluice}' run '{job}' > /dev/null") { Output = fromCsv, Check = () => Workspace.Fingerprint(table, $"read_parquet('{fromCsv}')") },
            new("./sluice (the launcher), the same", $"'{w.Repository}/sluice' run '{job}' > /dev/null") { Output = fromCsv },
            new("sluice, PostgreSQL → Parquet", $"'{w.Sluice}' copy '{w.Postgres}' '{fromDatabase}' --table public.{table.Name} --limit {Rows} > /dev/null")
            {
                Output = fromDatabase,
            },
            new("DuckDB, CSV → Parquet", $"'{w.DuckDb}' \"COPY (FROM {Workspace.CsvSource(table, csv)}) TO '{duck}' (FORMAT parquet)\" > /dev/null") { Output = duck },
        ];
        IReadOnlyList<Series> series = Comparison.Run(contenders, Math.Max(11, rounds), expected, w.LogFile);
        return new ResultPage("start", "A ten-row job, whole process", expected, series, new Bars(0.5, 0.25)) { IsAbsolute = true };
    }
}
