namespace Sluice.IntegrationTests.Matrix;

/// <summary>A table as an independent reader sees it.</summary>
/// <param name="Types">Column name → declared type.</param>
/// <param name="Values">(id, column) → text; NULLs are left out.</param>
/// <param name="Ids">The rows that are there.</param>
internal sealed record MatrixTable(IReadOnlyDictionary<string, string> Types, IReadOnlyDictionary<(int Id, string Column), string> Values, IReadOnlyList<int> Ids)
{
    /// <summary>From rows whose first field is the id, the others in the order of the columns.</summary>
    public static MatrixTable Of(IReadOnlyList<(string Name, string Type)> columns, IEnumerable<string?[]> rows)
    {
        var values = new Dictionary<(int, string), string>();
        var ids = new List<int>();
        foreach (string?[] row in rows)
        {
            int id = int.Parse(row[0]!, System.Globalization.CultureInfo.InvariantCulture);
            ids.Add(id);
            for (int i = 0; i < columns.Count; i++)
            {
                if (row[i + 1] is { } text)
                    values.Add((id, columns[i].Name), text);
            }
        }

        return new MatrixTable(columns.ToDictionary(c => c.Name, c => c.Type), values, ids);
    }
}
