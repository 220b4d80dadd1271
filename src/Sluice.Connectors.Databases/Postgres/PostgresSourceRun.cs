using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Tables being read. One session holds the snapshot that all readers share; a run of one reader reads on that session itself.
/// </summary>
internal sealed class PostgresSourceRun : ISourceRun
{
    private static readonly TimeSpan s_cancelPatience = TimeSpan.FromSeconds(3);
    private readonly PostgresSessions _sessions;
    private readonly PostgresSourceOptions _options;
    private readonly SplitEnumerator _splits;
    private readonly bool _areAllKeyed;
    private readonly SemaphoreSlim _keeperLock = new(1);
    private readonly bool _isShared;
    private PostgresSession? _keeper;
    private string? _snapshot;
    private bool _isKeeperReading;

    private PostgresSourceRun(PostgresSessions sessions, PostgresSourceOptions options, ImmutableArray<PostgresScan> scans, RunContext context)
    {
        _sessions = sessions;
        _options = options;
        Context = context;
        _splits = new SplitEnumerator(scans, context.Recovery?.SourceState, AskAsync);
        _areAllKeyed = scans.All(s => s.Keys is not null);
        // A table cut by its key asks for bounds while it is read: on the session that keeps the snapshot.
        _isShared = (context.Parallelism > 1 && scans.Sum(s => s.Splits.Count) > 1) || scans.Any(s => s.Keys is not null);
    }

    /// <summary>The run.</summary>
    public RunContext Context { get; }

    /// <summary>The policies.</summary>
    public PostgresSourceOptions Options => _options;

    /// <summary>Whether the server's texts must be checked for UTF-8.</summary>
    public bool IsTextChecked { get; private set; }

