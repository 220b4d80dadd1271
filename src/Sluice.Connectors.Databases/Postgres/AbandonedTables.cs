using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Takes away what an abandoned run has made. Never throws for a broken peer.</summary>
internal static class AbandonedTables
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    /// <summary>Drops the targets that the run created.</summary>
    public static async ValueTask DropAsync(PostgresSessions sessions, IReadOnlyCollection<PostgresTarget> targets, string runId, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        foreach (PostgresReplacement replacement in targets.Where(t => t.Replacement is not null).Select(t => t.Replacement!))
            await DropShadowAsync(sessions, replacement, runId, patience.Token).ConfigureAwait(false);
        foreach (PostgresTarget target in targets.Where(t => t.IsCreated))
            await DropIfEmptyAsync(sessions, target, patience.Token).ConfigureAwait(false);
    }

    /// <summary>A shadow table that another run has made its own is not ours to drop.</summary>
    private static async ValueTask DropShadowAsync(PostgresSessions sessions, PostgresReplacement replacement, string runId, CancellationToken cancellationToken)
    {
        const string Doing = "dropping an unfinished table";
        try
        {
            await sessions.UseAsync(
                async s =>
                {
                    await s.ExecuteAsync("BEGIN READ WRITE; SET LOCAL lock_timeout = 3000", Doing, cancellationToken).ConfigureAwait(false);
                    await PostgresReplacer.CheckAsync(s, [replacement], runId, cancellationToken).ConfigureAwait(false);
                    await s.ExecuteAsync($"DROP TABLE {PostgresDialect.Quote(replacement.Shadow)}; COMMIT", Doing, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The peer is gone or the table is in use: the next run into the target drops it.
        }
    }

    /// <summary>A table that somebody else has put rows into since is not ours to drop.</summary>
    private static async ValueTask DropIfEmptyAsync(PostgresSessions sessions, PostgresTarget target, CancellationToken cancellationToken)
    {
        const string Doing = "dropping an unfinished table";
        string name = PostgresDialect.Quote(target.Name);
        try
        {
            await sessions.UseAsync(
                async s =>
                {
                    await s.ExecuteAsync($"BEGIN READ WRITE; SET LOCAL lock_timeout = 3000; LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE", Doing, cancellationToken)
                        .ConfigureAwait(false);
                    List<string?[]> rows = await s.QueryAsync($"SELECT EXISTS (SELECT FROM {name})", Doing, cancellationToken).ConfigureAwait(false);
                    string end = rows[0][0] == "f" ? $"DROP TABLE {name}; COMMIT" : "ROLLBACK";
                    await s.ExecuteAsync(end, Doing, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The peer is gone or the table is in use: an empty table is what stays.
        }
    }
}
