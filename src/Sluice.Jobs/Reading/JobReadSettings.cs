using System.Collections.Immutable;

namespace Sluice.Jobs;

/// <summary>What reading a job depends on beside its text.</summary>
public sealed record JobReadSettings
{
    /// <summary>The instant of the run.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The folder that relative paths start at.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The name of a job that gives none: the file's without extension.</summary>
    public string DefaultName { get; init; } = "job";

    /// <summary>Variables by name: <c>--set</c>.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Texts whose keys replace those of the job: overlays, in order.</summary>
    public ImmutableArray<TextFile> Overlays { get; init; } = [];

    /// <summary><c>connections.yaml</c> beside the job; null when there is none.</summary>
    public TextFile? Connections { get; init; }

    /// <summary>An environment variable; null when it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The text of a file, for <c>${file:…}</c>.</summary>
    public Func<string, string> ReadFile { get; init; } = System.IO.File.ReadAllText;
}
