using System.Globalization;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The sessions that writers of one run have a transaction open on, so that the run can end them all. Thread-safe.</summary>
internal sealed class WriterSessions(PostgresSessions sessions, PostgresProgress? progress, TimeSpan lockTimeout)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PostgresSession> _prepared = [];
    private readonly HashSet<PostgresSession> _open = [];

    /// <summary>A session with an open transaction; the run ends it if the writer does not give it back.</summary>
    public async ValueTask<PostgresSession> OpenAsync(CancellationToken cancellationToken)
    {
        PostgresSession session = await sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _open.Add(session);
        try
        {
            // Invariant 12: before anything else the transaction holds the run's row.
            await session.ExecuteAsync(Begin(lockTimeout, progress is not null), "beginning a write", cancellationToken).ConfigureAwait(false);
            if (progress is not null)
                await progress.JoinAsync(session, sessions.ApplicationName, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(
                PostgresSession.ValueSettings + "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
                + (session.ServerVersion.Major >= 14 ? "; SET LOCAL client_connection_check_interval = 5000" : ""),
                "beginning a write", cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await EndAsync(session).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Begins a transaction that writes, whatever the role's defaults are: the first statement waits at most <paramref name="lockTimeout"/> for locks.
    /// With <paramref name="isDurable"/> its commit survives a crash of the server.
    /// </summary>
    public static string Begin(TimeSpan lockTimeout, bool isDurable) =>
        $"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = {PostgresSession.Milliseconds(lockTimeout)}; "
        + (isDurable ? PostgresProgress.DurableSql : "");

    /// <summary>Gives back a session whose transaction is committed.</summary>
    public void Return(PostgresSession session)
    {
        lock (_lock)
            _open.Remove(session);
        sessions.Return(session);
    }

    /// <summary>Ends a session whose work is not wanted.</summary>
    public async ValueTask EndAsync(PostgresSession session)
    {
        lock (_lock)
            _open.Remove(session);
        await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Keeps a writer's transaction open until it is committed or aborted; returns its state for the committables.</summary>
    public async ValueTask<string> PrepareAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        // The transaction's id tells after a broken COMMIT whether it happened.
        List<string?[]> rows = await session.QueryAsync("SELECT pg_catalog.txid_current()", "preparing the commit", cancellationToken)
            .ConfigureAwait(false);
        string state = rows[0][0]!;
        lock (_lock)
        {
            _open.Remove(session);
            _prepared.Add(state, session);
        }

        return state;
    }

    /// <summary>Takes a prepared session; null when it was taken before.</summary>
    public PostgresSession? Take(string state)
    {
        lock (_lock)
            return _prepared.Remove(state, out PostgresSession? session) ? session : null;
    }

    /// <summary>Ends every session that a writer has open.</summary>
    public async ValueTask EndAllAsync()
    {
        PostgresSession[] all;
        lock (_lock)
        {
            all = [.. _open, .. _prepared.Values];
            _open.Clear();
            _prepared.Clear();
        }

        foreach (PostgresSession session in all)
            await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Whether a transaction whose COMMIT broke happened all the same.</summary>
    public async ValueTask<bool> WasCommittedAsync(string transaction, CancellationToken cancellationToken)
    {
        try
        {
            List<string?[]> rows = await sessions.UseAsync(
                s => s.QueryAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_catalog.txid_status({transaction})"),
                    "asking whether the commit happened", cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return rows[0][0] == "committed";
        }
        catch (SluiceException)
        {
            return false;
        }
    }
}
