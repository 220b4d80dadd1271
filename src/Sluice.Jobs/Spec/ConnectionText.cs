using System.Collections.Immutable;

namespace Sluice.Jobs;

/// <summary>A connection as written: an address or a connection's name, and connection options.</summary>
/// <param name="Address">The address or name.</param>
/// <param name="Options">Options of the connection.</param>
public sealed record ConnectionText(SpecText Address, ImmutableArray<SpecOption> Options)
{
    /// <summary>Whether it has its name from <c>connections.yaml</c>, which all jobs of the folder know.</summary>
    public bool IsShared { get; init; }
}
