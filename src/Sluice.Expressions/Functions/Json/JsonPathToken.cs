namespace Sluice.Expressions.Functions.Json;

/// <summary>A step of a JSON path.</summary>
internal abstract record JsonPathToken
{
    /// <summary>Whether the step can lead to one place only.</summary>
    internal virtual bool IsDefinite => false;

    /// <summary><c>.name</c>, <c>['a', 'b']</c>. Several names at the end give one object of them.</summary>
    internal sealed record Property(IReadOnlyList<string> Names, bool IsLast) : JsonPathToken
    {
        internal override bool IsDefinite => Names.Count == 1 || IsLast;
    }

    /// <summary><c>[1]</c>, <c>[0, 2]</c>; negative ones count from the end.</summary>
    internal sealed record Index(IReadOnlyList<int> Positions) : JsonPathToken
    {
        internal override bool IsDefinite => Positions.Count == 1;
    }

    /// <summary><c>[1:3]</c>, <c>[-2:]</c>, <c>[:2]</c>.</summary>
    internal sealed record Slice(int? From, int? To) : JsonPathToken;

    /// <summary><c>*</c>.</summary>
    internal sealed record Wildcard : JsonPathToken;

    /// <summary><c>..</c>: the next step anywhere below.</summary>
    internal sealed record Scan : JsonPathToken;

    /// <summary><c>[?(…)]</c>.</summary>
    internal sealed record Filter(JsonFilter Condition) : JsonPathToken;

    /// <summary><c>.length()</c> or <c>.size()</c>.</summary>
    internal sealed record Length : JsonPathToken
    {
        internal override bool IsDefinite => true;
    }
}
