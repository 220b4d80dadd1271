using Sluice.Connectors.Options;

namespace Sluice.Connectors;

/// <summary>Where to connect and how.</summary>
public sealed record ConnectionSpec
{
    /// <summary>The address with its secrets resolved. Never printed: print <see cref="DisplayAddress"/>.</summary>
    public required string Address { get; init; }

    /// <summary>The address without secrets, for plans and errors.</summary>
    public required string DisplayAddress { get; init; }

    /// <summary>The folder that relative paths start at: the job file's, or the working directory.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Bound connection options.</summary>
    public OptionValues Options { get; init; } = OptionValues.Empty;

    /// <summary>The place of the address in the user's text, for errors.</summary>
    public string? Where { get; init; }

    /// <summary>Invariant 8: the secrets of the run; everything that is shown or kept is masked by it.</summary>
    public SecretMask Secrets { get; init; } = new();
}
