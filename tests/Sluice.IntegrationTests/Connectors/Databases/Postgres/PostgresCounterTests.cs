using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>
/// What a pushed filter saves, by the server's own count: <c>auto_explain</c> logs how many rows each COPY really sent, <c>pg_stat_user_tables</c> how many were read.
/// </summary>
public sealed partial class PostgresCounterTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int All = 40_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData("exact_1", 1, "amount > 100.50 AND name = 'n7'", "amount > 100.50 AND name = 'n7'", true)]
    [InlineData("exact_4", 4, "amount > 100.50 AND name = 'n7'", "amount > 100.50 AND name = 'n7'", true)]
    [InlineData("exact_null", 4, "d IS NULL OR d IN (DATE '2024-01-01', DATE '2024-02-01')", "d IS NULL OR d IN ('2024-01-01', '2024-02-01')", true)]
    [InlineData("half", 4, "amount > 100.50 AND MOD(id, 7) = 3", "amount > 100.50", false)]
    [InlineData("none", 4, "MOD(id, 7) = 3", "true", false)]
    public async Task The_server_sends_the_rows_that_the_pushed_filter_lets_through_and_no_other(string name, int parallelism, string where, string pushed, bool isExact)
    {
        await MakeAsync(name);
        using var trip = new FileTrip(server, "out.parquet") { Parallelism = parallelism, Where = where };
        long logged = new FileInfo(PostgresServer.LogFile).Length;

        await trip.OutAsync(name, Cancellation);

        long sent = await SentAsync(logged, name);
        long matching = await server.ScalarAsync<long>($"SELECT count(*) FROM {name} WHERE {where}", Cancellation);
        Assert.Equal(await server.ScalarAsync<long>($"SELECT count(*) FROM {name} WHERE {pushed}", Cancellation), sent);
        Assert.Equal([matching.ToString(CultureInfo.InvariantCulture)], DuckDb.Rows($"SELECT count(*) FROM '{trip.File}'"));
        Assert.InRange(matching, 1, All / 4);
        Assert.Equal(isExact, sent == matching);
    }

    [ServiceFact("postgres")]
    public async Task A_filter_that_is_pushed_in_part_is_applied_again()
    {
        await server.ExecuteAsync("CREATE TABLE padded (id int, c char(3)); INSERT INTO padded SELECT i, CASE i % 4 WHEN 0 THEN 'x' WHEN 1 THEN 'xyz' END FROM generate_series(1, 1000) i", Cancellation);
        await LogRowsAsync();
        using var narrow = new FileTrip(server, "narrow.parquet") { Where = "c = 'x'" };
        using var whole = new FileTrip(server, "whole.parquet") { Where = "c = 'x  '" };
        long logged = new FileInfo(PostgresServer.LogFile).Length;

        await narrow.OutAsync("padded", Cancellation);
        long sent = await SentAsync(logged, "padded");
        await whole.OutAsync("padded", Cancellation);

        // PostgreSQL compares char(3) without its blanks; the language does not.
        Assert.Equal(250, sent);
        Assert.Equal(["0"], DuckDb.Rows($"SELECT count(*) FROM '{narrow.File}'"));
        Assert.Equal(["250"], DuckDb.Rows($"SELECT count(*) FROM '{whole.File}'"));
    }

    [ServiceTheory("postgres")]
    [InlineData("indexed_1", 1)]
    [InlineData("indexed_4", 4)]
    public async Task Behind_an_index_only_matching_rows_are_read(string name, int parallelism)
    {
        await MakeAsync(name);
        await server.ExecuteAsync($"CREATE INDEX ON {name} (name); ANALYZE {name}; SELECT pg_stat_force_next_flush()", Cancellation);
        (long sequential, long byIndex) = await ReadAsync(name);
        using var trip = new FileTrip(server, "out.parquet") { Parallelism = parallelism, Where = "name = 'n7'" };

        await trip.OutAsync(name, Cancellation);

        Assert.Equal((0, All / 1000), await GrowthAsync(name, sequential, byIndex));
        Assert.Equal(["40"], DuckDb.Rows($"SELECT count(*) FROM '{trip.File}'"));
    }

    private async Task MakeAsync(string name)
    {
        await server.ExecuteAsync(
            $"""
            CREATE TABLE {name} (id int PRIMARY KEY, amount numeric(15,2), name varchar(10), d date);
            INSERT INTO {name} SELECT i, i % 300 + 0.50, 'n' || i % 1000, CASE WHEN i % 50 > 0 THEN date '2024-01-01' + i % 60 END FROM generate_series(1, {All}) i
            """, Cancellation);
        await LogRowsAsync();
    }

    private async Task LogRowsAsync()
    {
        await using var connection = new NpgsqlConnection(server.Admin.ConnectionString);
        await connection.OpenAsync(Cancellation);
        foreach ((string setting, string value) in new[]
        {
            ("session_preload_libraries", "auto_explain"), ("auto_explain.log_min_duration", "0"), ("auto_explain.log_analyze", "on"), ("auto_explain.log_timing", "off"),
        })
        {
            await using var command = new NpgsqlCommand($"ALTER ROLE sluice IN DATABASE {server.Admin.Database} SET {setting} = '{value}'", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }

    /// <summary>The rows that the COPY statements of a table sent, as the server counted them in its log behind an offset.</summary>
    private async Task<long> SentAsync(long offset, string table)
    {
        await using var file = new FileStream(PostgresServer.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(offset, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        string log = await reader.ReadToEndAsync(Cancellation);
        Match[] copies = [.. SentPattern().Matches(log).Where(m => m.Groups["from"].Value.Contains($"\"{table}\"", StringComparison.Ordinal))];
        Assert.NotEmpty(copies);
        return copies.Sum(m => long.Parse(m.Groups["rows"].ValueSpan, CultureInfo.InvariantCulture));
    }

    private async Task<(long Sequential, long ByIndex)> ReadAsync(string table)
    {
        string row = (await server.RowsAsync($"SELECT seq_tup_read, COALESCE(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE relname = '{table}'", Cancellation))[0];
        long[] counts = [.. row.Split('|').Select(c => long.Parse(c, CultureInfo.InvariantCulture))];
        return (counts[0], counts[1]);
    }

    /// <summary>The counters' growth; a session hands its counts in when it ends, so the test waits for the first.</summary>
    private async Task<(long Sequential, long ByIndex)> GrowthAsync(string table, long sequential, long byIndex)
    {
        (long Sequential, long ByIndex) now = default;
        for (int i = 0; i < 50; i++)
        {
            now = await ReadAsync(table);
            if (now.ByIndex > byIndex || now.Sequential > sequential)
                break;
            await Task.Delay(100, Cancellation);
        }

        return (now.Sequential - sequential, now.ByIndex - byIndex);
    }

    [GeneratedRegex(@"Query Text: COPY \(SELECT .*? FROM (?<from>[^\n]*)\) TO STDOUT[^\n]*\n[^\n]*?\(actual rows=(?<rows>\d+)(?:\.00)? loops=1\)")]
    private static partial Regex SentPattern();
}
