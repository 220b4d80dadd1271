using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Tables being written: one session and one transaction a writer, committed only in <see cref="CommitAsync"/>. Statements that create tables
/// commit of themselves there; tables that the run made are taken away again when it is abandoned.
/// </summary>
internal sealed class MySqlSinkRun(
    MySqlSessions sessions, ImmutableArray<MySqlTarget> targets, TimeSpan lockTimeout, RunContext context) : ISinkRun
{
    private static readonly TimeSpan s_abandonPatience = TimeSpan.FromSeconds(4);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MySqlSession> _prepared = [];
    private readonly HashSet<MySqlSession> _open = [];
    private readonly List<MySqlTarget> _created = [];
    private int _states;

    /// <inheritdoc/>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        foreach (MySqlTarget target in targets.Where(t => !t.Ddl.IsEmpty))
        {
            await sessions.UseAsync(
                async s =>
                {
                    await s.ExecuteAsync($"SET lock_wait_timeout = {MySqlSession.Seconds(lockTimeout)}", "creating tables", cancellationToken).ConfigureAwait(false);
                    foreach (string statement in target.Ddl)
                        await s.ExecuteAsync(statement, "creating tables", cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            if (target.IsCreated)
                _created.Add(target);
        }
    }

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new MySqlWriter(this, dirtyRows);

    /// <summary>A session with an open transaction for a writer; the run ends it if the writer does not give it back.</summary>
    public async ValueTask<MySqlSession> OpenAsync(CancellationToken cancellationToken)
    {
        MySqlSession session = await sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _open.Add(session);
        string seconds = MySqlSession.Seconds(lockTimeout);
        await session.ExecuteAsync($"SET innodb_lock_wait_timeout = {seconds}, lock_wait_timeout = {seconds}, max_error_count = 65535", "beginning a write", cancellationToken)
            .ConfigureAwait(false);
        await session.ExecuteAsync("START TRANSACTION", "beginning a write", cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>Ends a session whose work is not wanted.</summary>
    public async ValueTask EndAsync(MySqlSession session)
    {
        lock (_lock)
            _open.Remove(session);
        await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Keeps a writer's transaction open until it is committed or aborted; returns its state for the committables.</summary>
    public string Prepare(MySqlSession session)
    {
        lock (_lock)
        {
            string state = string.Create(CultureInfo.InvariantCulture, $"{context.RunId}/{++_states}");
            _open.Remove(session);
            _prepared.Add(state, session);
            return state;
        }
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
                throw i == 0 ? error : MySqlFailure.PartlyCommitted(error, i, states.Length);
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
        _created.Clear();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask AbandonAsync(CancellationToken cancellationToken)
    {
        await EndAllAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(s_abandonPatience, context.Time);
        foreach (MySqlTarget target in _created)
            await DropIfEmptyAsync(target, patience.Token).ConfigureAwait(false);
        _created.Clear();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndAllAsync();

    private MySqlSession? Take(string state)
    {
        lock (_lock)
            return _prepared.Remove(state, out MySqlSession? session) ? session : null;
    }

    private async ValueTask EndAllAsync()
    {
        MySqlSession[] all;
        lock (_lock)
        {
            all = [.. _open, .. _prepared.Values];
            _open.Clear();
            _prepared.Clear();
        }

        foreach (MySqlSession session in all)
        {
            await StopAsync(session).ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A session in the middle of a statement would hold its locks until the server notices that nobody listens.</summary>
    private async ValueTask StopAsync(MySqlSession session)
    {
        if (!session.IsBusy)
            return;
        using var patience = new CancellationTokenSource(s_abandonPatience, context.Time);
        try
        {
            await sessions.UseAsync(
                s => s.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"KILL {session.Server.ThreadId}"), "cancelling", patience.Token),
                patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The server does not answer: closing the socket is all that is left.
        }
    }

    /// <summary>A table that somebody else has put rows into since is not ours to drop.</summary>
    private async ValueTask DropIfEmptyAsync(MySqlTarget target, CancellationToken cancellationToken)
    {
        const string Doing = "dropping an unfinished table";
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
