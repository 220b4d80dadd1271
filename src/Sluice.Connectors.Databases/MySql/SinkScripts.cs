using System.Collections.Immutable;
using Sluice.Connectors.Options;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The job's own statements around a run.</summary>
/// <param name="Before">Run before anything is created, in a transaction of their own.</param>
/// <param name="After">Run when all rows are in place, in the transaction that ends the run.</param>
internal sealed record SinkScripts(ImmutableArray<string> Before, ImmutableArray<string> After)
{
    /// <summary>For the plan.</summary>
    public ImmutableArray<string> Notes => [.. Before.Select(s => $"before the first row: {s}"), .. After.Select(s => $"behind the last row: {s}")];

    /// <summary>Binds the options <c>before</c> and <c>after</c>.</summary>
    public static SinkScripts From(OptionValues options) => new(options.List("before"), options.List("after"));
}
