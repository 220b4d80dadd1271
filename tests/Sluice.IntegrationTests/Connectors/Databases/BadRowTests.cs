using System.Text.Json;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases;

/// <summary>
/// One bad row of each kind among 10,000, at the first, a middle and the last place, into every database: the others are written, it is kept once, and
/// <c>dead-letter replay</c> writes exactly it when what stopped it is mended.
/// </summary>
public sealed class BadRowTests(PostgresServer postgres, MariaDbServer maria) : IClassFixture<PostgresServer>, IClassFixture<MariaDbServer>
{
    private const int Rows = 10_000;
    private const int Taken = 20_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData(1)]
    [InlineData(4_321)]
    [InlineData(Rows)]
    public async Task PostgreSQL_takes_all_rows_but_the_bad_one_and_that_one_after_it_is_mended(int bad)
    {
        BadRowKind[] kinds =
        [
            new("missing", "NULL", "v bigint NOT NULL", "ALTER TABLE {t} ALTER v DROP NOT NULL"),
            new("too_long", "'abcdef'", "v varchar(5)", "ALTER TABLE {t} ALTER v TYPE text"),
            new("out_of_range", "'40000'", "v smallint", "ALTER TABLE {t} ALTER v TYPE integer") { Good = "'7'" },
            new("refused", "-1", "v bigint CHECK (v >= 0)", "ALTER TABLE {t} DROP CONSTRAINT refused_v_check"),
            new("orphan", "99", "v bigint REFERENCES parent", "INSERT INTO parent VALUES (99)"),
            new("twice", "7", "v bigint, w bigint UNIQUE", "ALTER TABLE {t} DROP CONSTRAINT twice_w_key"),
            new("bad_bytes", "'a¶b'", "v text", null),
        ];
        await postgres.ExecuteAsync("DROP SCHEMA IF EXISTS dst CASCADE; CREATE SCHEMA dst; SET search_path = dst; CREATE TABLE parent (id bigint PRIMARY KEY); INSERT INTO parent SELECT generate_series(0, 9)", Cancellation);
        foreach (BadRowKind kind in kinds)
            await postgres.ExecuteAsync($"CREATE TABLE dst.{kind.Table} (id bigint PRIMARY KEY, {kind.Column.Replace("REFERENCES parent", "REFERENCES dst.parent", StringComparison.Ordinal)})", Cancellation);
        await postgres.ExecuteAsync($"INSERT INTO dst.twice VALUES (0, 0, {Taken})", Cancellation);

        await CheckAsync(
            kinds, bad, $"{{ connection: \"{postgres.Url}\", schema: dst }}", "dst.",
            sql => postgres.ExecuteAsync("SET search_path = dst; " + sql, Cancellation), sql => postgres.RowsAsync(sql, Cancellation));
    }

    [ServiceTheory("mariadb")]
    [InlineData(1)]
    [InlineData(4_321)]
    [InlineData(Rows)]
    public async Task MariaDB_takes_all_rows_but_the_bad_one_and_that_one_after_it_is_mended(int bad)
    {
        BadRowKind[] kinds =
        [
            new("missing", "NULL", "v bigint NOT NULL", "ALTER TABLE {t} MODIFY v bigint"),
            new("too_long", "'abcdef'", "v varchar(5)", "ALTER TABLE {t} MODIFY v text"),
            new("refused", "-1", "v bigint, CONSTRAINT refused_v CHECK (v >= 0)", "ALTER TABLE {t} DROP CONSTRAINT refused_v"),
            new("orphan", "99", "v bigint, CONSTRAINT orphan_v FOREIGN KEY (v) REFERENCES parent (id)", "INSERT INTO parent VALUES (99)"),
            new("twice", "7", "v bigint, w bigint, UNIQUE twice_w (w)", "ALTER TABLE {t} DROP INDEX twice_w"),
            new("bad_bytes", "'a🦆b'", "v varchar(20) CHARACTER SET latin1", "ALTER TABLE {t} MODIFY v varchar(20) CHARACTER SET utf8mb4"),
        ];
        await maria.ExecuteAsync(
            $"DROP TABLE IF EXISTS {string.Join(", ", kinds.Select(k => k.Table))}, parent; CREATE TABLE parent (id bigint PRIMARY KEY); INSERT INTO parent VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)", Cancellation);
        foreach (BadRowKind kind in kinds)
            await maria.ExecuteAsync($"CREATE TABLE {kind.Table} (id bigint PRIMARY KEY, {kind.Column})", Cancellation);
        await maria.ExecuteAsync($"INSERT INTO twice VALUES (0, 0, {Taken})", Cancellation);

        await CheckAsync(kinds, bad, $"{{ connection: \"{maria.Url}\" }}", "", sql => maria.ExecuteAsync(sql, Cancellation), sql => maria.RowsAsync(sql, Cancellation));
    }

    private async Task CheckAsync(
        BadRowKind[] kinds, int bad, string sink, string schema, Func<string, Task> execute, Func<string, Task<IReadOnlyList<string>>> query)
    {
        await MakeSourceAsync(kinds, bad);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["job.yaml"], $$"""
            version: 1
            name: bad-rows
            source: { connection: "{{postgres.Url}}", tables: ["src.*"] }
            sink: {{sink}}
            tables:
              - match: src.bad_bytes
                into: {{schema}}bad_bytes
                select: { "*": true, v: "REPLACE(v, '¶', DECODE(x'00', 'UTF-8'))" }
              - match: "src.{name}"
                into: "{{schema}}{name}"
            errors: { limit: 100, dead_letter: ./dead }
            """);

        (await SluiceProcess.RunAsync(Cancellation, "run", folder["job.yaml"])).MustExitWith(0);

        foreach (BadRowKind kind in kinds)
            Assert.Equal(await ExpectedAsync(kind, $"WHERE id <> {bad}"), await query($"SELECT * FROM {kind.Table.Insert(0, schema)} ORDER BY id"));
        Assert.Equal(kinds.Select(k => $"{k.Table} id={bad}").Order(StringComparer.Ordinal), Letters(folder).Select(Describe).Order(StringComparer.Ordinal));

        foreach (BadRowKind kind in kinds.Where(k => k.Mend is not null))
            await execute(kind.Mend!.Replace("{t}", kind.Table, StringComparison.Ordinal));
        SluiceResult replay = await SluiceProcess.RunAsync(Cancellation, "dead-letter", "replay", folder["job.yaml"]);

        replay.MustExitWith(0);
        foreach (BadRowKind kind in kinds)
            Assert.Equal(await ExpectedAsync(kind, kind.Mend is null ? $"WHERE id <> {bad}" : ""), await query($"SELECT * FROM {schema}{kind.Table} ORDER BY id"));
        // What cannot be mended is a dirty row again, of the replay; the others are not kept as open ones any longer.
        Assert.Equal(kinds.Where(k => k.Mend is null).Select(k => $"{k.Table} id={bad}"), Letters(folder).Select(Describe));

        (await SluiceProcess.RunAsync(Cancellation, "dead-letter", "replay", folder["job.yaml"])).MustExitWith(0);
        foreach (BadRowKind kind in kinds.Where(k => k.Mend is not null))
            Assert.Equal(await ExpectedAsync(kind, ""), await query($"SELECT * FROM {schema}{kind.Table} ORDER BY id"));
    }

    private async Task MakeSourceAsync(BadRowKind[] kinds, int bad)
    {
        await postgres.ExecuteAsync("DROP SCHEMA IF EXISTS src CASCADE; CREATE SCHEMA src", Cancellation);
        foreach (BadRowKind kind in kinds)
        {
            string type = kind.Value.StartsWith('\'') ? "text" : "bigint";
            string good = kind.Good ?? (type == "text" ? "'ok'" : "g % 10");
            string other = kind.Table == "twice" ? $", CASE WHEN g = {bad} THEN {Taken} ELSE g END::bigint AS w" : "";
            await postgres.ExecuteAsync(
                $"CREATE TABLE src.{kind.Table} AS SELECT g::bigint AS id, (CASE WHEN g = {bad} THEN {kind.Value} ELSE {good} END)::{type} AS v{other} FROM generate_series(1, {Rows}) g; ALTER TABLE src.{kind.Table} ADD PRIMARY KEY (id)", Cancellation);
        }
    }

    // The target of `twice` has a row of its own, with the value that the bad row brings again.
    private Task<IReadOnlyList<string>> ExpectedAsync(BadRowKind kind, string where) =>
        postgres.RowsAsync($"SELECT * FROM src.{kind.Table} {where}{(kind.Table == "twice" ? $" UNION ALL VALUES (0, 0, {Taken})" : "")} ORDER BY id", Cancellation);

    private static IEnumerable<JsonElement> Letters(TemporaryFolder folder) => Directory.GetFiles(folder["dead"])
        .Where(file => !file.EndsWith(".replayed.jsonl", StringComparison.Ordinal))
        .SelectMany(File.ReadAllLines).Select(line => JsonDocument.Parse(line).RootElement);

    private static string Describe(JsonElement letter) => $"{letter.GetProperty("table").GetString()!.Split('.')[^1]} id={letter.GetProperty("row").GetProperty("id").GetString()}";
}

/// <summary>A kind of bad row.</summary>
/// <param name="Table">The table that has it.</param>
/// <param name="Value">The bad value in the source.</param>
/// <param name="Column">The target's columns beside the key.</param>
/// <param name="Mend">What makes the target take the row, with {t} for the table; null when nothing does.</param>
internal sealed record BadRowKind(string Table, string Value, string Column, string? Mend)
{
    /// <summary>The good value, where the usual one will not do.</summary>
    public string? Good { get; init; }
}
