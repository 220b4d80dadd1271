using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Tables being written: one session and one transaction a writer, committed only in <see cref="CommitAsync"/>. Statements that create tables
/// commit of themselves there; tables that the run made are taken away again when it is abandoned. With a store each epoch is committed with its
/// position, and what is there stays for the next attempt.
/// </summary>
internal sealed class MySqlSinkRun(
    MySqlSessions sessions, ImmutableArray<MySqlTarget> targets, string progressSchema, TimeSpan lockTimeout, RunContext context) : ISinkRun
{
    private static readonly TimeSpan s_abandonPatience = TimeSpan.FromSeconds(4);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MySqlSession> _prepared = [];
    private readonly HashSet<MySqlSession> _open = [];
    private readonly List<MySqlTarget> _created = [];
    private readonly MySqlProgress? _progress = context.Recovery is { } recovery
        ? new MySqlProgress(new Catalog.TableName(progressSchema, MySqlProgress.TableName), context.RunId, recovery.Attempt)
        : null;

    private int _states;
    private bool _isKnown;
    private bool _isFinished;

    /// <inheritdoc/>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_progress is not null)
        {
            await sessions.UseAsync(s => BeginAsync(s, _progress, cancellationToken), cancellationToken).ConfigureAwait(false);
            return;
        }

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

    /// <summary>
    /// Takes the run over and, as long as no attempt has done so to its end, makes the targets. Invariant 12: no row is written before that is
    /// recorded, so what an attempt that died there left behind is empty and may be made again; and the run's row stays locked meanwhile.
    /// </summary>
    private async ValueTask<bool> BeginAsync(MySqlSession session, MySqlProgress progress, CancellationToken cancellationToken)
    {
        const string Doing = "beginning the run";
        await session.ExecuteAsync(LockSettings, Doing, cancellationToken).ConfigureAwait(false);
        bool isKnown = await progress.CreateAsync(session, cancellationToken).ConfigureAwait(false);
        await BeginTransactionAsync(session, Doing, cancellationToken).ConfigureAwait(false);
        string state;
        try
        {
            state = await progress.TakeOverAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException error) when (error.Code == MySqlErrors.Locked)
        {
            throw MySqlFailure.HeldByEarlierAttempt(error, context.RunId, lockTimeout, session.Place);
        }

        if (state == MySqlProgress.Creating)
        {
            await sessions.UseAsync(s => CreateAsync(s, isKnown, cancellationToken), cancellationToken).ConfigureAwait(false);
            await progress.MarkRunningAsync(session, cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync("COMMIT", Doing, cancellationToken).ConfigureAwait(false);
        return _isKnown = isKnown;
    }

    private async ValueTask<bool> CreateAsync(MySqlSession session, bool isAgain, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(LockSettings, "creating tables", cancellationToken).ConfigureAwait(false);
        foreach (string statement in targets.SelectMany(t => t.Ddl).Except(targets.Select(t => t.ProgressDdl ?? ""), StringComparer.Ordinal))
            await session.ExecuteAsync(isAgain ? MySqlDdl.Again(statement) : statement, "creating tables", cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<SinkProgress> RecoverAsync(CancellationToken cancellationToken) => _progress is null
        ? SinkProgress.None
        : await sessions.UseAsync(s => _progress.ReadAsync(s, _isKnown, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(IReadOnlyList<string>? splits, CancellationToken cancellationToken)
    {
        if (_progress is null || splits is { Count: 0 })
            return;
        await sessions.UseAsync(
            async s =>
            {
                await _progress.ForgetAsync(s, splits, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private string LockSettings =>
        $"SET innodb_lock_wait_timeout = {MySqlSession.Seconds(lockTimeout)}, lock_wait_timeout = {MySqlSession.Seconds(lockTimeout)}, max_error_count = 65535";

    /// <summary>Without gaps being locked, in a run that keeps its progress: its writers insert beside each other.</summary>
    private async ValueTask BeginTransactionAsync(MySqlSession session, string doing, CancellationToken cancellationToken)
    {
        if (_progress is not null)
            await session.ExecuteAsync("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", doing, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("START TRANSACTION", doing, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new MySqlWriter(this, dirtyRows);

    /// <summary>A session with an open transaction for a writer; the run ends it if the writer does not give it back.</summary>
    public async ValueTask<MySqlSession> OpenAsync(CancellationToken cancellationToken)
    {
        MySqlSession session = await sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _open.Add(session);
        try
        {
            await session.ExecuteAsync(LockSettings, "beginning a write", cancellationToken).ConfigureAwait(false);
            await BeginTransactionAsync(session, "beginning a write", cancellationToken).ConfigureAwait(false);
            // Invariant 12: before anything else the transaction holds the run's row.
            if (_progress is not null)
                await _progress.JoinAsync(session, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await EndAsync(session).ConfigureAwait(false);
            throw;
        }
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

    /// <summary>Commits a writer's open transaction together with its marks. Invariant 2: the marks say afterwards whether it happened.</summary>
    /// <exception cref="SluiceException">Transient with <see cref="MySqlErrors.CommitInDoubt"/> when the connection broke in the COMMIT.</exception>
    public async ValueTask CommitEpochAsync(MySqlSession session, IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        await _progress!.MarkAsync(session, marks, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await SendCommitAsync(session).ConfigureAwait(false);
        }
        catch (SluiceException error) when (error.Code.Fault == Fault.Transient)
        {
            throw MySqlFailure.InDoubt(error);
        }

        lock (_lock)
            _open.Remove(session);
        sessions.Return(session);
    }

    /// <summary>Not cancelled: between COMMIT and its answer nobody would know what happened.</summary>
    private static async ValueTask SendCommitAsync(MySqlSession session)
    {
        FaultPoint.Hit("target.commit.sent.before");
        ValueTask<ServerOk> commit = session.ExecuteAsync("COMMIT", "committing", CancellationToken.None);
        FaultPoint.Hit("target.commit.sent.after");
        await commit.ConfigureAwait(false);
        FaultPoint.Hit("target.commit.acknowledged.before");
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
                cancellationToken.ThrowIfCancellationRequested();
                await SendCommitAsync(session).ConfigureAwait(false);
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
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        _created.Clear();
        if (_progress is null || _isFinished)
            return;
        await sessions.UseAsync(
            async s =>
            {
                await s.ExecuteAsync(LockSettings, "finishing", cancellationToken).ConfigureAwait(false);
                await BeginTransactionAsync(s, "finishing", cancellationToken).ConfigureAwait(false);
                await _progress.MarkFinishedAsync(s, cancellationToken).ConfigureAwait(false);
                return await s.ExecuteAsync("COMMIT", "finishing", CancellationToken.None).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        _isFinished = true;
    }

    /// <inheritdoc/>
    public async ValueTask AbandonAsync(CancellationToken cancellationToken)
    {
        await EndAllAsync().ConfigureAwait(false);
        if (_created.Count == 0)
            return;
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
