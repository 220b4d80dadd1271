using Sluice.Benchmarks.Measuring;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks.Paths;

/// <summary>Copies of whole tables, and one filtered, each against its yardstick.</summary>
internal static class CopyPaths
{
    private const string FilterSql = "l_partkey <= 2000";

    /// <summary>For each table: PostgreSQL → Parquet, CSV → Parquet, Parquet → CSV; and the filter.</summary>
    public static IReadOnlyList<BenchmarkPath> All { get; } =
    [
        .. BenchmarkTable.All.SelectMany(table => (BenchmarkPath[])
        [
            new(Name("postgres-parquet", table), $"PostgreSQL → Parquet, {table.Name}", (w, rounds) => PostgresToParquet(w, rounds, table)),
            new(Name("csv-parquet", table), $"CSV → Parquet, {table.Name}", (w, rounds) => CsvToParquet(w, rounds, table)),
            new(Name("parquet-csv", table), $"Parquet → CSV, {table.Name}", (w, rounds) => ParquetToCsv(w, rounds, table)),
        ]),
        new("postgres-filter", "PostgreSQL → Parquet, 1 % of 10 M rows by an indexed column", (w, rounds) => Filter(w, rounds, LineItem.Large)),
        new("postgres-filter-small", "PostgreSQL → Parquet, 1 % of 3 M rows by an indexed column", (w, rounds) => Filter(w, rounds, LineItem.Table)),
    ];

    private static string Name(string path, BenchmarkTable table) => table == LineItem.Table ? path : $"{path}-{table.Name}";

    private static ResultPage PostgresToParquet(Workspace w, int rounds, BenchmarkTable table)
    {
        w.LoadPostgres(table);
        string output = w.Output(table.Name + ".parquet");
        Contender[] contenders =
        [
            new("psql COPY binary", $"psql -X -q '{w.Postgres}' -c 'COPY {table.Name} TO STDOUT (FORMAT binary)' > /dev/null"),
            new("sluice", $"'{w.Sluice}' copy '{w.Postgres}' '{output}' --table public.{table.Name} > /dev/null")
            {
                Output = output,
                Check = () => Workspace.Fingerprint(table, $"read_parquet('{output}')"),
            },
        ];
        return Page(w, rounds, table, Name("postgres-parquet", table), $"PostgreSQL → Parquet, {table.Name}", contenders, new Bars(1.2, 0.8));
    }

    private static ResultPage CsvToParquet(Workspace w, int rounds, BenchmarkTable table)
    {
        string csv = w.Csv(table);
        string output = w.Output("csv-sluice.parquet"), duck = w.Output("csv-duckdb.parquet"), bear = w.Output("csv-polars.parquet");
        string job = w.Job("csv-parquet-" + table.Name, $$"""
            version: 1
            source: { connection: "{{csv}}", schema: "{{table.SluiceSchema}}" }
            sink: { connection: "{{output}}" }
            """);
        List<Contender> contenders =
        [
            new("DuckDB", $"'{w.DuckDb}' \"SET threads = 2; COPY (FROM {Workspace.CsvSource(table, csv)}) TO '{duck}' (FORMAT parquet)\" > /dev/null")
            {
                Output = duck,
                Check = () => Workspace.Fingerprint(table, $"read_parquet('{duck}')"),
            },
            new("sluice", $"'{w.Sluice}' run '{job}' > /dev/null") { Output = output, Check = () => Workspace.Fingerprint(table, $"read_parquet('{output}')") },
        ];
        if (w.Polars is { } polars)
        {
            contenders.Add(new("polars", $"{polars} csv-parquet '{csv}' '{bear}' {table.PolarsColumns} > /dev/null")
            {
                Output = bear,
                Check = () => Workspace.Fingerprint(table, $"read_parquet('{bear}')"),
            });
        }

        return Page(w, rounds, table, Name("csv-parquet", table), $"CSV → Parquet, {table.Name}", contenders, new Bars(1.5, 0.8));
    }

    private static ResultPage ParquetToCsv(Workspace w, int rounds, BenchmarkTable table)
    {
        string parquet = w.Parquet(table);
        string output = w.Output("parquet-sluice.csv"), duck = w.Output("parquet-duckdb.csv"), bear = w.Output("parquet-polars.csv");
        List<Contender> contenders =
        [
            new("DuckDB", $"'{w.DuckDb}' \"SET threads = 2; COPY (FROM '{parquet}') TO '{duck}' (FORMAT csv, HEADER)\" > /dev/null")
            {
                Output = duck,
                Check = () => Workspace.Fingerprint(table, Workspace.CsvSource(table, duck)),
            },
            new("sluice", $"'{w.Sluice}' copy '{parquet}' '{output}' > /dev/null")
            {
                Output = output,
                Check = () => Workspace.Fingerprint(table, Workspace.CsvSource(table, output)),
            },
        ];
        if (w.Polars is { } polars)
            {
            contenders.Add(new("polars", $"{polars} parquet-csv '{parquet}' '{bear}' > /dev/null")
            {
                Output = bear,
                Check = () => Workspace.Fingerprint(table, Workspace.CsvSource(table, bear)),
            });
        }

        return Page(w, rounds, table, Name("parquet-csv", table), $"Parquet → CSV, {table.Name}", contenders, new Bars(1.5, 0.7));
    }

    private static ResultPage Filter(Workspace w, int rounds, BenchmarkTable table)
    {
        w.LoadPostgres(table);
        string output = w.Output("filter.parquet");
        string expected = Workspace.Fingerprint(table, Workspace.CsvSource(table, w.Csv(table)), FilterSql);
        Contender[] contenders =
        [
            new("psql COPY of the SELECT", $"psql -X -q '{w.Postgres}' -c 'COPY (SELECT * FROM {table.Name} WHERE {FilterSql}) TO STDOUT (FORMAT binary)' > /dev/null"),
            new("sluice", $"'{w.Sluice}' copy '{w.Postgres}' '{output}' --table public.{table.Name} --where '{FilterSql}' > /dev/null")
            {
                Output = output,
                Check = () => Workspace.Fingerprint(table, $"read_parquet('{output}')"),
            },
        ];
        IReadOnlyList<Series> series = Comparison.Run(contenders, rounds, expected, w.LogFile);
        string name = table == LineItem.Large ? "postgres-filter" : "postgres-filter-small";
        string title = FormattableString.Invariant($"PostgreSQL → Parquet, 1 % of {table.Rows / 1_000_000} M rows by an indexed column");
        return new ResultPage(name, title, expected, series, new Bars(1.3, 1.1));
    }

    private static ResultPage Page(
        Workspace w, int rounds, BenchmarkTable table, string name, string title, IReadOnlyList<Contender> contenders, Bars bars)
    {
        string expected = Workspace.Fingerprint(table, Workspace.CsvSource(table, w.Csv(table)));
        IReadOnlyList<Series> series = Comparison.Run(contenders, rounds, expected, w.LogFile);
        return new ResultPage(name, title, expected, series, bars);
    }
}
