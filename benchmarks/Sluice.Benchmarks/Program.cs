using System.Globalization;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Paths;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks;

/// <summary>Measures paths and writes their pages. Started by <c>benchmarks/run</c>, which prepares the programs and the server.</summary>
internal static class Program
{
    private const int DefaultRounds = 5;

    private static int Main(string[] arguments)
    {
        string repository = Environment.GetEnvironmentVariable("SLUICE_REPOSITORY") ?? Directory.GetCurrentDirectory();
        string[] names = [.. arguments.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
        if (names is ["list"])
        {
            foreach (BenchmarkPath path in BenchmarkPath.All)
                Console.WriteLine($"{path.Name,-26} {path.Title}");
            return 0;
        }

        if (names is ["readme"])
        {
            ReadmeTable.Update(repository, BenchmarkPath.All.Select(path => path.Name));
            return 0;
        }

        string[] unknown = [.. names.Except(BenchmarkPath.All.Select(path => path.Name))];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"benchmarks/run: no path is called '{unknown[0]}'; `benchmarks/run list` names them");
            return 2;
        }

        double scale = Option(arguments, "--scale", 1);
        return Measure(repository, names, (int)Option(arguments, "--rounds", DefaultRounds), scale);
    }

    private static int Measure(string repository, string[] names, int rounds, double scale)
    {
        string data = Environment.GetEnvironmentVariable("SLUICE_BENCH_DATA") ?? Path.Combine(repository, "benchmarks", "data");
        string results = Path.Combine(scale == 1 ? Path.Combine(repository, "benchmarks") : data, "results");
        Directory.CreateDirectory(results);
        var workspace = new Workspace(repository, data, scale);
        int failures = 0;
        foreach (BenchmarkPath path in BenchmarkPath.All.Where(path => names.Length == 0 || names.Contains(path.Name)))
        {
            Console.Error.WriteLine($"{path.Name}: {path.Title}");
            try
            {
                ResultPage page = path.Measure(workspace, rounds);
                string text = page.Render(MachineFacts.Read(repository, data, TimeProvider.System));
                File.WriteAllText(Path.Combine(results, path.Name + ".md"), text);
                Console.WriteLine(string.Join('\n', text.Split('\n').Skip(1).TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal))));
            }
            catch (InvalidOperationException error)
            {
                failures++;
                Console.Error.WriteLine($"  failed: {error.Message}");
            }
        }

        return failures == 0 ? 0 : 1;
    }

    private static double Option(string[] arguments, string name, double otherwise)
    {
        string? found = arguments.FirstOrDefault(a => a.StartsWith(name + "=", StringComparison.Ordinal));
        return found is null ? otherwise : double.Parse(found[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
