using System.Collections.Immutable;
using Sluice.Connectors.Options;
using Sluice.Types;

namespace Sluice.Connectors.Sources;

/// <summary>How the job wants a source to be read, beyond the connection.</summary>
public sealed record SourceSpec
{
    /// <summary>Bound source options (the connector's and, for files and logs, the format's).</summary>
    public OptionValues Options { get; init; } = OptionValues.Empty;

    /// <summary>The format's name for files and logs; null to take it from the file's extension.</summary>
    public string? Format { get; init; }

    /// <summary>The schema given by the job for a source without one of its own; null to infer.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>
    /// Types that the job overrides by column (<c>columns: { price: DECIMAL(38,9) }</c>), in place of the type map's choice. A value that does
    /// not fit is a dirty row.
    /// </summary>
    public ImmutableDictionary<string, LogicalType> ColumnTypes { get; init; } = ImmutableDictionary<string, LogicalType>.Empty;

    /// <summary>The session time zone of the job, for sources whose text form of an instant depends on it.</summary>
    public string TimeZone { get; init; } = "UTC";
}
