namespace Sluice.Connectors.Databases.MySql;

/// <summary>MariaDB 10.3 and later, MySQL 5.7 and later.</summary>
public sealed class MySqlConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Name = "mysql",
        Summary = "MariaDB and MySQL: parallel reads of one snapshot, atomic appends by LOAD DATA.",
        Addresses =
        [
            "mysql://user@host:3306/database",
            "mysql://user:${env:MYSQL_PWD}@host/database?ssl-mode=verify_identity",
            "mysql://user@localhost/database?socket=/run/mysqld/mysqld.sock",
        ],
        Capabilities = ConnectorCapabilities.BoundedSource | ConnectorCapabilities.Replayable | ConnectorCapabilities.Sink
            | ConnectorCapabilities.AtomicCommit | ConnectorCapabilities.ParallelRead | ConnectorCapabilities.ParallelWrite
            | ConnectorCapabilities.ConsistentSnapshot | ConnectorCapabilities.Catalog,
        ConnectionOptions = MySqlOptions.ConnectionSchema,
        SourceOptions = MySqlOptions.SourceSchema,
        SinkOptions = MySqlOptions.SinkSchema,
        TypeMap = MySqlTypeMap.Rows,
    };

    /// <inheritdoc/>
    public bool Recognizes(string address) => MySqlAddress.Recognizes(address);

    /// <inheritdoc/>
    public IConnection Open(ConnectionSpec spec) => new MySqlConnection(spec);
}
