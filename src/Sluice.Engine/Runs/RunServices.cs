using Sluice.Connectors.State;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Events;

namespace Sluice.Engine.Runs;

/// <summary>What a run needs beside its plan. There is no process-wide state: two runs in one process share nothing.</summary>
public sealed record RunServices
{
    /// <summary>Unique; usable in file and table names.</summary>
    public required string RunId { get; init; }

    /// <summary>Where events go.</summary>
    public required IRunEvents Events { get; init; }

    /// <summary>Where dirty rows are kept; null to only count them. The run publishes it, the caller disposes it.</summary>
    public IDeadLetters? DeadLetters { get; init; }

    /// <summary>Where checkpoints are kept; given when the plan has a <see cref="Plans.JobPlan.Checkpoint"/>. The caller disposes it.</summary>
    public IStateStore? Store { get; init; }

    /// <summary>The instant that the job was read for; kept with the run, for its later attempts. Null: now.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What to do with a run that the store has recorded.</summary>
    public ResumeMode Resume { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How often progress is published.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A run id from the clock and chance: <c>20261124-130501-3f9a2c</c>.</summary>
    public static string NewRunId(TimeProvider time) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}");
}
