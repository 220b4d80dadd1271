using BenchmarkDotNet.Running;

namespace Sluice.MicroBenchmarks;

/// <summary>Runs the benchmarks that the command line names (see <c>-- --help</c>), or writes the evaluator's page (<c>-- evaluator FILE</c>).</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        if (arguments is ["evaluator", var file])
            EvaluatorPage.Write(file);
        else
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
    }
}
