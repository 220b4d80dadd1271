using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Tables being read. Where all readers are to see one state, their sessions are opened together: one locks the tables for a moment, in which
/// every session begins its snapshot.
/// </summary>
internal sealed class MySqlSourceRun : ISourceRun
{
    private const string Doing = "beginning a read";
    private static readonly TimeSpan s_lockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_cancelPatience = TimeSpan.FromSeconds(3);
    private readonly MySqlSessions _sessions;
    private readonly SplitEnumerator _splits;
    private readonly bool _isKeyed;
    private readonly ConcurrentBag<MySqlSession> _begun = [];
    private MySqlSession? _asker;
    private int _isSmaller;
    private bool _isClosed;

    private MySqlSourceRun(MySqlSessions sessions, MySqlSourceOptions options, ImmutableArray<MySqlScan> scans, RunContext context)
    {
        _sessions = sessions;
        Options = options;
        Context = context;
        _isKeyed = scans.Any(s => s.Keys is not null);
        _splits = new SplitEnumerator(scans, context.Recovery?.SourceState, AskAsync);
    }

    /// <summary>The run.</summary>
    public RunContext Context { get; }

    /// <summary>The policies.</summary>
    public MySqlSourceOptions Options { get; }

    /// <summary>Opens the snapshot.</summary>
    public static async ValueTask<ISourceRun> OpenAsync(
        MySqlSessions sessions, MySqlSourceOptions options, ImmutableArray<MySqlScan> scans, RunContext context, CancellationToken cancellationToken)
    {
        var run = new MySqlSourceRun(sessions, options, scans, context);
        try
        {
            long splits = run._isKeyed ? long.MaxValue : scans.Sum(s => s.Splits.Count);
            int readers = options.Snapshot == "single" ? 1 : (int)Math.Min(splits, Math.Max(1, context.Parallelism));
            await run.BeginAsync(scans, readers, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return run;
    }

    /// <inheritdoc/>
    public async ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken) => await _splits.NextAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public string? Snapshot() => _splits.Snapshot();

    /// <inheritdoc/>
    public Split Find(string id) => _splits.Find(id);

    /// <inheritdoc/>
    public ISplitReader CreateReader(IDirtyRows dirtyRows) => new MySqlReader(this, dirtyRows);

    /// <summary>A session in a read-only transaction that sees the run's snapshot. Given back with <see cref="ReturnAsync"/>.</summary>
    public async ValueTask<MySqlSession> RentAsync(CancellationToken cancellationToken)
    {
        if (_begun.TryTake(out MySqlSession? begun))
            return begun;
        Shrink();
        MySqlSession session = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        await StartAsync(session, cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>Takes a session back. One in the middle of a result is told to stop and closed: no session is left on the server.</summary>
    public async ValueTask ReturnAsync(MySqlSession session)
    {
        if (session.IsBusy)
        {
            if (!session.IsBroken)
                await CancelAsync(session).ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
        }
        else if (_isClosed)
        {
            await EndAsync(session).ConfigureAwait(false);
        }
        else
        {
            _begun.Add(session);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        while (_begun.TryTake(out MySqlSession? session))
            await EndAsync(session).ConfigureAwait(false);
        MySqlSession? asker = Interlocked.Exchange(ref _asker, null);
        if (asker is { IsBusy: true })
            await asker.DisposeAsync().ConfigureAwait(false);
        else if (asker is not null)
            await EndAsync(asker).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks for the bounds of splits, in the snapshot of the readers while it is there. Bounds of another instant cut the same keys: what they hold
    /// back is only how even the splits are, and rows that came or went meanwhile.
    /// </summary>
    private async ValueTask<List<string?[]>> AskAsync(string sql, CancellationToken cancellationToken)
    {
        const string Asking = "asking for the bounds of a split";
        if (_asker is { IsBusy: false } asker)
        {
            try
            {
                return await asker.QueryAsync(sql, Asking, cancellationToken).ConfigureAwait(false);
            }
            catch (SluiceException error) when (error.Code.Fault == Fault.Transient && !cancellationToken.IsCancellationRequested)
            {
                _asker = null;
                await asker.DisposeAsync().ConfigureAwait(false);
                Shrink();
            }
        }

        return await _sessions.QueryAsync(sql, Asking, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A session of the snapshot is gone: a run cut by keys goes on (R17), with a smaller promise that it tells once.</summary>
    private void Shrink()
    {
        if (!_isKeyed)
            return;
        if (Options.Snapshot is "exported" or "single")
        {
            throw new SluiceException(MySqlErrors.NoSnapshot, "a session that kept the snapshot is gone", _sessions.Address.Display,
                "run again; `snapshot: auto` lets a run go on by key, with rows as of a later instant");
        }

        if (Interlocked.Exchange(ref _isSmaller, 1) == 0)
            Context.Warn("the snapshot was lost with its session: rows that are still to come are as of a later instant of the run");
    }

    private async ValueTask BeginAsync(ImmutableArray<MySqlScan> scans, int readers, CancellationToken cancellationToken)
    {
        var opened = new List<MySqlSession>();
        for (int i = 0; i < readers; i++)
            opened.Add(await RentTrackedAsync(cancellationToken).ConfigureAwait(false));
        if (_isKeyed && Options.Snapshot != "parallel")
            opened.Add(_asker = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false));
        bool isShared = readers > 1 && Options.Snapshot is "auto" or "exported"
            && scans.All(s => s.Source is { IsView: false })
            && await MayLockAsync(scans, opened[0], cancellationToken).ConfigureAwait(false);
        MySqlSession? keeper = isShared && readers > 1 ? await LockAsync(scans, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            foreach (MySqlSession session in opened)
                await StartAsync(session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Closing the session ends its locks, whatever happened.
            if (keeper is not null)
                await keeper.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<MySqlSession> RentTrackedAsync(CancellationToken cancellationToken)
    {
        MySqlSession session = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        _begun.Add(session);
        return session;
    }

    private static async ValueTask<bool> MayLockAsync(ImmutableArray<MySqlScan> scans, MySqlSession session, CancellationToken cancellationToken)
    {
        List<string?[]> grants = await session.QueryAsync("SHOW GRANTS", "asking for rights", cancellationToken).ConfigureAwait(false);
        string[] texts = [.. grants.Select(g => g[0]!)];
        return scans.All(s => MySqlRights.CanLock(texts, s.Table.Name.Schema));
    }

    /// <summary>Waits until no transaction that has written to the tables is open, and keeps new ones out.</summary>
    private async ValueTask<MySqlSession> LockAsync(ImmutableArray<MySqlScan> scans, CancellationToken cancellationToken)
    {
        MySqlSession keeper = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string tables = string.Join(", ", scans.Select(s => MySqlDialect.Quote(s.Table.Name)).Distinct().Select(t => $"{t} READ"));
            await keeper.ExecuteAsync($"SET lock_wait_timeout = {MySqlSession.Seconds(s_lockPatience)}", Doing, cancellationToken).ConfigureAwait(false);
            await keeper.ExecuteAsync($"LOCK TABLES {tables}", "locking the tables for the snapshot", cancellationToken).ConfigureAwait(false);
            return keeper;
        }
        catch (SluiceException error)
        {
            await keeper.DisposeAsync().ConfigureAwait(false);
            throw error.Code == MySqlErrors.Locked ? Busy(error) : error;
        }
        catch
        {
            await keeper.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private SluiceException Busy(SluiceException error) => new(MySqlErrors.NoSnapshot,
        string.Create(CultureInfo.InvariantCulture, $"a transaction that writes to the tables did not end within {s_lockPatience.TotalSeconds:0} s, so the readers could not begin together"),
        _sessions.Address.Display, "run again when it has ended, or set `snapshot: single` or `parallel`", error);

    private async ValueTask StartAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        if (Options.StatementTimeout > TimeSpan.Zero)
        {
            string limit = session.Server.IsMariaDb
                ? string.Create(CultureInfo.InvariantCulture, $"max_statement_time = {Options.StatementTimeout.TotalSeconds}")
                : string.Create(CultureInfo.InvariantCulture, $"max_execution_time = {(long)Options.StatementTimeout.TotalMilliseconds}");
            await session.ExecuteAsync($"SET {limit}", Doing, cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", Doing, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", Doing, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(MySqlSession session)
    {
        try
        {
            await session.ExecuteAsync("COMMIT", "ending a read", CancellationToken.None).ConfigureAwait(false);
            if (Options.StatementTimeout > TimeSpan.Zero)
                await session.DisposeAsync().ConfigureAwait(false);
            else
                _sessions.Return(session);
        }
        catch (SluiceException)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Asks the server to stop the session's query; closing the socket alone would let a query that sends nothing run on.</summary>
    private async ValueTask CancelAsync(MySqlSession session)
    {
        using var patience = new CancellationTokenSource(s_cancelPatience, Context.Time);
        try
        {
            await _sessions.UseAsync(
                s => s.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"KILL {session.Server.ThreadId}"), "cancelling", patience.Token),
                patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The server does not answer: closing the socket is all that is left.
        }
    }
}
