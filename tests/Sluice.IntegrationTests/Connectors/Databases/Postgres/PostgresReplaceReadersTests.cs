using System.Collections.Concurrent;
using Npgsql;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>Invariant 2: readers of a table that is replaced never see it empty, in parts or not at all.</summary>
public sealed class PostgresReplaceReadersTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData("swap")]
    [InlineData("rows")]
    public async Task Eight_readers_see_the_old_table_or_the_new_one_whole_during_twenty_replaces(string how)
    {
        string table = $"polled_{how}";
        await server.ExecuteAsync($"CREATE TABLE {table} (id int PRIMARY KEY, t text); INSERT INTO {table} SELECT i, '0' FROM generate_series(1, 500) i", Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new ConcurrentDictionary<string, int>();
        Task[] readers = [.. Enumerable.Range(0, 8).Select(i => PollAsync(table, isPrepared: i % 2 == 0, seen, stop.Token))];

        for (int run = 1; run <= 20; run++)
        {
            (int?, string?)[] rows = [.. Enumerable.Range(1, 500).Select(i => ((int?)i, (string?)$"{run}"))];
            await using PostgresAttempt attempt = await PostgresAttempt.OpenAsync(
                server.Url, $"public.{table}", 0, $"run-{run}", r => r with { Write = WriteMode.Replace }, Cancellation, ("replace", how));
            await attempt.RunAsync(Cancellation, rows[..250], rows[250..]);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.All(seen.Keys, key => Assert.Matches("^500 rows of one run$", key));
        Assert.True(seen.Values.Sum() > 100);
        Assert.Equal(["500|20|20"], await server.RowsAsync($"SELECT count(*), min(t), max(t) FROM {table}", Cancellation));
        Assert.Equal(0, await server.ScalarAsync<long>($"SELECT count(*) FROM pg_class WHERE relname LIKE '{table}\\_\\_sluice%'", Cancellation));
    }

    private async Task PollAsync(string table, bool isPrepared, ConcurrentDictionary<string, int> seen, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(server.Owner.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand($"SELECT count(*), count(DISTINCT t) FROM {table}", connection);
        if (isPrepared)
            await command.PrepareAsync(Cancellation);
        while (!stop.IsCancellationRequested)
        {
            string what;
            try
            {
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(Cancellation);
                await reader.ReadAsync(Cancellation);
                what = $"{reader.GetInt64(0)} rows of {(reader.GetInt64(1) == 1 ? "one run" : "several runs")}";
            }
            catch (PostgresException error)
            {
                what = error.MessageText;
            }

            seen.AddOrUpdate(what, 1, (_, n) => n + 1);
        }
    }
}
