namespace Sluice.Benchmarks.Tables;

/// <summary>A deterministic table: its columns, its usual number of rows, and how one row is written.</summary>
/// <param name="Name">File and table name.</param>
/// <param name="Rows">Rows in the standard run.</param>
/// <param name="Columns">Columns in order.</param>
/// <param name="Write">Writes the fields of one row, counted from 0.</param>
internal sealed record BenchmarkTable(string Name, long Rows, IReadOnlyList<TableColumn> Columns, Action<RowWriter, long> Write)
{
    /// <summary>All tables, the line items first.</summary>
    public static IReadOnlyList<BenchmarkTable> All { get; } = [LineItem.Table, OtherTables.Narrow, OtherTables.Wide, OtherTables.Text];

    /// <summary>The columns for a job's <c>schema</c>.</summary>
    public string SluiceSchema => string.Join(", ", Columns.Select(c => $"{c.Name} {c.SluiceType}"));

    /// <summary>The columns for DuckDB's <c>read_csv</c>.</summary>
    public string DuckDbColumns => "{" + string.Join(", ", Columns.Select(c => $"'{c.Name}': '{c.DuckDbType}'")) + "}";

    /// <summary>The columns for <c>polars.mjs</c>.</summary>
    public string PolarsColumns => string.Join(',', Columns.Select(c => $"{c.Name}:{PolarsType(c.DuckDbType)}"));

    /// <summary>The columns for <c>CREATE TABLE</c>.</summary>
    public string PostgresColumns => string.Join(", ", Columns.Select(c => $"{c.Name} {c.PostgresType}"));

    private static string PolarsType(string duckDbType) => duckDbType switch
    {
        "BIGINT" => "i64",
        "INTEGER" => "i32",
        "DATE" => "date",
        "TIMESTAMP" => "datetime",
        "VARCHAR" => "text",
        _ => "decimal",
    };

    /// <summary>The table of that name.</summary>
    public static BenchmarkTable Find(string name) => All.First(table => table.Name == name);

    /// <summary>Writes it as CSV with a header: to a temporary name first, so that a broken run leaves no half file.</summary>
    public void WriteCsv(string path, long rows)
    {
        string temporary = path + ".tmp";
        using (FileStream stream = File.Create(temporary))
        {
            using var writer = new RowWriter(stream);
            writer.Header(Columns);
            for (long row = 0; row < rows; row++)
            {
                Write(writer, row);
                writer.EndRow();
            }
        }

        File.Move(temporary, path, overwrite: true);
    }
}
