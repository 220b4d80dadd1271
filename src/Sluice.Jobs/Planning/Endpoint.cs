using Sluice.Connectors;
using Sluice.Connectors.Options;

namespace Sluice.Jobs.Planning;

/// <summary>A side of a job whose connector is known and whose options are bound; nothing is opened.</summary>
internal sealed record Endpoint
{
    public required IConnector Connector { get; init; }

    public required ConnectionSpec Connection { get; init; }

    /// <summary>Options of the side (source or sink), the format's included.</summary>
    public required OptionValues Options { get; init; }

    public required string? Format { get; init; }

    /// <summary>Where the connection stands in the user's text.</summary>
    public required Place Place { get; init; }
}
