using System.Globalization;

namespace Sluice.Benchmarks.Measuring;

/// <summary>Runs contenders in alternation: one of each per round, the order turned by one each round, the first (the yardstick) twice.</summary>
internal static class Comparison
{
    /// <summary>
    /// Runs one warm-up round, in which every result is checked, then <paramref name="rounds"/> measured ones.
    /// </summary>
    /// <returns>The series of the contenders in order, and at the end a second series of the first one: the A/A control.</returns>
    public static IReadOnlyList<Series> Run(IReadOnlyList<Contender> contenders, int rounds, string expected, string logFile)
    {
        foreach (Contender contender in contenders)
        {
            Sample sample = RunOnce(contender, logFile);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  warm-up {contender.Name}: {sample.Seconds:0.000} s"));
            if (contender.Check?.Invoke() is { } found && found != expected)
                throw new InvalidOperationException($"{contender.Name} gave a wrong result: expected {expected}, got {found}");
        }

        Contender[] order = [.. contenders, contenders[0]];
        var samples = order.Select(_ => new List<Sample>()).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int step = 0; step < order.Length; step++)
            {
                int index = (round + step) % order.Length;
                samples[index].Add(RunOnce(order[index], logFile));
            }

            string line = string.Join("  ", order.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {samples[i][^1].Seconds:0.000}")));
            Console.Error.WriteLine($"  round {round + 1}: {line}");
        }

        return [.. order.Select((contender, i) => new Series(contender, samples[i]))];
    }

    private static Sample RunOnce(Contender contender, string logFile)
    {
        if (contender.Output is { } output)
        {
            if (Directory.Exists(output))
                Directory.Delete(output, recursive: true);
            File.Delete(output);
        }

        contender.Prepare?.Invoke();
        return WholeProcess.Run(contender.Command, logFile);
    }
}
