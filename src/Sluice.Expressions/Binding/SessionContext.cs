using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>What an expression may depend on beside its row. Immutable; one per run.</summary>
public sealed record SessionContext
{
    /// <summary>A session in UTC that started at the epoch: for tests and offline checks.</summary>
    public static SessionContext Default { get; } = new();

    /// <summary>The session time zone: a name of the IANA database or an offset as Flink takes it (<c>GMT+08:00</c>). Never the machine's.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The instant that CURRENT_TIMESTAMP, CURRENT_DATE, LOCALTIMESTAMP … give throughout the run.</summary>
    public Timestamp Now { get; init; }

    /// <summary>What a numeric overflow does.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>The seed of RAND and UUID.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The table's name, for <c>name.column</c>; null when it has none.</summary>
    public string? TableName { get; init; }

    /// <summary>
    /// What <c>SOURCE_TABLE()</c> gives: the table the row came from. Null where no source is known; the function is then refused.
    /// </summary>
    public string? SourceTable { get; init; }

    /// <summary>
    /// Metadata columns of the connector that stand behind the schema's own columns: the index of the first is the number of the columns of the schema.
    /// </summary>
    public ImmutableArray<Column> MetadataColumns { get; init; } = [];
}
