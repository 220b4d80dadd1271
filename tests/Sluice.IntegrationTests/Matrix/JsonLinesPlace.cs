using System.Text.Json;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>JSON lines, read back by System.Text.Json.</summary>
internal sealed class JsonLinesPlace(TemporaryFolder folder) : FilePlace(folder, "jsonl")
{
    public override string Name => "JSON lines";

    public override Task MakeAsync(string table, CancellationToken cancellationToken) => File.WriteAllLinesAsync(
        PathOf(table), BoundaryColumn.Rows(Columns).Select(r => $$"""{"id":{{r.Id}},"{{BoundaryColumn.NameOf(r.Column)}}":{{Written(Columns[r.Column].Family, r.Value)}}}""").Prepend("""{"id":0}"""), cancellationToken);

    public override async Task<MatrixTable> ReadAsync(string table, IReadOnlyDictionary<string, Family> families, CancellationToken cancellationToken)
    {
        var kinds = new Dictionary<string, string>();
        var rows = new List<Dictionary<string, string>>();
        await foreach (string line in File.ReadLinesAsync(PathOf(table), cancellationToken))
        {
            var row = new Dictionary<string, string>();
            foreach (JsonProperty member in JsonDocument.Parse(line).RootElement.EnumerateObject())
            {
                bool isJson = families.GetValueOrDefault(member.Name) == Family.Json;
                if (member.Value.ValueKind == JsonValueKind.Null && !isJson)
                    continue;
                row.Add(member.Name, member.Value.ValueKind == JsonValueKind.String && !isJson ? member.Value.GetString()! : member.Value.GetRawText());
                kinds.TryAdd(member.Name, isJson ? "JSON" : KindOf(member.Value.ValueKind));
            }

            rows.Add(row);
        }

        (string Name, string)[] columns = [.. kinds.Where(k => k.Key != "id").Select(k => (k.Key, k.Value))];
        return MatrixTable.Of(columns, rows.Select(r => columns.Select(c => r.GetValueOrDefault(c.Name)).Prepend(r["id"]).ToArray()));
    }

    private static string Written(Family family, string value) => family switch
    {
        Family.Truth or Family.Number or Family.Json or Family.Nested => value,
        Family.Float8 or Family.Float4 when value is not ("NaN" or "Infinity" or "-Infinity") => value,
        _ => JsonSerializer.Serialize(value),
    };

    private static string KindOf(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False ? "true, false" : kind.ToString().ToLowerInvariant();
}
