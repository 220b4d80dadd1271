using DuckDB.NET.Data;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>Parquet, written and read back by DuckDB.</summary>
internal sealed class ParquetPlace(TemporaryFolder folder) : FilePlace(folder, "parquet")
{
    public override string Name => "Parquet";

    public override bool NeedsSchema => false;

    public override IReadOnlyList<BoundaryColumn> Columns => ParquetBoundaries.Columns;

    public override Task MakeAsync(string table, CancellationToken cancellationToken)
    {
        Rows(
            $"CREATE TABLE t ({Declared("id INTEGER")}); INSERT INTO t (id) VALUES (0);"
            + string.Concat(BoundaryColumn.Rows(Columns).Select(r => $"INSERT INTO t (id, {BoundaryColumn.NameOf(r.Column)}) VALUES ({r.Id}, {r.Value});\n"))
            + $"COPY t TO '{PathOf(table)}' (FORMAT parquet)");
        return Task.CompletedTask;
    }

    public override Task<MatrixTable> ReadAsync(string table, IReadOnlyDictionary<string, Family> families, CancellationToken cancellationToken)
    {
        (string Name, string Type)[] columns =
        [
            .. Rows($"SELECT column_name, column_type FROM (DESCRIBE FROM '{PathOf(table)}') WHERE column_name <> 'id'").Select(r => (r[0]!, r[1]!)),
        ];
        List<string?[]> rows = Rows($"SET TimeZone = 'UTC'; SELECT id::VARCHAR{string.Concat(columns.Select(c => $", {Printed(c.Name, c.Type)}"))} FROM '{PathOf(table)}' ORDER BY id");
        return Task.FromResult(MatrixTable.Of(columns, rows));
    }

    private static string Printed(string name, string type) => type switch
    {
        "BLOB" => $"'0x' || hex({name})",
        "BLOB[]" => $"to_json(list_transform({name}, x -> '0x' || hex(x)))::VARCHAR",
        "FLOAT" or "DOUBLE" => $"CASE WHEN isnan({name}) THEN 'nan' ELSE {name}::VARCHAR END",
        "DATE" => $"replace({name}::VARCHAR, ' (BC)', ' BC')",
        _ when type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal) => $"to_json({name})::VARCHAR",
        _ => $"{name}::VARCHAR",
    };

    private static List<string?[]> Rows(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        do
        {
            while (reader.Read())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i).ToString())]);
        }
        while (reader.NextResult());
        return rows;
    }
}
