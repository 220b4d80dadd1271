using Sluice.Benchmarks.Measuring;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks.Paths;

/// <summary>Copies out of MariaDB.</summary>
internal static class MariaDbPaths
{
    private static readonly BenchmarkTable s_table = LineItem.Table;

    /// <summary>The paths.</summary>
    public static IReadOnlyList<BenchmarkPath> All { get; } =
    [
        new("mariadb-parquet", "MariaDB → Parquet, lineitem", ToParquet),
        new("mariadb-postgres", "MariaDB → PostgreSQL, lineitem", ToPostgres),
    ];

    private static ResultPage ToParquet(Workspace w, int rounds)
    {
        w.MariaDb.Load(s_table, w.Csv(s_table), w.Rows(s_table));
        string output = w.Output("mariadb.parquet");
        Contender[] contenders =
        [
            new("mariadb --quick", $"{w.MariaDb.Client} --quick -B -N -e 'SELECT * FROM {s_table.Name}' > /dev/null"),
            new("sluice", $"'{w.Sluice}' copy '{w.MariaDb.Plain}' '{output}' --table {s_table.Name} > /dev/null")
            {
                Output = output,
                Check = () => Workspace.Fingerprint(s_table, $"read_parquet('{output}')"),
            },
        ];
        return Page(w, rounds, All[0], contenders, new Bars(1.3, 0.9));
    }

    private static ResultPage ToPostgres(Workspace w, int rounds)
    {
        w.MariaDb.Load(s_table, w.Csv(s_table), w.Rows(s_table));
        string load = w.Job("pgloader", $"""
            LOAD DATABASE FROM {w.MariaDb.Bare} INTO {w.Postgres.Replace("postgres://", "pgsql://", StringComparison.Ordinal)}
              WITH include drop, create tables, no foreign keys, create no indexes, workers = 4, concurrency = 2
              INCLUDING ONLY TABLE NAMES MATCHING '{s_table.Name}'
              BEFORE LOAD DO $$ DROP SCHEMA IF EXISTS shop CASCADE; $$, $$ CREATE SCHEMA shop; $$;
            """);
        Contender[] contenders =
        [
            new("pgloader", $"pgloader '{load}' > /dev/null") { Check = () => w.PostgresFingerprint(s_table, $"shop.{s_table.Name}") },
            new("sluice", $"'{w.Sluice}' copy '{w.MariaDb.Plain}' '{w.Postgres}' --table {s_table.Name} --into public.from_mariadb > /dev/null")
            {
                Prepare = () => w.Psql("DROP TABLE IF EXISTS from_mariadb"),
                Check = () => w.PostgresFingerprint(s_table, "from_mariadb"),
            },
        ];
        return Page(w, rounds, All[1], contenders, new Bars(0.35, 0.25));
    }

    private static ResultPage Page(Workspace w, int rounds, BenchmarkPath path, IReadOnlyList<Contender> contenders, Bars bars)
    {
        string expected = Workspace.Fingerprint(s_table, Workspace.CsvSource(s_table, w.Csv(s_table)));
        return new ResultPage(path.Name, path.Title, expected, Comparison.Run(contenders, rounds, expected, w.LogFile), bars);
    }
}
