using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Limits;
using Sluice.Engine.Runs;
using Sluice.Plans;

namespace Sluice.Engine.Checkpoints;

/// <summary>What the workers of one attempt share.</summary>
internal sealed record AttemptParts
{
    public required JobPlan Plan { get; init; }

    public required ISourceRun Source { get; init; }

    public required ISinkRun Sink { get; init; }

    public required RunContext Context { get; init; }

    public required SplitTracker Splits { get; init; }

    public required RunJournal Journal { get; init; }

    public required RowBudget Budget { get; init; }

    public required ReadLimits Limits { get; init; }

    /// <summary>Null when dirty rows are only counted.</summary>
    public required SplitDeadLetters? Letters { get; init; }

    /// <summary>How long rows wait for a commit.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Where workers stop for a checkpoint of a two-phase sink; null when the position travels in the sink's own transaction.</summary>
    public required CheckpointBarrier? Barrier { get; init; }
}
