using System.Text.Json;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>What others lose without a word between PostgreSQL and files: here the real program keeps it, follows a named policy, or says which row it left out.</summary>
public sealed class PostgresFileLossTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData("odd.parquet")]
    [InlineData("odd.jsonl")]
    [InlineData("odd.csv")]
    public async Task Infinity_nan_24_hours_and_years_out_of_range_are_dead_letters_and_cost_no_other_row(string file)
    {
        string table = await MakeOddAsync(file);
        using var trip = new FileTrip(server, file) { Keys = "errors: { limit: 20, dead_letter: ./dead }\n" };

        await trip.OutAsync(table, Cancellation);

        Assert.Equal(["1", "9"], DuckDb.Rows($"SELECT id FROM '{trip.File}' ORDER BY id"));
        Assert.Equal(
            [
                "id=2 d infinity postgres.infinite_value", "id=3 z -infinity postgres.infinite_value", "id=4 n NaN postgres.not_a_number", "id=5 t 24:00:00 postgres.out_of_range",
                "id=6 d 0044-03-15 BC postgres.out_of_range", "id=7 z 10000-01-01 00:00:00+00 postgres.out_of_range", "id=8 s 0044-03-15 00:00:00 BC postgres.out_of_range",
            ],
            Letters(trip).Order(StringComparer.Ordinal));
    }

    [ServiceTheory("postgres")]
    [InlineData("odd2.parquet")]
    [InlineData("odd2.jsonl")]
    [InlineData("odd2.csv")]
    public async Task Infinity_nan_24_hours_and_years_out_of_range_are_NULL_where_the_policy_says_so(string file)
    {
        string table = await MakeOddAsync(file);
        using var trip = new FileTrip(server, file) { OutOptions = "infinity: \"null\", nan: \"null\", out_of_range: \"null\"" };

        await trip.OutAsync(table, Cancellation);

        Assert.Equal(
            [
                "1|2024-02-29|12:34:56.789|1.50|✓|✓", "2|∅|12:00:00|1.00|∅|∅", "3|2024-01-01|12:00:00|1.00|∅|∅", "4|2024-01-01|12:00:00|∅|∅|∅", "5|2024-01-01|∅|1.00|∅|∅",
                "6|∅|12:00:00|1.00|∅|∅", "7|2024-01-01|12:00:00|1.00|∅|∅", "8|2024-01-01|12:00:00|1.00|∅|∅", "9|∅|∅|∅|∅|∅",
            ],
            DuckDb.Rows($"SELECT id, d::DATE, t::TIME, n::DECIMAL(5,2), CASE WHEN s IS NOT NULL THEN '✓' END, CASE WHEN z IS NOT NULL THEN '✓' END FROM '{trip.File}' ORDER BY id"));
    }

    [ServiceFact("postgres")]
    public async Task The_first_value_that_a_file_cannot_hold_stops_the_run_by_name_when_nothing_is_allowed()
    {
        string table = await MakeOddAsync("stops");
        using var trip = new FileTrip(server, "odd.parquet");

        SluiceResult result = await trip.OutAsync(table, Cancellation, exitCode: 1);

        Assert.Contains("run.dirty_limit: a row cannot be read: postgres.infinite_value: DATE has no infinity: infinity\n  at table public.odd_ops, id=2, column d\n", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(trip.File));
    }

    [ServiceFact("postgres")]
    public async Task Float_nan_bits_money_and_offsets_are_values_in_the_file()
    {
        await server.ExecuteAsync("CREATE TABLE others (id int PRIMARY KEY, f float8, g real, b bit(8), tz timetz, m money, l bigint, n numeric(38,10), bare numeric, j json); INSERT INTO others VALUES "
            + "(1, 'NaN', '-Infinity', '10101010', '24:00:00+15:59', '12.34', 9007199254740993, 1234567890123456789012345678.0123456789, 123456789012345678901234567890123456789.1, '1.10'), "
            + "(2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'null'), (3, '-0', '1e-45', '00000000', '00:00:00-15:59', '0', 0, 0, 'NaN', NULL)", Cancellation);
        using var trip = new FileTrip(server, "others.parquet");

        await trip.OutAsync("others", Cancellation);

        Assert.Equal(
            [
                "1|nan|-inf|10101010|24:00:00+15:59|$12.34|9007199254740993|1234567890123456789012345678.0123456789|123456789012345678901234567890123456789.1|1.10",
                "2|∅|∅|∅|∅|∅|∅|∅|∅|null", "3|-0.0|1e-45|00000000|00:00:00-15:59|$0.00|0|0.0000000000|NaN|∅",
            ],
            DuckDb.Rows($"FROM '{trip.File}' ORDER BY id"));
    }

    [ServiceFact("postgres")]
    public async Task Csv_keeps_blanks_quotes_line_ends_and_the_number_of_fields_and_NULL_apart_from_empty()
    {
        await server.ExecuteAsync("CREATE TABLE blanks (id int, t text, u text); INSERT INTO blanks VALUES (1, ' lead and trail ', 'x'), (2, 'a,b \"c\"', E'line\\nbreak\\r\\n'), (3, '', NULL), (4, NULL, ''), (5, 'NULL', E'\\\\N'); "
            + "INSERT INTO blanks SELECT i, repeat(' ', i % 7) || 't,' || i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE '\"' END FROM generate_series(6, 20000) i", Cancellation);
        using var trip = new FileTrip(server, "blanks.csv") { Parallelism = 4 };

        await trip.OutAsync("blanks", Cancellation);

        string text = await File.ReadAllTextAsync(trip.File, Cancellation);
        Assert.StartsWith("id,t,u\n", text, StringComparison.Ordinal);
        Assert.Contains("\n1,\" lead and trail \",x\n", text, StringComparison.Ordinal);
        Assert.Contains("\n3,\"\",\n4,,\"\"\n5,NULL,\\N\n", text, StringComparison.Ordinal);
        Assert.Equal(
            await server.RowsAsync("SELECT count(*), sum(length(t)), sum(length(u)), count(t), count(u) FROM blanks", Cancellation),
            DuckDb.Rows($"SELECT count(*), sum(length(t)), sum(length(u)), count(t), count(u) FROM read_csv('{trip.File}', header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false, "
                + "allow_quoted_nulls = false, strict_mode = true, columns = {'id': 'INT', 't': 'VARCHAR', 'u': 'VARCHAR'})"));
    }

    [ServiceTheory("postgres")]
    [InlineData("many.csv")]
    [InlineData("many.parquet")]
    [InlineData("many.jsonl")]
    public async Task Three_hundred_thousand_rows_are_three_hundred_thousand_rows(string file)
    {
        await server.ExecuteAsync("CREATE TABLE IF NOT EXISTS many AS SELECT i AS id, md5(i::text) AS t FROM generate_series(1, 300000) i", Cancellation);
        using var trip = new FileTrip(server, file) { Parallelism = 4 };

        await trip.OutAsync("many", Cancellation);

        Assert.Equal(
            await server.RowsAsync("SELECT count(*), count(DISTINCT id), sum(id), sum(('x' || left(t, 8))::bit(32)::bigint) FROM many", Cancellation),
            DuckDb.Rows($"SELECT count(*), count(DISTINCT id), sum(id), sum(('0x' || left(t, 8))::BIGINT) FROM '{trip.File}'"));
    }

    [ServiceTheory("postgres")]
    [InlineData("void.csv", "id,n,t\n")]
    [InlineData("void.jsonl", "")]
    public async Task An_empty_table_is_a_file(string file, string expected)
    {
        await server.ExecuteAsync("CREATE TABLE IF NOT EXISTS void (id int, n numeric(15,2), t text)", Cancellation);
        using var trip = new FileTrip(server, file);

        await trip.OutAsync("void", Cancellation);

        Assert.Equal(expected, await File.ReadAllTextAsync(trip.File, Cancellation));
    }

    private async Task<string> MakeOddAsync(string file)
    {
        string table = $"odd_{file[^3..]}";
        await server.ExecuteAsync(
            $"""
            DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (id int PRIMARY KEY, d date, t time, n numeric(5,2), s timestamp, z timestamptz);
            INSERT INTO {table} VALUES (1, '2024-02-29', '12:34:56.789', 1.5, '2024-02-29 12:00', '2024-02-29 12:00+00'), (2, 'infinity', '12:00', 1, NULL, NULL), (3, '2024-01-01', '12:00', 1, NULL, '-infinity'),
              (4, '2024-01-01', '12:00', 'NaN', NULL, NULL), (5, '2024-01-01', '24:00', 1, NULL, NULL), (6, '0044-03-15 BC', '12:00', 1, NULL, NULL), (7, '2024-01-01', '12:00', 1, NULL, '10000-01-01 00:00+00'),
              (8, '2024-01-01', '12:00', 1, '0044-03-15 BC', NULL), (9, NULL, NULL, NULL, NULL, NULL)
            """, Cancellation);
        return table;
    }

    private static IEnumerable<string> Letters(FileTrip trip) => Directory.GetFiles(trip.Folder["dead"]).SelectMany(File.ReadAllLines).Select(line =>
    {
        JsonElement row = JsonDocument.Parse(line).RootElement;
        return $"{row.GetProperty("position").GetString()} {row.GetProperty("column").GetString()} {row.GetProperty("value").GetString()} {row.GetProperty("code").GetString()}";
    });
}
