using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Tables being written: one session and one transaction a writer, committed only in <see cref="CommitAsync"/>. Tables that the run made are
/// there from the start, so that several writers see them, and are taken away when the run is abandoned.
/// </summary>
internal sealed class PostgresSinkRun(
    PostgresSessions sessions, ImmutableArray<PostgresTarget> targets, TimeSpan lockTimeout, RunContext context) : ISinkRun
{
    private static readonly TimeSpan s_abandonPatience = TimeSpan.FromSeconds(4);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PostgresSession> _prepared = [];
    private readonly HashSet<PostgresSession> _open = [];
    private bool _hasCreated;

    /// <summary>The run.</summary>
    public RunContext Context => context;

    /// <inheritdoc/>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        string[] statements = [.. targets.SelectMany(t => t.Ddl)];
        if (statements.Length == 0)
            return;
        // One transaction: a failed run of statements leaves nothing behind.
        await sessions.UseAsync(
            async s =>
            {
                await s.ExecuteAsync($"BEGIN; SET LOCAL lock_timeout = {PostgresSession.Milliseconds(lockTimeout)}", "creating tables", cancellationToken)
                    .ConfigureAwait(false);
                foreach (string statement in statements)
                    await s.ExecuteAsync(statement, "creating tables", cancellationToken).ConfigureAwait(false);
                await s.ExecuteAsync("COMMIT", "creating tables", cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        _hasCreated = true;
    }

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new PostgresWriter(this, dirtyRows);

    /// <summary>A session with an open transaction for a writer; the run ends it if the writer does not give it back.</summary>
    public async ValueTask<PostgresSession> OpenAsync(CancellationToken cancellationToken)
    {
        PostgresSession session = await sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _open.Add(session);
        await session.ExecuteAsync(
            "BEGIN; " + PostgresSession.ValueSettings
            + $"SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = {PostgresSession.Milliseconds(lockTimeout)}"
            + (session.ServerVersion.Major >= 14 ? "; SET LOCAL client_connection_check_interval = 5000" : ""),
            "beginning a write", cancellationToken).ConfigureAwait(false);
        return session;
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

    /// <summary>Invariant 2: a state that is committed already has no session any more and is passed over.</summary>
    public async ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
    {
        string[] states = [.. committables.Select(c => c.State).Distinct()];
        for (int i = 0; i < states.Length; i++)
        {
            if (Take(states[i]) is not { } session)
                continue;
            try
            {
                await session.ExecuteAsync("COMMIT", "committing", cancellationToken).ConfigureAwait(false);
                sessions.Return(session);
            }
            catch (SluiceException error)
            {
                await session.DisposeAsync().ConfigureAwait(false);
                if (error.Code.Fault == Fault.Transient && await WasCommittedAsync(states[i], cancellationToken).ConfigureAwait(false))
                    continue;
                throw i == 0 ? error : PostgresErrors.PartlyCommitted(error, i, states.Length);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
    {
        foreach (string state in committables.Select(c => c.State).Distinct())
        {
            if (Take(state) is { } session)
                await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        _hasCreated = false;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask AbandonAsync(CancellationToken cancellationToken)
    {
        await EndAllAsync().ConfigureAwait(false);
        if (!_hasCreated)
            return;
        _hasCreated = false;
        using var patience = new CancellationTokenSource(s_abandonPatience, context.Time);
        foreach (PostgresTarget target in targets.Where(t => t.IsCreated))
            await DropIfEmptyAsync(target, patience.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndAllAsync();

    private PostgresSession? Take(string state)
    {
        lock (_lock)
            return _prepared.Remove(state, out PostgresSession? session) ? session : null;
    }

    private async ValueTask EndAllAsync()
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

    /// <summary>A table that somebody else has put rows into since is not ours to drop.</summary>
    private async ValueTask DropIfEmptyAsync(PostgresTarget target, CancellationToken cancellationToken)
    {
        string name = PostgresDialect.Quote(target.Name);
        try
        {
            await sessions.UseAsync(
                async s =>
                {
                    await s.ExecuteAsync($"BEGIN; SET LOCAL lock_timeout = 3000; LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE", "dropping an unfinished table",
                        cancellationToken).ConfigureAwait(false);
                    List<string?[]> rows = await s.QueryAsync($"SELECT EXISTS (SELECT FROM {name})", "dropping an unfinished table", cancellationToken)
                        .ConfigureAwait(false);
                    string end = rows[0][0] == "f" ? $"DROP TABLE {name}; COMMIT" : "ROLLBACK";
                    await s.ExecuteAsync(end, "dropping an unfinished table", cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The peer is gone or the table is in use: an empty table is what stays.
        }
    }

    private async ValueTask<bool> WasCommittedAsync(string transaction, CancellationToken cancellationToken)
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
