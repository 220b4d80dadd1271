namespace Sluice.IntegrationTests.Matrix;

/// <summary>A type of a source and the values at its bounds. Each value stands in a row of its own, so that one that is refused costs no other.</summary>
/// <param name="Type">The type as the source declares it.</param>
/// <param name="Family">What the values are.</param>
/// <param name="Values">The values, as the source's boundary table writes them.</param>
internal sealed record BoundaryColumn(string Type, Family Family, params string[] Values)
{
    /// <summary>What the elements are, where the family is <see cref="Family.Nested"/>.</summary>
    public Family Element { get; init; } = Family.Text;

    /// <summary>The type as the page shows it, where its declaration says less.</summary>
    public string Title { get; init; } = Type;

    /// <summary>Rows of a boundary table: the id, the index of the column that has a value, the value. Row 0 has none.</summary>
    public static IEnumerable<(int Id, int Column, string Value)> Rows(IReadOnlyList<BoundaryColumn> columns)
    {
        int id = 0;
        for (int column = 0; column < columns.Count; column++)
        {
            foreach (string value in columns[column].Values)
                yield return (++id, column, value);
        }
    }

    /// <summary>The name of a column by its index.</summary>
    public static string NameOf(int column) => $"c{column}";
}
