using System.Text.Json;
using Sluice.Expressions;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Expressions;

/// <summary>The expressions of the conformance corpus, without their values.</summary>
internal sealed record CorpusExpression(string Id, string Text, TableSchema Schema, SessionContext Session)
{
    public static string Folder()
    {
        string? given = Environment.GetEnvironmentVariable("SLUICE_CONFORMANCE");
        if (given is not null)
            return given;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "..", "shared", "conformance");
            if (File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")) && Directory.Exists(candidate))
                return candidate;
        }

        Assert.Skip("the conformance corpus is not there: set SLUICE_CONFORMANCE to its folder");
        return "";
    }

    public static IEnumerable<CorpusExpression> All()
    {
        string folder = Folder();
        using JsonDocument tables = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tables.json")));
        Dictionary<string, TableSchema> schemas = tables.RootElement.EnumerateObject().ToDictionary(
            table => table.Name,
            table => new TableSchema([.. table.Value.GetProperty("columns").EnumerateArray().Select(column =>
                new Column(column.GetProperty("name").GetString()!, DataTypeParser.Parse(column.GetProperty("type").GetString()!)))]));
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (string line in File.ReadLines(file))
            {
                using JsonDocument test = JsonDocument.Parse(line);
                JsonElement root = test.RootElement;
                string table = root.GetProperty("table").GetString()!;
                string zone = root.TryGetProperty("zone", out JsonElement given) ? given.GetString()! : "UTC";
                yield return new CorpusExpression(
                    root.GetProperty("id").GetString()!, root.GetProperty("expr").GetString()!, schemas[table],
                    new SessionContext { TimeZone = zone, TableName = table });
            }
        }
    }
}
