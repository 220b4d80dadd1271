using Sluice.Connectors;
using Sluice.Connectors.Sinks;

namespace Sluice.Plans;

/// <summary>Derives the delivery promise of a table from what source and sink declare.</summary>
public static class PromiseRule
{
    /// <summary>The promise.</summary>
    public static DeliveryPromise Derive(ConnectorCapabilities source, ConnectorCapabilities sink, SinkTable table, bool isResumable = false)
    {
        if (isResumable)
            return Resumable(table);
        if (table.Protocol == CommitProtocol.None)
        {
            return source.HasFlag(ConnectorCapabilities.Replayable)
                ? new DeliveryPromise(DeliveryKind.AtLeastOnce, table.Write == WriteMode.Upsert
                    ? "the sink shows rows as they are written; a run after a failed one writes them again, over themselves: each key has its row once"
                    : "the sink shows rows as they are written; a run after a failed one writes them again")
                : new DeliveryPromise(DeliveryKind.BestEffort, "the sink shows rows as they are written, and the source cannot be read twice");
        }

        if (!sink.HasFlag(ConnectorCapabilities.AtomicCommit))
        {
            return new DeliveryPromise(DeliveryKind.AtLeastOnce, table.Write == WriteMode.Upsert
                ? "the writers commit one by one; rows that a later run writes again go over themselves: each key has its row once"
                : "the writers commit one by one; a failure between two leaves the rows of the first");
        }


        return new DeliveryPromise(DeliveryKind.ExactlyOnce, table.Protocol switch
        {
            CommitProtocol.TwoPhase => "written aside and made visible at the end, all or nothing",
            CommitProtocol.Staged => "staged, and merged in one transaction at the end",
            _ => "written in transactions that commit when every row is in",
        });
    }

    private static DeliveryPromise Resumable(SinkTable table) => new(
        DeliveryKind.ExactlyOnce,
        table.Protocol == CommitProtocol.PositionInSink
            ? "rows and the position they bring the split to are committed in one transaction; a later run continues behind it"
            : "written aside, with the position in the checkpoint, and made visible at the end; a later run continues from the checkpoint");
}
