using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The sessions of a run's writers, each with an open transaction: open while a writer works on it, prepared until it is committed. Thread-safe.</summary>
/// <param name="sessions">Where sessions come from.</param>
/// <param name="progress">What the target remembers; null in a run without a store.</param>
/// <param name="lockTimeout">How long a statement may wait for a lock.</param>
/// <param name="isReadCommitted">
/// Whether writers see what others have committed and lock no gaps: in a run that keeps its progress, and where rows are compared with those that are there.
/// </param>
/// <param name="context">The run.</param>
internal sealed class WriterSessions(MySqlSessions sessions, MySqlProgress? progress, TimeSpan lockTimeout, bool isReadCommitted, RunContext context)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MySqlSession> _prepared = [];
    private readonly HashSet<MySqlSession> _open = [];
    private int _states;

    /// <summary>How long statements wait, and how many warnings are kept.</summary>
    public string LockSettings =>
        $"SET innodb_lock_wait_timeout = {MySqlSession.Seconds(lockTimeout)}, lock_wait_timeout = {MySqlSession.Seconds(lockTimeout)}, max_error_count = 65535";

    /// <summary>Begins a transaction that writes.</summary>
    public async ValueTask BeginTransactionAsync(MySqlSession session, string doing, CancellationToken cancellationToken)
    {
        if (isReadCommitted)
            await session.ExecuteAsync("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", doing, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("START TRANSACTION", doing, cancellationToken).ConfigureAwait(false);
    }

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
            if (progress is not null)
                await progress.JoinAsync(session, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await EndAsync(session).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gives back a session whose transaction is committed.</summary>
    public void Return(MySqlSession session)
    {
        lock (_lock)
            _open.Remove(session);
        sessions.Return(session);
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

    /// <summary>Takes a prepared session; null when it was taken before.</summary>
    public MySqlSession? Take(string state)
    {
        lock (_lock)
            return _prepared.Remove(state, out MySqlSession? session) ? session : null;
    }

    /// <summary>Ends every session that a writer has open.</summary>
    public async ValueTask EndAllAsync()
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
        using var patience = new CancellationTokenSource(s_patience, context.Time);
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
}
