namespace Sluice.Plans;

/// <summary>Limits of a job as a whole, never per thread.</summary>
public sealed record RunLimits
{
    /// <summary>The default of <see cref="MemoryBytes"/>.</summary>
    public const long DefaultMemoryBytes = 160L << 20;

    /// <summary>Invariant 6: the budget for data, in bytes.</summary>
    public long MemoryBytes { get; init; } = DefaultMemoryBytes;

    /// <summary>Bytes read from the source per second at most; null for no limit.</summary>
    public long? ReadBytesPerSecond { get; init; }

    /// <summary>Rows read from the source per second at most; null for no limit.</summary>
    public long? ReadRowsPerSecond { get; init; }

    /// <summary>Connections open to the source at once at most; null for no limit.</summary>
    public int? Connections { get; init; }
}
