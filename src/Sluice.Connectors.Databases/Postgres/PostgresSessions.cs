using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// The sessions of one connection. A session given back is lent again, so that planning, snapshot and reading of a small table share one.
/// Thread-safe.
/// </summary>
internal sealed class PostgresSessions : IAsyncDisposable
{
    private readonly TimeSpan _patience;
    private readonly Lazy<NpgsqlDataSource> _source;
    private readonly ConcurrentBag<PostgresSession> _idle = [];
    private volatile bool _hasConnected;

    public PostgresSessions(ConnectionSpec spec)
    {
        Address = PostgresAddress.Parse(spec.Address, spec.DisplayAddress, spec.Where);
        if (Address.Password is { } password)
            spec.Secrets.Add(password); // Invariant 8
        NpgsqlConnectionStringBuilder settings = Address.ToNpgsql(PostgresOptions.From(spec.Options), spec.Where);
        _patience = TimeSpan.FromSeconds(settings.Timeout);
        ApplicationName = settings.ApplicationName ?? "sluice";
        _source = new Lazy<NpgsqlDataSource>(() => Build(settings));
    }

    /// <summary>Where the sessions go to.</summary>
    public PostgresAddress Address { get; }

    /// <summary>The name of the sessions in <c>pg_stat_activity</c>.</summary>
    public string ApplicationName { get; }

    /// <summary>An idle session, or a new one. The caller gives it back, or disposes it when it is in doubt.</summary>
    public ValueTask<PostgresSession> RentAsync(CancellationToken cancellationToken) =>
        _idle.TryTake(out PostgresSession? session)
            ? ValueTask.FromResult(session)
            : ConnectAsync(cancellationToken);

    /// <summary>Opens a session; while the server has none left, waits for one as long as for any connection.</summary>
    private async ValueTask<PostgresSession> ConnectAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int pause = 50; ; pause = Math.Min(pause * 2, 2000))
        {
            try
            {
                PostgresSession opened = await PostgresSession.OpenAsync(_source.Value, Address.Display, cancellationToken).ConfigureAwait(false);
                _hasConnected = true;
                return opened;
            }
            catch (SluiceException error) when (error.Code == PostgresErrors.TooManyConnections)
            {
                if (Stopwatch.GetElapsedTime(start) >= _patience)
                    throw PostgresErrors.NoConnection(error, _patience);
            }
            catch (SluiceException error) when (_hasConnected && error.Code == PostgresErrors.Unreachable)
            {
                // It was there a moment ago: it is being started again, and waiting helps.
                throw PostgresErrors.Away(error);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            if (_idle.TryTake(out PostgresSession? session))
                return session;
        }
    }

    /// <summary>Takes back a session that has no transaction and no COPY open.</summary>
    public void Return(PostgresSession session) => _idle.Add(session);

    /// <summary>Runs something on a session and gives it back; a session on which something failed is ended.</summary>
    public async ValueTask<T> UseAsync<T>(Func<PostgresSession, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        PostgresSession session = await RentAsync(cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out PostgresSession? session))
            await session.DisposeAsync().ConfigureAwait(false);
        if (_source.IsValueCreated)
            await _source.Value.DisposeAsync().ConfigureAwait(false);
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        if (settings.SslMode != SslMode.Disable)
            builder.EnableTransportSecurity();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }
}
