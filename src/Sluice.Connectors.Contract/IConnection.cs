using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors;

/// <summary>One system at one address. Its sockets and files open when first needed and close with it.</summary>
public interface IConnection : IAsyncDisposable
{
    /// <summary>What tables there are. Reads only: no DDL, no DML, no lock.</summary>
    ICatalog Catalog { get; }

    /// <summary>The tables as a source. Null when the connector cannot be read.</summary>
    /// <exception cref="Types.SluiceException">An option is wrong.</exception>
    ISource? OpenSource(SourceSpec spec);

    /// <summary>The tables as a sink. Null when the connector cannot be written.</summary>
    /// <exception cref="Types.SluiceException">An option is wrong.</exception>
    ISink? OpenSink(SinkSpec spec);
}
