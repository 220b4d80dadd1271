using System.Collections.Immutable;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Tables being written: one session and one transaction a writer. Without a store the transactions are committed only in
/// <see cref="CommitAsync"/>, and tables that the run made are taken away when it is abandoned; with one each epoch is committed with its position,
/// and what is there stays for the next attempt.
/// </summary>
internal sealed class PostgresSinkRun : ISinkRun
{
    private readonly PostgresSessions _sessions;
    private readonly ImmutableArray<PostgresTarget> _targets;
    private readonly TimeSpan _lockTimeout;
    private readonly PostgresProgress? _progress;
    private readonly SinkScripts _scripts;
    private readonly PostgresReplacement[] _replacements;
    private bool _isFinished;
    private bool _hasCreated;
    private bool _isKnown;

    public PostgresSinkRun(
        PostgresSessions sessions, ImmutableArray<PostgresTarget> targets, string progressSchema, SinkScripts scripts, TimeSpan lockTimeout, RunContext context)
    {
        (_sessions, _targets, _scripts, _lockTimeout, Context) = (sessions, targets, scripts, lockTimeout, context);
        _replacements = [.. targets.Where(t => t.Replacement is not null).Select(t => t.Replacement!)];
        _progress = context.Recovery is { } recovery
            ? new PostgresProgress(new Catalog.TableName(progressSchema, PostgresProgress.TableName), context.RunId, recovery.Attempt)
            : null;
        Writers = new WriterSessions(sessions, _progress, lockTimeout);
    }

    /// <summary>The run.</summary>
    public RunContext Context { get; }

    /// <summary>The sessions of the writers.</summary>
    public WriterSessions Writers { get; }

