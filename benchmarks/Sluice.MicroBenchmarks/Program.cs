using BenchmarkDotNet.Running;

namespace Sluice.MicroBenchmarks;

/// <summary>Runs the benchmarks that the command line names; see <c>-- --help</c>.</summary>
internal static class Program
{
    private static void Main(string[] arguments) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
}
