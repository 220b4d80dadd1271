using Sluice.Corpus;
using Sluice.Expressions;
using Xunit;

namespace Sluice.UnitTests.Expressions;

public sealed class CorpusDeviationTests
{
    [Fact]
    public void Every_deviating_cell_of_the_corpus_is_listed_and_no_other()
    {
        string folder = CorpusExpression.Folder();
        string list = Path.Combine(Repository(), "docs", "deviations.jsonl");
        HashSet<string> listed = [.. File.ReadLines(list)];
        HashSet<string> found = [.. DeviationList.Of(folder)];

        List<string> differing = [.. found.Except(listed).Select(line => "not listed: " + line), .. listed.Except(found).Select(line => "no longer so: " + line)];
        Assert.True(
            differing.Count == 0,
            $"{differing.Count} cells differ from docs/deviations.jsonl. If on purpose: dotnet run -c Release --project tests/Sluice.Corpus -- "
                + $"{folder} --write-deviations docs/deviations.jsonl\n{string.Join('\n', differing.Take(20))}");
    }

    [Fact]
    public void The_deviations_are_D1_to_D13_and_each_is_explained()
    {
        string page = File.ReadAllText(Path.Combine(Repository(), "docs", "deviations.md"));

        Assert.Equal(Enumerable.Range(1, 13).Select(number => $"D{number}"), Deviation.All.Select(deviation => deviation.ToString()));
        Assert.All(Deviation.All, deviation => Assert.Contains($"| {deviation} |", page, StringComparison.Ordinal));
        Assert.All(Deviation.All, deviation => Assert.NotEmpty(deviation.Operators));
    }

    private static string Repository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
