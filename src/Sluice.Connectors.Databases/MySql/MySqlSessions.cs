using System.Collections.Concurrent;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// The sessions of one connection. A session given back is lent again, so that planning, snapshot and reading of a small table share one.
/// Thread-safe.
/// </summary>
internal sealed class MySqlSessions : IAsyncDisposable
{
    private readonly ConcurrentBag<MySqlSession> _idle = [];
    private readonly MySqlOptions _options;
    private volatile bool _hasConnected;

    public MySqlSessions(ConnectionSpec spec)
    {
        Address = MySqlAddress.Parse(spec.Address, spec.DisplayAddress, spec.Where);
        if (Address.Password is { } password)
            spec.Secrets.Add(password); // Invariant 8
        _options = MySqlOptions.From(spec.Options);
    }

    /// <summary>Where the sessions go to.</summary>
    public MySqlAddress Address { get; }

    /// <summary>An idle session, or a new one. The caller gives it back, or disposes it when it is in doubt.</summary>
    public ValueTask<MySqlSession> RentAsync(CancellationToken cancellationToken) =>
        _idle.TryTake(out MySqlSession? session) ? ValueTask.FromResult(session) : ConnectAsync(cancellationToken);

    private async ValueTask<MySqlSession> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            MySqlSession opened = await MySqlSession.OpenAsync(Address, _options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            _hasConnected = true;
            return opened;
        }
        catch (SluiceException error) when (_hasConnected && error.Code == MySqlErrors.Unreachable)
        {
            // It was there a moment ago: it is being started again, and waiting helps.
            throw MySqlFailure.Away(error);
        }
    }

    /// <summary>Takes back a session that has no transaction and no result open.</summary>
    public void Return(MySqlSession session) => _idle.Add(session);

    /// <summary>Runs something on a session and gives it back; a session on which something failed is ended.</summary>
    public async ValueTask<T> UseAsync<T>(Func<MySqlSession, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        MySqlSession session = await RentAsync(cancellationToken).ConfigureAwait(false);
        bool isGood = false;
        try
        {
            T result = await work(session).ConfigureAwait(false);
            isGood = true;
            return result;
        }
        finally
        {
            if (isGood)
                Return(session);
            else
                await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs a small query.</summary>
    public ValueTask<List<string?[]>> QueryAsync(string sql, string doing, CancellationToken cancellationToken) =>
        UseAsync(s => s.QueryAsync(sql, doing, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out MySqlSession? session))
            await session.DisposeAsync().ConfigureAwait(false);
    }
}
