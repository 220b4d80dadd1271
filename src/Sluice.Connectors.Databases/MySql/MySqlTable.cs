using System.Collections.Immutable;
using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>What the catalog knows of a table beyond its description: what is needed to cut, read and write it.</summary>
internal sealed record MySqlTable
{
    public required TableDescription Description { get; init; }

    public required ImmutableArray<MySqlColumn> Columns { get; init; }

    /// <summary>The storage engine; null for a view.</summary>
    public string? Engine { get; init; }

    /// <summary>Whether the engine can take rows back.</summary>
    public bool IsTransactional { get; init; }

    public bool IsView { get; init; }

    /// <summary>The first columns of indexes, whose least and greatest values the server finds without a scan.</summary>
    public ImmutableArray<string> IndexedFirst { get; init; } = [];

    /// <summary>The unique indexes over whole columns, the primary key first.</summary>
    public ImmutableArray<MySqlKey> Keys { get; init; } = [];

    /// <summary>The names of all unique indexes, those over prefixes and expressions too.</summary>
    public ImmutableArray<string> UniqueIndexes { get; init; } = [];

    /// <summary>Whether the server keeps the table's old rows (system versioning).</summary>
    public bool IsVersioned { get; init; }
}

/// <summary>A unique index over whole columns.</summary>
/// <param name="Index">Its name.</param>
/// <param name="Columns">Its columns, in its order.</param>
internal sealed record MySqlKey(string Index, ImmutableArray<string> Columns);
