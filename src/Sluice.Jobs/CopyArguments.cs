using System.Collections.Immutable;

namespace Sluice.Jobs;

/// <summary>The arguments of <c>sluice copy</c>, which stand for a job file.</summary>
public sealed record CopyArguments
{
    /// <summary>The source's address or connection name.</summary>
    public required string Source { get; init; }

    /// <summary>The sink's address or connection name; null to look at the source only.</summary>
    public string? Sink { get; init; }

    /// <summary><c>--table</c>: literal names; empty for all.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary><c>--into</c>.</summary>
    public string? Into { get; init; }

    /// <summary><c>--where</c>.</summary>
    public string? Where { get; init; }

    /// <summary><c>--select</c>: lists of expressions.</summary>
    public ImmutableArray<string> Select { get; init; } = [];

    /// <summary>One expression in place of <c>--select</c>, which needs no name.</summary>
    public string? Expression { get; init; }

    /// <summary><c>--write</c>.</summary>
    public string? Write { get; init; }

    /// <summary><c>--parallelism</c>.</summary>
    public int? Parallelism { get; init; }

    /// <summary><c>--limit</c>: rows per table.</summary>
    public long? Limit { get; init; }
}
