using System.Text.Json;

namespace Sluice.Corpus;

/// <summary>Runs a corpus of expressions in every executor: <c>FOLDER…</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        int write = Array.IndexOf(arguments, "--write-deviations");
        if (write >= 0 && arguments.Length > write + 1)
        {
            string[] folders = [.. arguments.Where((_, i) => i != write && i != write + 1)];
            File.WriteAllLines(arguments[write + 1], DeviationList.Of(folders[0]));
            return 0;
        }

        if (arguments.Length == 0)
        {
            Console.Error.WriteLine("usage: Sluice.Corpus FOLDER…   (each with tables.json and *.jsonl)");
            return 2;
        }

        var counts = new Dictionary<(string Group, Verdict Verdict), int>();
        using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (string folder in arguments)
            RunFolder(folder, counts, output);
        foreach (string group in counts.Keys.Select(key => key.Group).Distinct().Order(StringComparer.Ordinal))
            output.WriteLine($"# {group}: {Line(verdict => counts.GetValueOrDefault((group, verdict)))}");
        output.WriteLine(Line(verdict => counts.Where(entry => entry.Key.Verdict == verdict).Sum(entry => entry.Value)));
        return counts.Any(entry => entry.Key.Verdict == Verdict.Failed && entry.Value > 0) ? 1 : 0;
    }

    private static string Line(Func<Verdict, int> count) =>
        $"{count(Verdict.Passed)} passed, {count(Verdict.Failed)} failed, {count(Verdict.Unsupported)} unsupported, {count(Verdict.Deviating)} deviating";

    private static void RunFolder(string folder, Dictionary<(string Group, Verdict Verdict), int> counts, StreamWriter output)
    {
        var runner = new CorpusRunner(CorpusTable.Load(Path.Combine(folder, "tables.json")), Executors.All);
        List<Difference> differences = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            string group = Path.GetFileNameWithoutExtension(file);
            foreach (string line in File.ReadLines(file).Where(line => line.Length > 0))
            {
                foreach ((string executor, Verdict verdict) in runner.Run(CorpusCase.Read(line), differences))
                {
                    string key = Executors.All.Count > 1 ? $"{group} ({executor})" : group;
                    counts[(key, verdict)] = counts.GetValueOrDefault((key, verdict)) + 1;
                }

                foreach (Difference difference in differences)
                    output.WriteLine(Json(difference));
                differences.Clear();
            }
        }
    }

    private static string Json(Difference difference) => JsonSerializer.Serialize(
        new
        {
            id = difference.Id,
            executor = difference.Executor,
            row = difference.Row,
            expected = difference.Expected,
            got = difference.Got,
            deviation = difference.Deviation,
        },
        CorpusJson.Options);
}
