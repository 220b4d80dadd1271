using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>One database at one address.</summary>
internal sealed class PostgresConnection : IConnection
{
    private readonly PostgresSessions _sessions;
    private readonly PostgresCatalog _catalog;

    public PostgresConnection(ConnectionSpec spec)
    {
        _sessions = new PostgresSessions(spec);
        _catalog = new PostgresCatalog(_sessions);
    }

    /// <inheritdoc/>
    public ICatalog Catalog => _catalog;

    /// <inheritdoc/>
    public ISource? OpenSource(SourceSpec spec) => new PostgresSource(_sessions, _catalog, spec);

    /// <inheritdoc/>
    public ISink? OpenSink(SinkSpec spec) => new PostgresSink(_sessions, _catalog, spec);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();
}
