namespace Sluice.Connectors.Runs;

/// <summary>What a run that keeps its progress gives to source and sink. Its <see cref="RunContext.RunId"/> stays the same over all attempts.</summary>
public sealed record RunRecovery
{
    /// <summary>Counts up from 1 with every start of the run. Writers of an earlier attempt are fenced off by it.</summary>
    public required long Attempt { get; init; }

    /// <summary>What <see cref="Sources.ISourceRun.Snapshot"/> gave at the last checkpoint; null when there is none.</summary>
    public string? SourceState { get; init; }

    /// <summary>What <see cref="Sinks.ISinkRun.SnapshotAsync"/> gave at the last checkpoint; null when there is none.</summary>
    public string? SinkState { get; init; }
}
