namespace Sluice.Plans;

/// <summary>That a job keeps its progress, and how.</summary>
public sealed record CheckpointPlan
{
    /// <summary>The default of <see cref="Every"/>.</summary>
    public static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(10);

    /// <summary>Where checkpoints are kept: a full path.</summary>
    public required string Store { get; init; }

    /// <summary>How often one is made.</summary>
    public TimeSpan Every { get; init; } = DefaultEvery;

    /// <summary>How many are kept.</summary>
    public int Keep { get; init; } = 3;
}
