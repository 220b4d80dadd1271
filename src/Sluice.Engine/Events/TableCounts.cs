namespace Sluice.Engine.Events;

/// <summary>The rows of one table. At the end of a run that is done, <c>Read = Written + Filtered + Ignored + Superseded + Dirty</c>, always.</summary>
/// <param name="Source">Source table.</param>
/// <param name="Target">Target table.</param>
/// <param name="Read">Rows read; those that a pushed filter left out in the source are not counted.</param>
/// <param name="Filtered">Rows that the filter in the engine left out.</param>
/// <param name="Dirty">Rows left out because they could not be read, evaluated or written.</param>
/// <param name="Written">Rows that the sink says it took; while running, those handed to it; 0 when nothing was committed.</param>
/// <param name="BytesRead">Bytes of the source.</param>
/// <param name="BytesWritten">Bytes in the target, where the sink knows.</param>
/// <param name="IsDone">Whether all of it has been read.</param>
public sealed record TableCounts(
    string Source, string Target, long Read, long Filtered, long Dirty, long Written, long BytesRead, long BytesWritten, bool IsDone)
{
    /// <summary>Rows left out because their key was in the target.</summary>
    public long Ignored { get; init; }

    /// <summary>Rows left out because a later row of the same key took their place.</summary>
    public long Superseded { get; init; }
}

/// <summary>How long workers waited, summed over workers: the larger one names the slow side.</summary>
/// <param name="Reading">Time in the source.</param>
/// <param name="Evaluating">Time in filters and projections.</param>
/// <param name="Writing">Time in the sink.</param>
public readonly record struct WaitTimes(TimeSpan Reading, TimeSpan Evaluating, TimeSpan Writing);
