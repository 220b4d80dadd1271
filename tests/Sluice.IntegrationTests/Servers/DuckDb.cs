using DuckDB.NET.Data;

namespace Sluice.IntegrationTests.Servers;

/// <summary>DuckDB in memory: the independent reader of what Sluice writes.</summary>
internal static class DuckDb
{
    /// <summary>The first column of the first row.</summary>
    public static T? Scalar<T>(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is T value ? value : default;
    }

    /// <summary>All rows as DuckDB's own text, columns joined by <c>|</c>, NULL as <c>∅</c>.</summary>
    public static IReadOnlyList<string> Rows(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT COLUMNS(*)::VARCHAR FROM ({sql})";
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "∅" : reader.GetString(i))));
        return rows;
    }

    /// <summary>A file's columns as <c>name TYPE</c>, in order: what an independent reader makes of it.</summary>
    public static IReadOnlyList<string> Columns(string path) =>
        [.. Rows($"SELECT column_name, column_type FROM (DESCRIBE FROM '{path.Replace("'", "''", StringComparison.Ordinal)}')").Select(row => row.Replace('|', ' '))];
}
