using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Sources;

/// <summary>The planned reading of one table. A connector derives it to carry what its run needs. Immutable.</summary>
public abstract record TableScan
{
    /// <summary>The table.</summary>
    public required TableDescription Table { get; init; }

    /// <summary>The schema of the batches: the requested columns in the requested order.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>The query, command or list of files as the source will see it, for the plan.</summary>
    public required string Text { get; init; }

    /// <summary>How the table is cut into splits, for the plan: <c>12 ranges of ctid</c>, <c>1 (no key)</c>.</summary>
    public required string SplitText { get; init; }

    /// <summary>The most readers that can work at once.</summary>
    public required int MaxReaders { get; init; }

    /// <summary>What the readers together see, for the plan: <c>one exported snapshot</c>.</summary>
    public string Consistency { get; init; } = "each row as of an instant of the run";

    /// <summary>
    /// Whether a run that keeps its progress can read it: splits can be named again in a later process (<see cref="ISourceRun.Snapshot"/>).
    /// </summary>
    public bool CanResume { get; init; }

    /// <summary>Rows expected after the pushed filter; null when unknown.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>Bytes that one reader holds beside its open batch (a client library's buffers).</summary>
    public long ReaderBytes { get; init; }

    /// <summary>Warnings and remarks for the plan.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>A part of a table that one reader reads. Immutable; a connector derives it.</summary>
/// <param name="Scan">The scan it is part of.</param>
/// <param name="Id">Unique in the run and the same in a rerun with the same bounds.</param>
public abstract record Split(TableScan Scan, string Id)
{
    /// <summary>
    /// Whether a position in it means the same in a later process: its rows come in the order of a key. One that is not resumable is read again
    /// from its start, and nothing of it is committed before its end.
    /// </summary>
    public bool IsResumable { get; init; }
}
