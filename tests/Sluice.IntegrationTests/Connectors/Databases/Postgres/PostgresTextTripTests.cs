using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>
/// PostgreSQL → JSON lines or CSV → PostgreSQL with the real program. These formats keep no types: with <c>schema:</c> every value comes back; without it
/// the documented policy of inference holds, never another value.
/// </summary>
public sealed class PostgresTextTripTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string WithoutRounding = "ALTER c11 TYPE numeric(7,0), ALTER c12 TYPE numeric(5,5), ALTER c13 TYPE numeric";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData("types.jsonl", 1, "if_missing")]
    [InlineData("types.jsonl", 4, "if_missing")]
    [InlineData("types.jsonl", 1, "never")]
    [InlineData("types.jsonl", 4, "never")]
    [InlineData("types.csv", 1, "if_missing")]
    [InlineData("types.csv", 4, "if_missing")]
    [InlineData("types.csv", 1, "never")]
    [InlineData("types.csv", 4, "never")]
    public async Task With_a_schema_every_type_comes_back_as_it_was(string file, int parallelism, string create)
    {
        string table = $"types_{file[^3..]}_{parallelism}_{create}";
        await PostgresTypeTable.MakeAsync(server, table, Cancellation);
        if (create == "never")
            await server.ExecuteAsync($"CREATE TABLE {table}_back (LIKE {table}); ALTER TABLE {table}_back {WithoutRounding}", Cancellation);
        using var trip = new FileTrip(server, file) { Parallelism = parallelism, Schema = PostgresTypeTable.Schema };

        await trip.OutAsync(table, Cancellation);
        await trip.BackAsync($"{table}_back", create, Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"SELECT {table}::text FROM {table}", $"SELECT {table}_back::text FROM {table}_back", Cancellation));
        if (create == "if_missing")
            await AssertTypesAsync(table);
    }

    [ServiceTheory("postgres")]
    [InlineData("types.jsonl")]
    [InlineData("types.csv")]
    public async Task A_target_that_would_round_is_refused_by_name_before_the_first_row(string file)
    {
        string table = $"rounds_{file[^3..]}";
        await PostgresTypeTable.MakeAsync(server, table, Cancellation);
        await server.ExecuteAsync($"CREATE TABLE {table}_back (LIKE {table})", Cancellation);
        using var trip = new FileTrip(server, file) { Schema = PostgresTypeTable.Schema };

        await trip.OutAsync(table, Cancellation);
        SluiceResult result = await trip.BackAsync($"{table}_back", "never", Cancellation, exitCode: 2);

        Assert.Equal(
            [
                "postgres.target_mismatch: column 'c11' is DECIMAL(7, 0) and the target's is numeric(5,-2): it is narrower",
                "postgres.target_mismatch: column 'c12' is DECIMAL(5, 5) and the target's is numeric(3,5): it is narrower",
                "postgres.target_mismatch: column 'c13' is STRING and the target's is numeric(60,10): the server would round",
            ],
            result.Errors.Split('\n').Where(line => line.StartsWith("postgres.", StringComparison.Ordinal)));
        Assert.Equal(0, await server.ScalarAsync<long>($"SELECT count(*) FROM {table}_back", Cancellation));
    }

    [ServiceTheory("postgres")]
    [InlineData("wide.jsonl")]
    [InlineData("wide.csv")]
    public async Task Sixteen_hundred_columns_with_hostile_names_come_back(string file)
    {
        string table = $"wide_{file[^3..]}";
        string[] names = ["weird \"name\"; DROP TABLE x; --", "Select", "a.b", "中文", "🦀", " ", "'", "$1", "%s", "{name}", "back\\slash", "*", "co,mma", "quo`te", "line\nbreak", "NULL"];
        string[] columns = [.. names, .. Enumerable.Range(names.Length, 1_600 - names.Length).Select(i => $"c{i}")];
        string declared = string.Join(", ", columns.Select((c, i) => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {(i % 3 == 0 ? "smallint" : i % 3 == 1 ? "boolean" : "text")}"));
        await server.ExecuteAsync($"CREATE TABLE {table} ({declared}); INSERT INTO {table} SELECT i, i % 2 = 0, CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN 'x' END FROM generate_series(1, 3000) i", Cancellation);
        using var trip = new FileTrip(server, file)
        {
            Parallelism = 4,
            Schema = string.Join(", ", columns.Select((c, i) => $"`{c.Replace("`", "``", StringComparison.Ordinal)}` {(i % 3 == 0 ? "SMALLINT" : i % 3 == 1 ? "BOOLEAN" : "STRING")}")),
        };

        await trip.OutAsync(table, Cancellation);
        await trip.BackAsync($"{table}_back", "if_missing", Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"SELECT {table}::text FROM {table}", $"SELECT {table}_back::text FROM {table}_back", Cancellation));
        Assert.Equal(await server.RowsAsync(PostgresTypeTable.TypesOf(table), Cancellation), await server.RowsAsync(PostgresTypeTable.TypesOf($"{table}_back"), Cancellation));
    }

    [ServiceTheory("postgres")]
    [InlineData("big.jsonl", 1)]
    [InlineData("big.jsonl", 4)]
    [InlineData("big.csv", 1)]
    [InlineData("big.csv", 4)]
    public async Task Texts_and_bytes_of_a_megabyte_come_back_beside_empty_ones_and_NULL(string file, int parallelism)
    {
        string table = $"big_{file[^3..]}_{parallelism}";
        await server.ExecuteAsync($"CREATE TABLE {table} (id int PRIMARY KEY, t text, b bytea); INSERT INTO {table} SELECT i, "
            + "CASE i % 4 WHEN 0 THEN '' WHEN 1 THEN NULL ELSE repeat(E'中\\t\"\n' || i, 150000) END, CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN NULL ELSE decode(repeat('00ff', 600000), 'hex') END "
            + "FROM generate_series(1, 12) i", Cancellation);
        using var trip = new FileTrip(server, file) { Parallelism = parallelism, Schema = "id INT NOT NULL, t STRING, b BYTES, PRIMARY KEY (id)" };

        await trip.OutAsync(table, Cancellation);
        await trip.BackAsync($"{table}_back", "if_missing", Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"TABLE {table}", $"TABLE {table}_back", Cancellation));
        Assert.Equal(await server.RowsAsync(PostgresTypeTable.KeyOf(table), Cancellation), await server.RowsAsync(PostgresTypeTable.KeyOf($"{table}_back"), Cancellation));
    }

    [ServiceTheory("postgres")]
    [InlineData("guess.jsonl", "code text, amount numeric(18,2), n bigint, t text, d date, ts timestamp without time zone, tz timestamp with time zone, ok boolean, u text, big text, f numeric(18,1), j text, l bigint[]")]
    [InlineData("guess.csv", "code text, amount numeric(18,2), n bigint, t text, d date, ts timestamp without time zone, tz timestamp with time zone, ok boolean, u text, big text, f numeric(18,1), j text, l text")]
    public async Task Without_a_schema_the_types_are_inferred_and_every_value_is_still_the_same_text(string file, string expected)
    {
        string table = $"guess_{file[^3..]}";
        bool isCsv = file.EndsWith(".csv", StringComparison.Ordinal);
        await server.ExecuteAsync(
            $$"""
            CREATE TABLE {{table}} (code varchar(5), amount numeric(15,2), n int, t text, d date, ts timestamp, tz timestamptz, ok boolean, u uuid, big numeric, f float8, j jsonb, l int[]);
            INSERT INTO {{table}} VALUES ('007', 1.10, 1, '', '2024-02-29', '2024-02-29 12:00:00.5', '2024-02-29 12:00:00+08', true, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1e30, 0.5, '"x"', '{1,2}'),
              (' 8', -0.05, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.1, 2.5, '{"a": 1.10}', NULL), (NULL, NULL, -7, 'NULL', '0001-01-01', '0001-01-01', '9999-12-31 23:59:59.999999+00', false, NULL, NULL, NULL, NULL, '{3}')
            """, Cancellation);
        using var trip = new FileTrip(server, file);

        await trip.OutAsync(table, Cancellation);
        await trip.BackAsync($"{table}_back", "if_missing", Cancellation);

        Assert.Equal(expected, string.Join(", ", (await server.RowsAsync(PostgresTypeTable.TypesOf($"{table}_back"), Cancellation)).Select(r => string.Join(' ', r.Split('|')[..2]))));
        string same = "code, amount::text, n::text, t, d::text, ts::text, tz::text, ok, u::text, big::text, f::text";
        Assert.Equal(0, await server.DifferencesAsync($"SELECT {same} FROM {table}", $"SELECT {same} FROM {table}_back", Cancellation));
        // Without its tag a JSON string is a string like others in JSON lines, where CSV has its JSON text; a list in CSV is JSON text.
        Assert.Equal(
            isCsv ? ["\"x\"|[1,2]", "{\"a\": 1.10}|∅", "∅|[3]"] : ["x|{1,2}", "{\"a\": 1.10}|∅", "∅|{3}"],
            await server.RowsAsync($"SELECT j, l FROM {table}_back ORDER BY amount DESC NULLS LAST", Cancellation));
    }

    /// <summary>What a schema without PostgreSQL's own declarations cannot say: lengths of tagged types, enum names, json or jsonb.</summary>
    private async Task AssertTypesAsync(string table)
    {
        IReadOnlyList<string> types = await server.RowsAsync(PostgresTypeTable.TypesOf(table), Cancellation);
        IReadOnlyList<string> back = await server.RowsAsync(PostgresTypeTable.TypesOf($"{table}_back"), Cancellation);
        Assert.Equal(types.Count, back.Count);
        Assert.Equal(
            [
                "numeric(5,-2) → numeric(7,0)", "numeric(3,5) → numeric(5,5)", "numeric(60,10) → numeric", "character varying → text", "time(6) without time zone → time without time zone",
                "timestamp(6) without time zone → timestamp without time zone", "jsonb → json", "bit(8) → bit varying", "bit varying(8) → bit varying", "mood → text",
            ],
            types.Zip(back).Where(t => t.First != t.Second).Select(t => $"{t.First.Split('|')[1]} → {t.Second.Split('|')[1]}"));
    }
}
