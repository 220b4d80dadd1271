using System.Collections.Immutable;

namespace Sluice.Jobs.Keys;

/// <summary>A key of a job file: reading, messages and the JSON Schema come from it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Doc">One sentence.</param>
internal sealed record KeySpec(string Name, KeyKind Kind, string Doc)
{
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Choices that are right, but not in this version.</summary>
    public ImmutableArray<string> LaterChoices { get; init; } = [];

    public bool IsRequired { get; init; }

    /// <summary>The keys of a section.</summary>
    public KeyTable? Section { get; init; }

    /// <summary>Why this version refuses the key; null when it takes it.</summary>
    public string? Later { get; init; }
}