    /// <inheritdoc/>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_progress is not null)
        {
            await _sessions.UseAsync(
                async s =>
                {
                    await _progress.CreateAsync(s, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        if (_progress is null && _scripts.Before.IsEmpty && _targets.All(t => t.Ddl.IsEmpty))
            return;
        try
        {
            await BeginOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException error) when (_progress is not null && error.Code == PostgresErrors.Locked)
        {
            await EndHoldersAsync(error, cancellationToken).ConfigureAwait(false);
            await BeginOnceAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SinkProgress> RecoverAsync(CancellationToken cancellationToken) => _progress is null
        ? SinkProgress.None
        : await _sessions.UseAsync(s => _progress.ReadAsync(s, _isKnown, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(IReadOnlyList<string>? splits, CancellationToken cancellationToken)
    {
        if (_progress is null || splits is { Count: 0 })
            return;
        await _sessions.UseAsync(
            async s =>
            {
                await _progress.ForgetAsync(s, splits, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new PostgresWriter(this, dirtyRows);

    /// <summary>Makes sure that what a writer has written into is still this run's.</summary>
    public ValueTask CheckAsync(PostgresSession session, CancellationToken cancellationToken) =>
        PostgresReplacer.CheckAsync(session, _replacements, Context.RunId, cancellationToken);

    /// <summary>Commits a writer's open transaction together with its marks. Invariant 2: the marks say afterwards whether it happened.</summary>
    /// <exception cref="SluiceException">Transient with <see cref="PostgresErrors.CommitInDoubt"/> when the connection broke in the COMMIT.</exception>
    public async ValueTask CommitEpochAsync(PostgresSession session, IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        await CheckAsync(session, cancellationToken).ConfigureAwait(false);
        await _progress!.MarkAsync(session, marks, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await SendCommitAsync(session).ConfigureAwait(false);
        }
        catch (SluiceException error) when (error.Code.Fault == Fault.Transient)
        {
            throw PostgresErrors.InDoubt(error);
        }

        Writers.Return(session);
    }

    /// <summary>Invariant 2: a state that is committed already has no session any more and is passed over.</summary>
    public async ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
    {
        string[] states = [.. committables.Select(c => c.State).Distinct()];
        for (int i = 0; i < states.Length; i++)
        {
            if (Writers.Take(states[i]) is not { } session)
                continue;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await SendCommitAsync(session).ConfigureAwait(false);
                _sessions.Return(session);
            }
            catch (SluiceException error)
            {
                await session.DisposeAsync().ConfigureAwait(false);
                if (error.Code.Fault == Fault.Transient && await Writers.WasCommittedAsync(states[i], cancellationToken).ConfigureAwait(false))
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
            if (Writers.Take(state) is { } session)
                await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_isFinished || (_progress is null && _replacements.Length == 0 && _scripts.After.IsEmpty))
        {
            _hasCreated = false;
            return;
        }

        await _sessions.UseAsync(
            async s =>
            {
                await FinishAsync(s, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        (_isFinished, _hasCreated) = (true, false);
    }

    /// <summary>Invariant 2: everything that ends the run is one transaction, with the record that it is done.</summary>
    private async ValueTask FinishAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        const string Doing = "finishing";
        await session.ExecuteAsync(WriterSessions.Begin(_lockTimeout, _progress is not null) + "SET LOCAL statement_timeout = 0", Doing, cancellationToken).ConfigureAwait(false);
        bool isDone = _progress is not null && await _progress.LockForEndAsync(session, cancellationToken).ConfigureAwait(false);
        if (!isDone)
        {
            await CheckAsync(session, cancellationToken).ConfigureAwait(false);
            var replacer = new PostgresReplacer(session, _lockTimeout, Context.Time);
            foreach (PostgresTarget target in _targets.Where(t => t.Replacement is not null))
                await replacer.ReplaceAsync(target, cancellationToken).ConfigureAwait(false);
            foreach (string statement in _scripts.After)
                await session.ExecuteAsync(statement, "running `after`", cancellationToken).ConfigureAwait(false);
            if (_progress is not null)
                await _progress.MarkFinishedAsync(session, cancellationToken).ConfigureAwait(false);
        }

        FaultPoint.Hit("swap.before");
        await session.ExecuteAsync("COMMIT", Doing, CancellationToken.None).ConfigureAwait(false);
        FaultPoint.Hit("swap.after");
    }

    /// <inheritdoc/>
    public async ValueTask AbandonAsync(CancellationToken cancellationToken)
    {
        await Writers.EndAllAsync().ConfigureAwait(false);
        // A run that keeps its progress leaves everything to its next attempt.
        if (!_hasCreated || _progress is not null)
            return;
        _hasCreated = false;
        await AbandonedTables.DropAsync(_sessions, _targets, Context.RunId, Context.Time).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Writers.EndAllAsync();

    /// <summary>Not cancelled: between COMMIT and its answer nobody would know what happened.</summary>
    private static async ValueTask SendCommitAsync(PostgresSession session)
    {
        FaultPoint.Hit("target.commit.sent.before");
        ValueTask<int> commit = session.ExecuteAsync("COMMIT", "committing", CancellationToken.None);
        FaultPoint.Hit("target.commit.sent.after");
        await commit.ConfigureAwait(false);
        FaultPoint.Hit("target.commit.acknowledged.before");
    }

    /// <summary>One transaction: the run is taken over and, by its first attempt, everything is created; or nothing is.</summary>
    private async ValueTask BeginOnceAsync(CancellationToken cancellationToken)
    {
        bool hasCreated = await _sessions.UseAsync(
            async s =>
            {
                await s.ExecuteAsync(WriterSessions.Begin(_lockTimeout, _progress is not null), "beginning the run", cancellationToken).ConfigureAwait(false);
                _isKnown = _progress is not null && await _progress.TakeOverAsync(s, cancellationToken).ConfigureAwait(false);
                if (!_isKnown)
                {
                    foreach (string statement in _scripts.Before)
                        await s.ExecuteAsync(statement, "running `before`", cancellationToken).ConfigureAwait(false);
                    foreach (string statement in _targets.SelectMany(t => t.Ddl).Except(_targets.Select(t => t.ProgressDdl ?? ""), StringComparer.Ordinal))
                        await s.ExecuteAsync(statement, "creating tables", cancellationToken).ConfigureAwait(false);
                    await PostgresReplacer.MarkAsync(s, _replacements, Context.RunId, cancellationToken).ConfigureAwait(false);
                }

                await s.ExecuteAsync("COMMIT", "creating tables", cancellationToken).ConfigureAwait(false);
                return !_isKnown;
            },
            cancellationToken).ConfigureAwait(false);
        _hasCreated = hasCreated;
    }

    private async ValueTask EndHoldersAsync(SluiceException error, CancellationToken cancellationToken)
    {
        string? left = await _sessions.UseAsync(
            s => _progress!.EndIdleHoldersAsync(s, _sessions.ApplicationName, _lockTimeout, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (left is not null)
            throw PostgresErrors.HeldByEarlierAttempt(error, Context.RunId, left, _lockTimeout, _sessions.Address.Display);
    }
}
