using Sluice.Types;

namespace Sluice.Connectors.Runs;

/// <summary>What a run gives to its source and sink.</summary>
public sealed record RunContext
{
    /// <summary>The run's id: unique, usable in file and table names (letters, digits, hyphens).</summary>
    public required string RunId { get; init; }

    /// <summary>The job's name, for application names and messages.</summary>
    public string JobName { get; init; } = "sluice";

    /// <summary>Invariant 6: where column memory comes from.</summary>
    public required BufferPool Pool { get; init; }

    /// <summary>Rows a batch holds at most.</summary>
    public int BatchRows { get; init; } = 16_384;

    /// <summary>Bytes after which a batch is closed.</summary>
    public long BatchBytes { get; init; } = 4L << 20;

    /// <summary>Bytes that one writer of the sink may hold beside the batch at hand: open row groups, output buffers.</summary>
    public long WriterBytes { get; init; } = 16L << 20;

    /// <summary>Writers and readers at once.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Set when the run keeps its progress and can be continued; null when it is all or nothing.</summary>
    public RunRecovery? Recovery { get; init; }

    /// <summary>Tells the run's log, and whoever looks at it, that something deserves a look though the run goes on. Thread-safe.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
