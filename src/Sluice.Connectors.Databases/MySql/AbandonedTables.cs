using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Takes away what an abandoned run has made. Never throws for a broken peer.</summary>
internal static class AbandonedTables
{
    private const string Doing = "dropping an unfinished table";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    /// <summary>Drops shadow tables of the run, and the targets that it created and that are empty.</summary>
    public static async ValueTask DropAsync(MySqlSessions sessions, IReadOnlyCollection<MySqlTarget> targets, string runId, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        foreach (MySqlReplacement replacement in targets.Where(t => t.Replacement is not null).Select(t => t.Replacement!))
            await DropShadowAsync(sessions, replacement, runId, patience.Token).ConfigureAwait(false);
        foreach (MySqlTarget target in targets.Where(t => t.IsCreated))
            await DropIfEmptyAsync(sessions, target, patience.Token).ConfigureAwait(false);
    }

    /// <summary>A shadow table that another run has made its own is not ours to drop.</summary>
    private static async ValueTask DropShadowAsync(MySqlSessions sessions, MySqlReplacement replacement, string runId, CancellationToken cancellationToken)
    {
        try
        {
            await sessions.UseAsync(
                async s =>
                {
                    await s.ExecuteAsync("SET lock_wait_timeout = 3", Doing, cancellationToken).ConfigureAwait(false);
                    await MySqlReplacer.LockAsync(s, replacement.Shadow, TimeSpan.FromSeconds(3), cancellationToken).ConfigureAwait(false);
                    await MySqlReplacer.CheckAsync(s, [replacement], runId, cancellationToken).ConfigureAwait(false);
                    await s.ExecuteAsync($"DROP TABLE {MySqlDialect.Quote(replacement.Shadow)}", Doing, cancellationToken).ConfigureAwait(false);
                    await MySqlReplacer.UnlockAsync(s, replacement.Shadow, cancellationToken).ConfigureAwait(false);
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
    private static async ValueTask DropIfEmptyAsync(MySqlSessions sessions, MySqlTarget target, CancellationToken cancellationToken)
    {
        string name = MySqlDialect.Quote(target.Name);
        MySqlSession? session = null;
        try
        {
            session = await sessions.RentAsync(cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("SET lock_wait_timeout = 3", Doing, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync($"LOCK TABLES {name} WRITE", Doing, cancellationToken).ConfigureAwait(false);
            List<string?[]> rows = await session.QueryAsync($"SELECT EXISTS (SELECT 1 FROM {name})", Doing, cancellationToken).ConfigureAwait(false);
            if (rows[0][0] == "0")
                await session.ExecuteAsync($"DROP TABLE {name}", Doing, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The peer is gone or the table is in use: an empty table is what stays.
        }
        finally
        {
            if (session is not null)
                await session.DisposeAsync().ConfigureAwait(false); // Its end ends the lock.
        }
    }
}
