namespace Sluice.Connectors.Databases.Postgres;

/// <summary>PostgreSQL 12 and later, read and written by COPY.</summary>
public sealed class PostgresConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Name = "postgres",
        Summary = "PostgreSQL: parallel reads of one snapshot by binary COPY; atomic writes by COPY: append, insert_ignore, upsert, replace.",
        Addresses =
        [
            "postgres://user@host:5432/database",
            "postgres://user:${env:PGPASSWORD}@host/database?sslmode=verify-full",
            "postgres:///database?host=/run/postgresql",
        ],
        Capabilities = ConnectorCapabilities.BoundedSource | ConnectorCapabilities.Replayable | ConnectorCapabilities.Sink
            | ConnectorCapabilities.AtomicCommit | ConnectorCapabilities.ParallelRead | ConnectorCapabilities.ParallelWrite
            | ConnectorCapabilities.ConsistentSnapshot | ConnectorCapabilities.Catalog,
        ConnectionOptions = PostgresOptions.ConnectionSchema,
        SourceOptions = PostgresOptions.SourceSchema,
        SinkOptions = PostgresOptions.SinkSchema,
        TypeMap = PostgresTypeMap.Rows,
    };

    /// <inheritdoc/>
    public bool Recognizes(string address) => PostgresAddress.Recognizes(address);

    /// <inheritdoc/>
    public IConnection Open(ConnectionSpec spec) => new PostgresConnection(spec);
}
