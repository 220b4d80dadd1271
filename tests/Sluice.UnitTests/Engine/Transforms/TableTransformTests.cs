using Sluice.UnitTests.Cli;
using Xunit;

namespace Sluice.UnitTests.Engine.Transforms;

public sealed class TableTransformTests
{
    private const string Rows =
        """
        {"id":1,"a":9,"b":5}
        {"id":2,"a":9,"b":0}
        {"id":3,"a":null,"b":0}
        {"id":4,"a":1,"b":0}
        {"id":5,"a":9,"b":100}
        {"id":6,"a":9,"b":null}
        """;

    [Theory]
    [InlineData("a > 5 AND 10 / b > 1", "1", "2")]
    [InlineData("a > 5 AND (10 / b > 1 AND id < 5)", "1", "2")]
    [InlineData("10 / b > 1 AND a > 5", "1", "2,3,4")]
    [InlineData("id > 5 AND 10 / b > 1", "", "")]
    [InlineData("(a > 5) IS NOT FALSE AND id <> 2 AND 10 / b > 1", "1", "3")]
    [InlineData("NOT (a <= 5 OR 10 / b <= 1)", "1", "2,3")]
    public async Task A_row_that_a_conjunct_drops_does_not_reach_the_next_one(string where, string kept, string dirty)
    {
        using var cli = new CliRun();
        cli.Write("in.jsonl", Rows);
        cli.Write(
            "job.yaml",
            "source: { connection: in.jsonl, schema: \"id INT, a INT, b INT\" }\nsink: { connection: out.csv }\nselect: { id: id }\n"
            + $"where: \"{where}\"\nerrors: {{ limit: 9, dead_letter: dead }}\n");

        int exitCode = await cli.RunAsync("run", "job.yaml");

        Assert.Equal(0, exitCode);
        Assert.Equal(kept, string.Join(',', File.ReadLines(Path.Combine(cli.Folder, "out.csv")).Skip(1)));
        Assert.Equal(dirty, string.Join(',', DeadLetters(Path.Combine(cli.Folder, "dead")).Select(Id)));
    }

    private static IEnumerable<string> DeadLetters(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder).SelectMany(File.ReadAllLines) : [];

    private static string Id(string letter)
    {
        using var json = System.Text.Json.JsonDocument.Parse(letter);
        Assert.Equal("where", json.RootElement.GetProperty("column").GetString());
        return json.RootElement.GetProperty("row").GetProperty("id").GetString()!;
    }
}
