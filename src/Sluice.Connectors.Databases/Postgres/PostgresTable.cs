using System.Collections.Immutable;
using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>What the catalog knows of a table beyond its description: what is needed to cut, read and write it.</summary>
internal sealed record PostgresTable
{
    public required TableDescription Description { get; init; }

    public required uint Oid { get; init; }

    /// <summary>r table, p partitioned table, v view, m materialized view, f foreign table.</summary>
    public required char Kind { get; init; }

    public required ImmutableArray<PostgresColumn> Columns { get; init; }

    /// <summary>The tables whose own rows make up the table: itself, or its partitions and children.</summary>
    public required ImmutableArray<PostgresPart> Parts { get; init; }

    /// <summary>Whether row security hides rows from this user.</summary>
    public bool IsRowSecurityActive { get; init; }

    /// <summary>Whether the database's encoding has every character.</summary>
    public bool IsUtf8 { get; init; } = true;
}

/// <summary>A table that holds rows of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">As <see cref="PostgresTable.Kind"/>.</param>
/// <param name="Bytes">Bytes of its file, from which its pages follow.</param>
/// <param name="CanSelect">Whether the user may read it directly.</param>
internal sealed record PostgresPart(TableName Name, char Kind, long Bytes, bool CanSelect)
{
    /// <summary>Whether its rows have a place in a file that can be cut.</summary>
    public bool HasPages => Kind is 'r' or 'm';
}
