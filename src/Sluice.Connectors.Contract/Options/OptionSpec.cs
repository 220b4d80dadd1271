using System.Collections.Immutable;

namespace Sluice.Connectors.Options;

/// <summary>One option. Names are lower snake case; a unit is part of the value (<c>64MB</c>, <c>10s</c>).</summary>
/// <param name="Name">The key in the job file.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Doc">One sentence: meaning, range.</param>
public sealed record OptionSpec(string Name, OptionKind Kind, string Doc)
{
    /// <summary>The default as a user would write it; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>The allowed values of a <see cref="OptionKind.Choice"/>.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The least allowed integer, bytes or milliseconds.</summary>
    public long Minimum { get; init; }

    /// <summary>The greatest allowed integer, bytes or milliseconds.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>Invariant 8: prints as <c>***</c>.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>The kinds of option values and the CLR type each is bound to.</summary>
public enum OptionKind
{
    /// <summary>Text; string.</summary>
    Text,

    /// <summary>One character; string of one code point.</summary>
    Character,

    /// <summary>true or false; bool.</summary>
    Boolean,

    /// <summary>An integer; long.</summary>
    Integer,

    /// <summary>A size such as <c>64MB</c> (powers of 1024); long bytes.</summary>
    Bytes,

    /// <summary>A duration such as <c>10s</c>, <c>500ms</c>, <c>5m</c>, <c>1h</c>; <see cref="TimeSpan"/>.</summary>
    Duration,

    /// <summary>One of a list; string.</summary>
    Choice,

    /// <summary>A list of text; <c>ImmutableArray&lt;string&gt;</c>. A single text is a list of one.</summary>
    TextList,

    /// <summary>Text by name; <c>ImmutableDictionary&lt;string, string&gt;</c>.</summary>
    TextMap,
}
