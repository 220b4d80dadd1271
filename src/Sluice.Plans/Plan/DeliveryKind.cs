namespace Sluice.Plans;

/// <summary>How often a row of the source is in the sink.</summary>
public enum DeliveryKind
{
    /// <summary>A failed run may have left rows that cannot be told from those of the next one, and it cannot be repeated.</summary>
    BestEffort,

    /// <summary>At least once: a failed run may leave rows behind, which the next run writes again.</summary>
    AtLeastOnce,

    /// <summary>Once: a run's rows become visible together when it ends, or not at all.</summary>
    ExactlyOnce,
}
