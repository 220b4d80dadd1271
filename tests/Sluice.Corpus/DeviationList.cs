using System.Text.Json;

namespace Sluice.Corpus;

/// <summary>The cells of a corpus that deviate on purpose, as <c>docs/deviations.jsonl</c> holds them.</summary>
internal static class DeviationList
{
    /// <summary>One line for each deviating cell: id, row, deviation, ours; in the order of the files.</summary>
    public static IReadOnlyList<string> Of(string folder)
    {
        var runner = new CorpusRunner(CorpusTable.Load(Path.Combine(folder, "tables.json")), [new InterpreterExecutor()]);
        List<Difference> differences = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (string line in File.ReadLines(file).Where(line => line.Length > 0))
                _ = runner.Run(CorpusCase.Read(line), differences).Count();
        }

        return [.. differences.Where(difference => difference.Deviation is not null).Select(Line)];
    }

    private static string Line(Difference difference) => JsonSerializer.Serialize(
        new { id = difference.Id, row = difference.Row, deviation = difference.Deviation, ours = difference.Got }, CorpusJson.Options);
}
