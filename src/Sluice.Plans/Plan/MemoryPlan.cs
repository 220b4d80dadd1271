namespace Sluice.Plans;

/// <summary>Invariant 6: one budget and who gets how much of it. All sizes in bytes.</summary>
public sealed record MemoryPlan
{
    /// <summary>The budget: <c>limits.memory</c>.</summary>
    public required long Budget { get; init; }

    /// <summary>Workers that share it.</summary>
    public required int Workers { get; init; }

    /// <summary>Rows a batch holds at most.</summary>
    public required int BatchRows { get; init; }

    /// <summary>Bytes after which a batch is closed.</summary>
    public required long BatchBytes { get; init; }

    /// <summary>What one worker holds in batches: the one being built (whose buffers may be half empty) and the one being evaluated and written.</summary>
    public required long BatchesPerWorker { get; init; }

    /// <summary>What a client library holds for one reader beside its open batch.</summary>
    public required long ReaderBytes { get; init; }

    /// <summary>What one writer may hold: open row groups, output buffers.</summary>
    public required long WriterBytes { get; init; }

    /// <summary>What is left for rows larger than a batch and for pooled buffers at rest.</summary>
    public required long Reserve { get; init; }

    /// <summary>The division in one line, for the plan.</summary>
    public required string Text { get; init; }
}
