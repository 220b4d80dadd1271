using Sluice.Connectors;
using Sluice.Sample.Ledger;
using Sluice.Types;

[assembly: ConnectorAssembly(typeof(LedgerConnector))]

namespace Sluice.Sample.Ledger;

/// <summary>Tables as folders of tab-separated parts.</summary>
public sealed class LedgerConnector : IConnector
{
    internal static readonly ErrorCode UnsupportedType = new("ledger.unsupported_type", Fault.Job, "A ledger keeps BIGINT and STRING columns.");
    internal static readonly ErrorCode BadPart = new("ledger.bad_part", Fault.Data, "A part of a ledger is not as it was written.");

    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Name = "ledger",
        Summary = "A sample: tables as folders of tab-separated parts.",
        Addresses = ["ledger:/data/books"],
        Capabilities = ConnectorCapabilities.BoundedSource | ConnectorCapabilities.Replayable | ConnectorCapabilities.ParallelRead | ConnectorCapabilities.Sink
            | ConnectorCapabilities.ParallelWrite | ConnectorCapabilities.AtomicCommit | ConnectorCapabilities.Catalog | ConnectorCapabilities.Partitioned,
        TypeMap = [new TypeMapRow("integer", "BIGINT", "integer"), new TypeMapRow("text", "STRING", "text")],
    };

    /// <inheritdoc/>
    public bool Recognizes(string address) => address.StartsWith("ledger:", StringComparison.Ordinal);

    /// <inheritdoc/>
    public IConnection Open(ConnectionSpec spec) => new LedgerFolder(Path.GetFullPath(spec.Address["ledger:".Length..], spec.BaseDirectory));
}
