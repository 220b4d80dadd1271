using System.Collections.Concurrent;
using MySqlConnector;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>Invariant 2: readers of a table that is replaced never see it empty, in parts or not at all.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlReplaceReadersTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("mariadb")]
    [InlineData("swap")]
    [InlineData("rows")]
    public async Task Eight_readers_see_the_old_table_or_the_new_one_whole_during_twenty_replaces(string how)
    {
        string table = $"polled_{how}";
        await server.ExecuteAsync($"CREATE TABLE {table} (id int PRIMARY KEY, t varchar(20)); INSERT INTO {table} SELECT seq, '0' FROM seq_1_to_500", Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new ConcurrentDictionary<string, int>();
        Task[] readers = [.. Enumerable.Range(0, 8).Select(i => PollAsync(table, isPrepared: i % 2 == 0, seen, stop.Token))];

        for (int run = 1; run <= 20; run++)
        {
            (int?, string?)[] rows = [.. Enumerable.Range(1, 500).Select(i => ((int?)i, (string?)$"{run}"))];
            await using MySqlAttempt attempt = await MySqlAttempt.OpenAsync(
                server.Url, $"{server.Owner.Database}.{table}", 0, $"run-{run}", r => r with { Write = WriteMode.Replace }, Cancellation, ("replace", how));
            await attempt.RunAsync(Cancellation, rows[..250], rows[250..]);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.All(seen.Keys, key => Assert.Matches("^500 rows of one run$", key));
        Assert.True(seen.Values.Sum() >= 100, $"the readers read {seen.Values.Sum()} times");
        Assert.Equal(["500|20"], await server.RowsAsync($"SELECT COUNT(*), MIN(t) FROM {table}", Cancellation));
    }

    private async Task PollAsync(string table, bool isPrepared, ConcurrentDictionary<string, int> seen, CancellationToken stop)
    {
        await using var connection = new MySqlConnection(server.Owner.ConnectionString + (isPrepared ? ";IgnorePrepare=false" : ""));
        await connection.OpenAsync(Cancellation);
        await using var command = new MySqlCommand($"SELECT CONCAT(COUNT(*), ' rows of ', IF(COUNT(DISTINCT t) = 1, 'one run', 'several')) FROM {table}", connection);
        if (isPrepared)
            await command.PrepareAsync(Cancellation);
        while (!stop.IsCancellationRequested)
        {
            string what;
            try
            {
                what = $"{await command.ExecuteScalarAsync(CancellationToken.None)}";
            }
            catch (MySqlException error)
            {
                what = error.Message;
            }

            seen.AddOrUpdate(what, 1, (_, count) => count + 1);
        }
    }
}
