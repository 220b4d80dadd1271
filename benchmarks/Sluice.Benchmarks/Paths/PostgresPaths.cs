using Sluice.Benchmarks.Measuring;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks.Paths;

/// <summary>Copies within PostgreSQL: one large table, a thousand small ones, and an upsert.</summary>
internal static class PostgresPaths
{
    private const int Tables = 1000;
    private static readonly BenchmarkTable s_table = LineItem.Table;

    /// <summary>The paths.</summary>
    public static IReadOnlyList<BenchmarkPath> All { get; } =
    [
        new("postgres-postgres", "PostgreSQL → PostgreSQL, lineitem", Copy),
        new("many-tables", "PostgreSQL → PostgreSQL, 1,000 tables of 100 rows", Many),
        new("postgres-upsert", "PostgreSQL → PostgreSQL, upsert of 1 M changed rows into 3 M", Upsert),
    ];

    private static ResultPage Copy(Workspace w, int rounds)
    {
        w.LoadPostgres(s_table);
        string expected = Workspace.Fingerprint(s_table, Workspace.CsvSource(s_table, w.Csv(s_table)));
        Contender[] contenders =
        [
            new("psql COPY binary | psql COPY binary", Pipe(w, $"COPY {s_table.Name} TO STDOUT (FORMAT binary)", "-c \"COPY by_psql FROM STDIN (FORMAT binary)\""))
            {
                Prepare = () => w.Psql($"DROP TABLE IF EXISTS by_psql; CREATE TABLE by_psql (LIKE {s_table.Name})"),
                Check = () => w.PostgresFingerprint(s_table, "by_psql"),
            },
            new("sluice", $"'{w.Sluice}' copy '{w.Postgres}' '{w.Postgres}' --table public.{s_table.Name} --into public.by_sluice > /dev/null")
            {
                Prepare = () => w.Psql($"DROP TABLE IF EXISTS by_sluice; CREATE TABLE by_sluice (LIKE {s_table.Name})"),
                Check = () => w.PostgresFingerprint(s_table, "by_sluice"),
            },
        ];
        return Page(w, rounds, All[0], expected, contenders, new Bars(1.2, 0.9));
    }

    private static ResultPage Many(Workspace w, int rounds)
    {
        if (w.Psql("SELECT to_regnamespace('many')").Trim() == "")
            w.Psql($"CREATE SCHEMA many; DO $$ BEGIN FOR i IN 1..{Tables} LOOP EXECUTE format('CREATE TABLE many.t%s (id int PRIMARY KEY, name text, amount numeric(12,2), at timestamp)', i); "
                + "EXECUTE format('INSERT INTO many.t%s SELECT g, md5((g * %s)::text), g * %s / 7.0, timestamp ''2026-01-01'' + g * interval ''1 hour'' FROM generate_series(1, 100) g', i, i, i); END LOOP; END $$");
        string job = w.Job("many-tables", $$"""
            version: 1
            source: { connection: "{{w.Postgres}}", tables: ["many.*"] }
            sink: { connection: "{{w.Postgres}}", schema: many_sluice }
            """);
        string loop = w.Job("many-tables-loop", $"for i in $(seq {Tables}); do psql -X -q '{w.Postgres}' -c \"COPY many.t$i TO STDOUT\" | psql -X -q '{w.Postgres}' -c \"COPY many_psql.t$i FROM STDIN\"; done\n");
        Contender[] contenders =
        [
            new("loop of psql | psql", $"sh '{loop}'") { Prepare = () => MakeMany(w, "many_psql"), Check = () => CheckMany(w, "many_psql") },
            new("sluice, one job", $"'{w.Sluice}' run '{job}' > /dev/null") { Prepare = () => MakeMany(w, "many_sluice"), Check = () => CheckMany(w, "many_sluice") },
        ];
        return Page(w, rounds, All[1], CheckMany(w, "many"), contenders, new Bars(0.3, 0.3));
    }

