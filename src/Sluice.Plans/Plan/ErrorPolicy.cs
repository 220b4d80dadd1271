namespace Sluice.Plans;

/// <summary>What happens to rows that cannot be read, evaluated or written.</summary>
public sealed record ErrorPolicy
{
    /// <summary>Dirty rows allowed; one more stops the run.</summary>
    public long Limit { get; init; }

    /// <summary>The full path of the folder that dirty rows are written to; null to only count them.</summary>
    public string? DeadLetterFolder { get; init; }

    /// <summary>The setting to name when the limit is exceeded: <c>errors.limit</c>, or the flag.</summary>
    public string LimitSetting { get; init; } = "errors.limit";
}
