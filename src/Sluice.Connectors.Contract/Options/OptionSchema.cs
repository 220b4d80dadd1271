using System.Collections.Immutable;

namespace Sluice.Connectors.Options;

/// <summary>The options of a connector, format or sink, declared once: validation, JSON Schema, help and docs come from it.</summary>
public sealed class OptionSchema
{
    /// <summary>A schema of options; names are unique.</summary>
    public OptionSchema(params IEnumerable<OptionSpec> options)
    {
        Options = [.. options];
        ByName = Options.ToImmutableDictionary(o => o.Name, StringComparer.Ordinal);
    }

    /// <summary>No options.</summary>
    public static OptionSchema Empty { get; } = new();

    /// <summary>The options in the order to show.</summary>
    public ImmutableArray<OptionSpec> Options { get; }

    /// <summary>The options by name.</summary>
    public ImmutableDictionary<string, OptionSpec> ByName { get; }

    /// <summary>Both schemas' options.</summary>
    public OptionSchema With(OptionSchema other) => new(Options.Concat(other.Options));
}
