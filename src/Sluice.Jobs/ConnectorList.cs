using System.Collections.Immutable;
using Sluice.Connectors;

namespace Sluice.Jobs;

/// <summary>The connectors of a program, in order.</summary>
/// <param name="builtIn">Those that are always there.</param>
/// <param name="loadMore">Loads plug-ins; called at most once, when no built-in one knows an address or all are listed. Null for none.</param>
public sealed class ConnectorList(ImmutableArray<IConnector> builtIn, Func<ImmutableArray<IConnector>>? loadMore = null)
{
    private ImmutableArray<IConnector>? _more;

    /// <summary>All of them, plug-ins included.</summary>
    public ImmutableArray<IConnector> All => [.. builtIn, .. More];

    private ImmutableArray<IConnector> More => _more ??= loadMore?.Invoke() ?? [];

    /// <summary>
    /// The connector of an address; null when none knows it. An address with a scheme that no built-in connector but the one for paths claims is
    /// offered to the plug-ins first.
    /// </summary>
    public IConnector? Find(string address) =>
        builtIn.FirstOrDefault(connector => connector.Recognizes(address)) ?? More.FirstOrDefault(connector => connector.Recognizes(address));
}
