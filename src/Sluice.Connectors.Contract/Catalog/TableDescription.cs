using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Connectors.Catalog;

/// <summary>A table as its system describes it.</summary>
public sealed record TableDescription
{
    /// <summary>Its full name.</summary>
    public required TableName Name { get; init; }

    /// <summary>Its columns with native types and tags, and its primary key.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>
    /// Identity and incarnation (a database's object id and creation mark), so that a table dropped and made again is seen as another one.
    /// </summary>
    public required string Identity { get; init; }

    /// <summary>Unique keys beside the primary key.</summary>
    public ImmutableArray<ImmutableArray<string>> UniqueKeys { get; init; } = [];

    /// <summary>Rows, as the system estimates; null when it does not know.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>Bytes on disk, as the system says; null when it does not know.</summary>
    public long? EstimatedBytes { get; init; }

    /// <summary>What the system calls it: <c>table</c>, <c>view</c>, <c>foreign table</c>, <c>file</c>.</summary>
    public string Kind { get; init; } = "table";

    /// <summary>The comment kept on it.</summary>
    public string? Comment { get; init; }

    /// <summary>Columns that cannot be read, each with the reason; reading them is refused by name, leaving them out is allowed.</summary>
    public ImmutableDictionary<string, string> UnreadableColumns { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Why nothing of the table can be read (a missing right), which planning to read it throws; null when it can.</summary>
    public Problem? Unreadable { get; init; }

    /// <summary>What a plan should say about it: how a schema was inferred, that a column travels as text.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
