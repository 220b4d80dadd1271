namespace Sluice.Engine.Runs;

/// <summary>What a run does with what its store has recorded.</summary>
public enum ResumeMode
{
    /// <summary>An unfinished run is continued; after a finished one a new one begins.</summary>
    Continue,

    /// <summary>An unfinished run is continued; when the last one is finished, nothing is done.</summary>
    OnlyUnfinished,

    /// <summary>What is recorded is discarded, and a new run begins.</summary>
    Fresh,
}
