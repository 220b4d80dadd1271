using System.Text.Json;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Corpus;

/// <summary>A table of the corpus with its rows as values.</summary>
internal sealed record CorpusTable(string Name, TableSchema Schema, IReadOnlyList<object?[]> Rows)
{
    public static Dictionary<string, CorpusTable> Load(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => Read(entry.Name, entry.Value), StringComparer.Ordinal);
    }

    private static CorpusTable Read(string name, JsonElement table)
    {
        Column[] columns = [.. table.GetProperty("columns").EnumerateArray()
            .Select(column => new Column(column.GetProperty("name").GetString()!, Declared(column.GetProperty("type").GetString()!)))];
        List<object?[]> rows = [];
        foreach (JsonElement row in table.GetProperty("rows").EnumerateArray())
            rows.Add([.. row.EnumerateArray().Select((value, i) => CorpusValue.Read(value, columns[i].Type))]);
        return new CorpusTable(name, new TableSchema([.. columns]), rows);
    }

    // To Flink's planner every TIME column is TIME(0), whatever was declared; its values keep their fraction.
    private static LogicalType Declared(string text)
    {
        LogicalType type = DataTypeParser.Parse(text);
        return type.Kind == TypeKind.Time ? LogicalType.Time(0).WithNullability(type.IsNullable) : type;
    }
}
