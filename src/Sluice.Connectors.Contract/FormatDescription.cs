using System.Collections.Immutable;
using Sluice.Connectors.Options;

namespace Sluice.Connectors;

/// <summary>What is known of a format that a connector can read or write, without opening anything.</summary>
public sealed record FormatDescription
{
    /// <summary>The name in job files: <c>csv</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for help.</summary>
    public required string Summary { get; init; }

    /// <summary>File extensions with the dot, without compression: <c>.csv</c>.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>Options in <c>source:</c>; bound together with the connector's into <see cref="Sources.SourceSpec.Options"/>.</summary>
    public OptionSchema ReadOptions { get; init; } = OptionSchema.Empty;

    /// <summary>Options in <c>sink:</c>; bound together with the connector's into <see cref="Sinks.SinkSpec.Options"/>.</summary>
    public OptionSchema WriteOptions { get; init; } = OptionSchema.Empty;

    /// <summary>
    /// The format of a path by its extension, compression extensions (<c>.gz</c>, <c>.zst</c>) left out; null when no format has that extension.
    /// The last segment decides, so that <c>in/*.csv.gz</c> is CSV.
    /// </summary>
    public static FormatDescription? OfPath(string path, IEnumerable<FormatDescription> formats)
    {
        string name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        foreach (string compression in (ReadOnlySpan<string>)[".gz", ".zst", ".zstd"])
        {
            if (name.EndsWith(compression, StringComparison.OrdinalIgnoreCase))
                name = name[..^compression.Length];
        }

        return formats.FirstOrDefault(f => f.Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)));
    }
}