    /// <summary>Opens the snapshot.</summary>
    public static async ValueTask<ISourceRun> OpenAsync(
        PostgresSessions sessions, PostgresSourceOptions options, ImmutableArray<PostgresScan> scans, RunContext context,
        CancellationToken cancellationToken)
    {
        var run = new PostgresSourceRun(sessions, options, scans, context);
        try
        {
            await run.BeginAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Whether all readers see one snapshot, which outlives a reader's session.</summary>
    public bool IsShared => Volatile.Read(ref _snapshot) is not null;

    /// <inheritdoc/>
    public ISplitReader CreateReader(IDirtyRows dirtyRows) => new PostgresReader(this, dirtyRows);

    /// <summary>A session in a read-only transaction that sees the run's snapshot. Given back with <see cref="ReturnAsync"/>.</summary>
    public async ValueTask<PostgresSession> RentAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is null && _keeper is not null && !Interlocked.Exchange(ref _isKeeperReading, true))
            return _keeper;
        string? snapshot = _snapshot;
        try
        {
            return await RentAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException) when (snapshot is not null && !cancellationToken.IsCancellationRequested)
        {
            if (!await RenewAsync(snapshot, cancellationToken).ConfigureAwait(false))
                throw;
            return await RentAsync(_snapshot, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<PostgresSession> RentAsync(string? snapshot, CancellationToken cancellationToken)
    {
        PostgresSession session = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string import = snapshot is null ? "" : $"SET TRANSACTION SNAPSHOT {PostgresDialect.Literal(snapshot)}; ";
            await session.QueryAsync(Begin + import + Settings(session), "beginning a read", cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Opens another snapshot in place of one whose session is gone (R17): a run cut by keys goes on, with a smaller promise that it tells. False when
    /// the snapshot is alive, so that something else is wrong.
    /// </summary>
    private async ValueTask<bool> RenewAsync(string lost, CancellationToken cancellationToken)
    {
        await _keeperLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!string.Equals(_snapshot, lost, StringComparison.Ordinal))
                return true;
            if (_keeper is { } keeper && await IsAliveAsync(keeper, cancellationToken).ConfigureAwait(false))
                return false;
            // What is null here was found dead before, and no other snapshot could be had so far.
            if (!_areAllKeyed || _options.IsSnapshotDemanded)
                throw PostgresErrors.SnapshotLost(_sessions.Address.Display, isDemanded: _areAllKeyed);
            if (Interlocked.Exchange(ref _keeper, null) is { } dead)
                await dead.DisposeAsync().ConfigureAwait(false);
            await BeginAsync(cancellationToken).ConfigureAwait(false);
            Context.Warn("the snapshot was lost with its session: rows that are still to come are as of a later instant of the run");
            return true;
        }
        finally
        {
            _keeperLock.Release();
        }
    }

    private static async ValueTask<bool> IsAliveAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.QueryAsync("SELECT 1", "asking whether the snapshot is there", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SluiceException)
        {
            return false;
        }
    }

    /// <summary>Takes a session back. One in the middle of a COPY is told to stop and closed: no session is left on the server.</summary>
    public async ValueTask ReturnAsync(PostgresSession session)
    {
        if (session.IsCopying)
            await CancelAsync(session).ConfigureAwait(false);
        else if (!ReferenceEquals(session, _keeper) && await TryCommitAsync(session).ConfigureAwait(false))
            return;
        if (!ReferenceEquals(session, _keeper) || session.IsCopying)
            await session.DisposeAsync().ConfigureAwait(false);
        if (ReferenceEquals(session, _keeper))
        {
            if (session.IsCopying)
                _keeper = null;
            _isKeeperReading = false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        PostgresSession? keeper = Interlocked.Exchange(ref _keeper, null);
        if (keeper is not null && (keeper.IsCopying || !await TryCommitAsync(keeper).ConfigureAwait(false)))
            await keeper.DisposeAsync().ConfigureAwait(false);
        _keeperLock.Dispose();
    }

    private static string Begin => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ";

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        _keeper = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        bool isExported = _isShared && _options.IsSnapshotShared;
        string query = isExported
            ? "SELECT pg_catalog.current_setting('server_encoding'), CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE pg_catalog.pg_export_snapshot() END"
            : "SELECT pg_catalog.current_setting('server_encoding'), NULL";
        string?[] row = (await _keeper.QueryAsync($"{Begin}{Settings(_keeper)}; {query}", "beginning a read", cancellationToken).ConfigureAwait(false))[0];
        IsTextChecked = string.Equals(row[0], "SQL_ASCII", StringComparison.Ordinal);
        _snapshot = row[1];
    }

    /// <summary>Asks for the bounds of splits, under the run's snapshot where there is one.</summary>
    private async ValueTask<List<string?[]>> AskAsync(string sql, CancellationToken cancellationToken)
    {
        if (_snapshot is { } snapshot)
        {
            try
            {
                return await AskKeeperAsync(sql, cancellationToken).ConfigureAwait(false);
            }
            catch (SluiceException) when (!cancellationToken.IsCancellationRequested)
            {
                if (!await RenewAsync(snapshot, cancellationToken).ConfigureAwait(false))
                    throw;
                return await AskKeeperAsync(sql, cancellationToken).ConfigureAwait(false);
            }
        }

        return await _sessions.UseAsync(s => s.QueryAsync(sql, "asking for the bounds of a split", cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<List<string?[]>> AskKeeperAsync(string sql, CancellationToken cancellationToken)
    {
        await _keeperLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _keeper is { } keeper
                ? await keeper.QueryAsync(sql, "asking for the bounds of a split", cancellationToken).ConfigureAwait(false)
                : throw PostgresErrors.SnapshotLost(_sessions.Address.Display, _options.IsSnapshotDemanded);
        }
        finally
        {
            _keeperLock.Release();
        }
    }

    private string Settings(PostgresSession session) =>
        PostgresSession.ValueSettings
        + $"SET LOCAL statement_timeout = {PostgresSession.Milliseconds(_options.StatementTimeout)}; "
        + "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL synchronize_seqscans = off"
        + (_isShared ? "; SET LOCAL max_parallel_workers_per_gather = 0" : "") // Several readers are the parallelism; one may use the server's own.
        + (session.ServerVersion.Major >= 14 ? "; SET LOCAL client_connection_check_interval = 5000" : "");

    private async ValueTask<bool> TryCommitAsync(PostgresSession session)
    {
        try
        {
            await session.QueryAsync("COMMIT", "ending a read", CancellationToken.None).ConfigureAwait(false);
            _sessions.Return(session);
            return true;
        }
        catch (SluiceException)
        {
            return false;
        }
    }

    /// <summary>Asks the server to stop the session's COPY; closing the socket alone would let a statement that sends nothing run on.</summary>
    private async ValueTask CancelAsync(PostgresSession session)
    {
        using var patience = new CancellationTokenSource(s_cancelPatience, Context.Time);
        string sql = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_catalog.pg_cancel_backend({session.ProcessId})");
        try
        {
            await _keeperLock.WaitAsync(patience.Token).ConfigureAwait(false);
            try
            {
                if (_keeper is { } keeper && !ReferenceEquals(keeper, session) && _snapshot is not null)
                    await keeper.QueryAsync(sql, "cancelling", patience.Token).ConfigureAwait(false);
                else
                    await _sessions.UseAsync(s => s.QueryAsync(sql, "cancelling", patience.Token), patience.Token).ConfigureAwait(false);
            }
            finally
            {
                _keeperLock.Release();
            }
        }
        catch (Exception error) when (error is SluiceException or OperationCanceledException)
        {
            // The server does not answer: closing the socket is all that is left.
        }
    }
}
