using Sluice.Connectors.Options;

namespace Sluice.Connectors.Sinks;

/// <summary>How the job wants a sink to be written, beyond the connection.</summary>
public sealed record SinkSpec
{
    /// <summary>Bound sink options (the connector's and, for files and logs, the format's).</summary>
    public OptionValues Options { get; init; } = OptionValues.Empty;

    /// <summary>The format's name for files and logs; null to take it from the path's extension.</summary>
    public string? Format { get; init; }

    /// <summary>The default schema (or folder) of target tables; null for the connection's own.</summary>
    public string? Schema { get; init; }

    /// <summary>The session time zone of the job.</summary>
    public string TimeZone { get; init; } = "UTC";
}
