using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks.Paths;

/// <summary>One question to measure, with its bars.</summary>
/// <param name="Name">What <c>benchmarks/run</c> takes, and the page's file name.</param>
/// <param name="Title">What is measured, for people.</param>
/// <param name="Measure">Prepares, runs the rounds and returns the page.</param>
internal sealed record BenchmarkPath(string Name, string Title, Func<Workspace, int, ResultPage> Measure)
{
    /// <summary>All paths in the order of a full run.</summary>
    public static IReadOnlyList<BenchmarkPath> All { get; } =
    [
        .. CopyPaths.All,
        .. PostgresPaths.All,
        .. MariaDbPaths.All,
        StartPath.Path,
        MemoryPath.Path,
        ProbePath.Path,
    ];
}
