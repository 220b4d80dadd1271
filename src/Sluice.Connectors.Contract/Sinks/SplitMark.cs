using System.Collections.Immutable;

namespace Sluice.Connectors.Sinks;

/// <summary>Where a split stands, kept by the sink with the rows that brought it there.</summary>
/// <param name="Split">The split's id; unique in the run.</param>
/// <param name="State">The engine's text; the sink does not look into it.</param>
public sealed record SplitMark(string Split, string State);

/// <summary>What a sink has committed of a run.</summary>
/// <param name="Marks">The last mark of each split, unless forgotten.</param>
/// <param name="IsKnown">Whether the sink knows the run at all: it took part in an earlier attempt.</param>
/// <param name="IsFinished">Whether <see cref="ISinkRun.FinishAsync"/> was done to its end in an earlier attempt.</param>
public sealed record SinkProgress(ImmutableArray<SplitMark> Marks, bool IsKnown, bool IsFinished)
{
    /// <summary>Nothing, of a run the sink has not seen.</summary>
    public static SinkProgress None { get; } = new([], false, false);
}
