using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>SQLite database files, read and appended to.</summary>
public sealed class SqliteConnector : IConnector
{
    private static readonly string[] s_extensions = [".db", ".sqlite", ".sqlite3"];

    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Name = "sqlite",
        Summary = "SQLite database files: tables and views, one consistent reader a table; appends in one transaction.",
        Addresses = ["sqlite:shop.db", "sqlite:/data/shop.db", "shop.sqlite"],
        Capabilities = ConnectorCapabilities.BoundedSource | ConnectorCapabilities.Replayable | ConnectorCapabilities.Sink
            | ConnectorCapabilities.AtomicCommit | ConnectorCapabilities.ConsistentSnapshot | ConnectorCapabilities.Catalog,
        TypeMap = SqliteTypeMap.Rows,
    };

    /// <inheritdoc/>
    public bool Recognizes(string address) =>
        address.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase)
        || (!address.Contains("://", StringComparison.Ordinal) && s_extensions.Contains(Path.GetExtension(address), StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public IConnection Open(ConnectionSpec spec)
    {
        string path = spec.Address.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? spec.Address["sqlite:".Length..] : spec.Address;
        if (path.StartsWith("//", StringComparison.Ordinal))
            path = path[2..];
        if (path.Length == 0 || path == ":memory:")
            throw new SluiceException(SqliteErrors.InvalidAddress, $"'{spec.DisplayAddress}' names no database file", spec.Where, "write sqlite: and a path, such as sqlite:shop.db");
        return new SqliteDatabase(Path.GetFullPath(path, spec.BaseDirectory));
    }
}
