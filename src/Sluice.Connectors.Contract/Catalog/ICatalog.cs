namespace Sluice.Connectors.Catalog;

/// <summary>What is in a system. Every call only reads.</summary>
public interface ICatalog
{
    /// <summary>Connects and reports: server and version, user, rights, what will not work and how to mend it.</summary>
    /// <exception cref="Types.SluiceException">Unreachable, refused (<c>Fault.Environment</c>).</exception>
    ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken);

    /// <summary>All tables a user could name, ordered by schema and name, system tables left out.</summary>
    ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Describes a table; a null schema means the default one. Null when there is no such table.</summary>
    ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken);
}

/// <summary>What <c>sluice check</c> shows of a system.</summary>
/// <param name="Product">Product and version: <c>PostgreSQL 15.18</c>.</param>
/// <param name="Facts">Name and value pairs in the order to show.</param>
/// <param name="Warnings">What works, but not as hoped; each a sentence with its fix.</param>
public sealed record ServerReport(string Product, IReadOnlyList<KeyValuePair<string, string>> Facts, IReadOnlyList<string> Warnings);
