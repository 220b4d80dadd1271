using System.Collections.Immutable;

namespace Sluice.Connectors.Options;

/// <summary>Option values bound to a schema and frozen: every option that was given or has a default, in its CLR type (<see cref="OptionKind"/>).</summary>
/// <param name="Values">Values by option name.</param>
public sealed record OptionValues(ImmutableDictionary<string, object> Values)
{
    /// <summary>No values.</summary>
    public static OptionValues Empty { get; } = new(ImmutableDictionary<string, object>.Empty);

    /// <summary>Whether a value was given or defaulted.</summary>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <summary>A text, character or choice; null when neither given nor defaulted.</summary>
    public string? Text(string name) => Values.GetValueOrDefault(name) as string;

    /// <summary>A boolean; false when neither given nor defaulted.</summary>
    public bool Boolean(string name) => Values.GetValueOrDefault(name) is true;

    /// <summary>An integer or a number of bytes; null when neither given nor defaulted.</summary>
    public long? Integer(string name) => Values.GetValueOrDefault(name) as long?;

    /// <summary>A duration; null when neither given nor defaulted.</summary>
    public TimeSpan? Duration(string name) => Values.GetValueOrDefault(name) as TimeSpan?;

    /// <summary>A list; empty when neither given nor defaulted.</summary>
    public ImmutableArray<string> List(string name) => Values.GetValueOrDefault(name) is ImmutableArray<string> list ? list : [];

    /// <summary>A map; empty when neither given nor defaulted.</summary>
    public ImmutableDictionary<string, string> Map(string name) =>
        Values.GetValueOrDefault(name) as ImmutableDictionary<string, string> ?? ImmutableDictionary<string, string>.Empty;
}
