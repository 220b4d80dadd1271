using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>One server at one address.</summary>
internal sealed class MySqlConnection : IConnection
{
    private readonly MySqlSessions _sessions;
    private readonly MySqlCatalog _catalog;

    public MySqlConnection(ConnectionSpec spec)
    {
        _sessions = new MySqlSessions(spec);
        _catalog = new MySqlCatalog(_sessions);
    }

    /// <inheritdoc/>
    public ICatalog Catalog => _catalog;

    /// <inheritdoc/>
    public ISource? OpenSource(SourceSpec spec) => new MySqlSource(_sessions, _catalog, spec);

    /// <inheritdoc/>
    public ISink? OpenSink(SinkSpec spec) => new MySqlSink(_sessions, _catalog, spec);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();
}
