using System.Text;
using System.Text.Json;

namespace Sluice.Benchmarks.Pages;

/// <summary>The table of numbers in README.md, made from the pages in <c>benchmarks/results</c> so that it cannot say anything else.</summary>
internal static class ReadmeTable
{
    private const string Begin = "<!-- benchmarks: made by benchmarks/run readme -->";
    private const string End = "<!-- end of benchmarks -->";
    private const string Mark = "<!-- summary ";

    /// <summary>Writes the table between the two marks of README.md.</summary>
    public static void Update(string repository, IEnumerable<string> order)
    {
        string path = Path.Combine(repository, "README.md");
        string readme = File.ReadAllText(path);
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        if (begin < Begin.Length || end < begin)
            throw new InvalidOperationException("README.md has lost the marks around its table of numbers");
        File.WriteAllText(path, readme[..begin] + "\n" + Table(Path.Combine(repository, "benchmarks", "results"), order) + readme[end..]);
    }

    private static string Table(string folder, IEnumerable<string> order)
    {
        var text = new StringBuilder("| path | Sluice | yardstick | measured | peak memory |\n|---|--:|---|---|--:|\n");
        foreach (string name in order)
        {
            string page = Path.Combine(folder, name + ".md");
            if (!File.Exists(page))
                continue;
            string line = File.ReadLines(page).First();
            string[] row = JsonSerializer.Deserialize<string[]>(line[Mark.Length..^" -->".Length])!;
            text.Append($"| [{row[0]}](benchmarks/results/{name}.md) | {string.Join(" | ", row[1..])} |\n");
        }

        return text.ToString();
    }
}
