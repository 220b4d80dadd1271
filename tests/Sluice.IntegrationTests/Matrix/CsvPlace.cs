using System.Text;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>CSV, read back by a parser of its own that tells an empty field from an empty text.</summary>
internal sealed class CsvPlace(TemporaryFolder folder) : FilePlace(folder, "csv")
{
    public override string Name => "CSV";

    public override Task MakeAsync(string table, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("id" + string.Concat(Columns.Select((_, i) => $",{BoundaryColumn.NameOf(i)}")) + "\n0" + new string(',', Columns.Count) + "\n");
        foreach ((int id, int column, string value) in BoundaryColumn.Rows(Columns))
            text.Append(id).Append(',', column + 1).Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"').Append(',', Columns.Count - column - 1).Append('\n');
        return File.WriteAllTextAsync(PathOf(table), text.ToString(), cancellationToken);
    }

    public override async Task<MatrixTable> ReadAsync(string table, IReadOnlyDictionary<string, Family> families, CancellationToken cancellationToken)
    {
        List<string?[]> rows = Parse(await File.ReadAllTextAsync(PathOf(table), cancellationToken));
        (string, string)[] columns = [.. rows[0].Skip(1).Select(n => (n!, ""))];
        return MatrixTable.Of(columns, rows.Skip(1));
    }

    private static List<string?[]> Parse(string text)
    {
        var rows = new List<string?[]>();
        var row = new List<string?>();
        for (int i = 0; i < text.Length;)
        {
            string? field = null;
            if (text[i] == '"')
            {
                var quoted = new StringBuilder();
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                    quoted.Append(text[text[i] == '"' ? ++i : i]);
                (field, i) = (quoted.ToString(), i + 1);
            }
            else
            {
                int end = text.AsSpan(i).IndexOfAny(',', '\n') + i;
                (field, i) = (end == i ? null : text[i..end].TrimEnd('\r'), end);
            }

            row.Add(field);
            if (text[i++] == ',' && (i == text.Length || text[i] != '\n'))
                continue;
            if (text[i - 1] == ',')
            {
                row.Add(null);
                i++;
            }

            rows.Add([.. row]);
            row.Clear();
        }

        return rows;
    }
}
