using System.Collections.Immutable;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Tables being written: one session and one transaction a writer, committed only in <see cref="CommitAsync"/>. Statements that create tables
/// commit of themselves there; tables that the run made are taken away again when it is abandoned. With a store each epoch is committed with its
/// position, and what is there stays for the next attempt.
/// </summary>
internal sealed class MySqlSinkRun : ISinkRun
{
    private readonly MySqlSessions _sessions;
    private readonly MySqlProgress? _progress;
    private readonly MySqlRunStart _start;
    private readonly MySqlRunEnd _end;
    private readonly ImmutableArray<MySqlTarget> _targets;
    private readonly MySqlReplacement[] _replacements;
    private bool _isKnown;
    private bool _isFinished;
    private bool _hasCreated;

    public MySqlSinkRun(
        MySqlSessions sessions, ImmutableArray<MySqlTarget> targets, string progressSchema, SinkScripts scripts, TimeSpan lockTimeout, RunContext context)
    {
        (_sessions, _targets, Context) = (sessions, targets, context);
        _progress = context.Recovery is { } recovery
            ? new MySqlProgress(new Catalog.TableName(progressSchema, MySqlProgress.TableName), context.RunId, recovery.Attempt)
            : null;
        _replacements = [.. targets.Where(t => t.Replacement is not null).Select(t => t.Replacement!)];
        Writers = new WriterSessions(sessions, _progress, lockTimeout, _progress is not null || targets.Any(t => t.Merge is not null), context);
        var parts = new MySqlRunParts(sessions, targets, _progress, scripts, Writers, lockTimeout, context);
        (_start, _end) = (new MySqlRunStart(parts), new MySqlRunEnd(parts));
    }

    /// <summary>The run.</summary>
    public RunContext Context { get; }

    /// <summary>The sessions of the writers.</summary>
    public WriterSessions Writers { get; }

    /// <inheritdoc/>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        _hasCreated = _progress is null; // From the first statement on: each commits of itself.
        _isKnown = await _start.RunAsync(cancellationToken).ConfigureAwait(false);
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
    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new MySqlWriter(this, dirtyRows);

    /// <summary>Makes sure that what a writer has written into is still this run's; the open transaction keeps it so until it ends.</summary>
    public ValueTask CheckAsync(MySqlSession session, CancellationToken cancellationToken) =>
        MySqlReplacer.CheckAsync(session, _replacements, Context.RunId, cancellationToken);

    /// <summary>Commits a writer's open transaction together with its marks. Invariant 2: the marks say afterwards whether it happened.</summary>
    /// <exception cref="SluiceException">Transient with <see cref="MySqlErrors.CommitInDoubt"/> when the connection broke in the COMMIT.</exception>
    public async ValueTask CommitEpochAsync(MySqlSession session, IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
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
            throw MySqlFailure.InDoubt(error);
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
                throw i == 0 ? error : MySqlFailure.PartlyCommitted(error, i, states.Length);
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
        if (!_isFinished)
            await _end.RunAsync(cancellationToken).ConfigureAwait(false);
        (_isFinished, _hasCreated) = (true, false);
    }

    /// <inheritdoc/>
    public async ValueTask AbandonAsync(CancellationToken cancellationToken)
    {
        await Writers.EndAllAsync().ConfigureAwait(false);
        // A run that keeps its progress leaves everything to its next attempt.
        if (!_hasCreated || _progress is not null)
            return;
        _hasCreated = false;
        await AbandonedTables.DropAsync(_sessions, [.. _targets.Where(_start.HasMade)], Context.RunId, Context.Time).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Writers.EndAllAsync();

    /// <summary>Not cancelled: between COMMIT and its answer nobody would know what happened.</summary>
    private static async ValueTask SendCommitAsync(MySqlSession session)
    {
        FaultPoint.Hit("target.commit.sent.before");
        ValueTask<ServerOk> commit = session.ExecuteAsync("COMMIT", "committing", CancellationToken.None);
        FaultPoint.Hit("target.commit.sent.after");
        await commit.ConfigureAwait(false);
        FaultPoint.Hit("target.commit.acknowledged.before");
    }
}