    // In steps: one transaction has not as many locks as there are tables.
    private static void MakeMany(Workspace w, string schema)
    {
        w.Psql($"CREATE SCHEMA IF NOT EXISTS {schema}");
        w.Psql($"DO $$ BEGIN FOR i IN 1..{Tables} LOOP EXECUTE format('DROP TABLE IF EXISTS {schema}.t%s', i); EXECUTE format('CREATE TABLE {schema}.t%s (LIKE many.t%s INCLUDING ALL)', i, i); COMMIT; END LOOP; END $$");
    }

    private static string CheckMany(Workspace w, string schema)
    {
        string each = string.Join(" UNION ALL ", Enumerable.Range(1, Tables).Select(i => FormattableString.Invariant($"SELECT {i} AS n, t::text AS r FROM {schema}.t{i} t")));
        string file = w.Job("many-check", $"SELECT count(*) || ' rows, hash ' || sum(hashtextextended(n || r, 0)::numeric) FROM ({each}) x");
        return w.PsqlFile(file).Trim();
    }

    private static ResultPage Upsert(Workspace w, int rounds)
    {
        w.LoadPostgres(s_table);
        string columns = string.Join(", ", s_table.Columns.Select(c => c.Name));
        string changed = string.Join(", ", s_table.Columns.Select(c => c.Name switch { "l_quantity" => "l_quantity + 1", "l_comment" => "left('changed ' || l_comment, 44)", _ => c.Name }));
        w.Psql($"DROP TABLE IF EXISTS changes; CREATE TABLE changes (LIKE {s_table.Name}); INSERT INTO changes SELECT {changed} FROM {s_table.Name} WHERE l_orderkey % 3 = 0; ALTER TABLE changes ADD PRIMARY KEY (l_orderkey, l_linenumber)");
        w.Psql("VACUUM ANALYZE changes");
        foreach (string target in (string[])["upsert_psql", "upsert_sluice", "upsert_expected"])
            w.Psql($"DROP TABLE IF EXISTS {target}; CREATE TABLE {target} AS SELECT * FROM {s_table.Name}; ALTER TABLE {target} ADD PRIMARY KEY (l_orderkey, l_linenumber)");
        string set = string.Join(", ", s_table.Columns.Where(c => c.Name is not ("l_orderkey" or "l_linenumber")).Select(c => $"{c.Name} = excluded.{c.Name}"));
        string assigned = set.Replace("excluded.", "c.", StringComparison.Ordinal);
        w.Psql($"UPDATE upsert_expected t SET {assigned} FROM changes c WHERE t.l_orderkey = c.l_orderkey AND t.l_linenumber = c.l_linenumber");
        string expected = w.PostgresFingerprint(s_table, "upsert_expected");
        string into = "-1 -c \"CREATE TEMP TABLE staging (LIKE upsert_psql)\" -c \"COPY staging FROM STDIN (FORMAT binary)\" "
            + $"-c \"INSERT INTO upsert_psql ({columns}) SELECT {columns} FROM staging ON CONFLICT (l_orderkey, l_linenumber) DO UPDATE SET {set}\"";
        Contender[] contenders =
        [
            new("psql: COPY to a staging table, INSERT … ON CONFLICT", Pipe(w, "COPY changes TO STDOUT (FORMAT binary)", into))
            {
                Prepare = () => w.Psql("VACUUM upsert_psql"),
                Check = () => w.PostgresFingerprint(s_table, "upsert_psql"),
            },
            new("sluice", $"'{w.Sluice}' copy '{w.Postgres}' '{w.Postgres}' --table public.changes --into public.upsert_sluice --write upsert > /dev/null")
            {
                Prepare = () => w.Psql("VACUUM upsert_sluice"),
                Check = () => w.PostgresFingerprint(s_table, "upsert_sluice"),
            },
        ];
        return Page(w, rounds, All[2], expected, contenders, new Bars(1.3, 1.0));
    }

    private static string Pipe(Workspace w, string from, string into) => $"sh -c 'psql -X -q {w.Postgres} -c \"{from}\" | psql -X -q {w.Postgres} {into}'";

    private static ResultPage Page(Workspace w, int rounds, BenchmarkPath path, string expected, IReadOnlyList<Contender> contenders, Bars bars) =>
        new(path.Name, path.Title, expected, Comparison.Run(contenders, rounds, expected, w.LogFile), bars);
}
