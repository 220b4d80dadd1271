using System.Collections.Immutable;

namespace Sluice.Engine.Events;

/// <summary>What became of every row of a run.</summary>
public sealed record RunSummary
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>What of the run is in the target. Invariant 11: observed, not guessed.</summary>
    public required CommitOutcome Committed { get; init; }

    /// <summary>When it started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Each table's counts, in the order of the plan.</summary>
    public required ImmutableArray<TableCounts> Tables { get; init; }

    /// <summary>Who waited for whom.</summary>
    public WaitTimes Waits { get; init; }

    /// <summary>The dead letter file, when there were dirty rows and a folder for them.</summary>
    public string? DeadLetter { get; init; }

    /// <summary>Which start of the run this was: more than 1 when it continued what earlier ones had committed.</summary>
    public long Attempt { get; init; } = 1;

    /// <summary>Whether the run keeps its progress: when it is not done, it can be continued.</summary>
    public bool KeepsProgress { get; init; }

    /// <summary>Whether there was nothing to do: the last run was finished, and only an unfinished one was to be continued.</summary>
    public bool WasFinishedBefore { get; init; }

    /// <summary>Dirty rows by code.</summary>
    public ImmutableSortedDictionary<string, long> DirtyByCode { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
}

/// <summary>What of a run is in its target.</summary>
public enum CommitOutcome
{
    /// <summary>Nothing: the commit was never begun.</summary>
    Nothing,

    /// <summary>All of it.</summary>
    Everything,

    /// <summary>What was written before the end: the sink takes nothing back.</summary>
    WhatWasWritten,

    /// <summary>The commit was begun and failed: it cannot be known.</summary>
    Unknown,
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Every row is accounted for and committed.</summary>
    Done,

    /// <summary>Stopped by an error; nothing of it is visible in a sink that can take it back.</summary>
    Failed,

    /// <summary>Interrupted by the user.</summary>
    Cancelled,
}
