using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Conformance;

/// <summary>A fresh, empty place that a connector can write one table to and read it back from. Disposed after the fact.</summary>
public abstract class KitPlace : IAsyncDisposable
{
    /// <summary>The connector under test.</summary>
    public abstract IConnector Connector { get; }

    /// <summary>Where a table of a name is, as source and as sink; the same place every time it is asked for the same name.</summary>
    public abstract ConnectionSpec SpecFor(string table);

    /// <summary>How to write.</summary>
    public virtual SinkSpec SinkSpec => new();

    /// <summary>How to read back.</summary>
    public virtual SourceSpec SourceSpec => new();

    /// <summary>The name to ask the catalog for when a table was written as <paramref name="table"/>.</summary>
    public virtual TableName NameOf(string table) => new(null, table);

    /// <summary>
    /// Everything that an outsider sees at the place (files, tables), to show that nothing was left. Names of the connector's own
    /// housekeeping that outlives a run by design are left out.
    /// </summary>
    public abstract ValueTask<IReadOnlyList<string>> VisibleThingsAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
