using System.Globalization;
using Microsoft.Data.Sqlite;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>SQLite, read back through Microsoft.Data.Sqlite: what is stored, whatever is declared.</summary>
internal sealed class SqlitePlace(TemporaryFolder folder) : MatrixPlace
{
    private readonly string _file = folder["matrix.db"];

    public override string Name => "SQLite";

    public override IReadOnlyList<BoundaryColumn> Columns => SqliteBoundaries.Columns;

    public override async Task MakeAsync(string table, CancellationToken cancellationToken) => await ExecuteAsync(
        $"CREATE TABLE {table} ({Declared("id INTEGER PRIMARY KEY")}); INSERT INTO {table} (id) VALUES (0);\n"
        + string.Concat(BoundaryColumn.Rows(Columns).Select(r => $"INSERT INTO {table} (id, {BoundaryColumn.NameOf(r.Column)}) VALUES ({r.Id}, {r.Value});\n")), cancellationToken);

    public override (string Source, string Match) From(string table) => ($"connection: {Text("sqlite:" + _file)}", table);

    public override (string Sink, string? Into) Into(string table) => ($"connection: {Text("sqlite:" + _file)}", table);

    public override Task DropAsync(string table, CancellationToken cancellationToken) => ExecuteAsync($"DROP TABLE IF EXISTS {table}", cancellationToken);

    public override async Task<MatrixTable> ReadAsync(string table, IReadOnlyDictionary<string, Family> families, CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = await OpenAsync(cancellationToken);
        List<object?[]> declared = await RowsAsync(connection, $"SELECT name, type FROM pragma_table_info('{table}') WHERE name <> 'id' ORDER BY cid", cancellationToken);
        (string Name, string Type)[] columns = [.. declared.Select(r => ((string)r[0]!, (string)r[1]!))];
        List<object?[]> rows = await RowsAsync(connection, $"SELECT id{string.Concat(columns.Select(c => $", {c.Name}"))} FROM {table} ORDER BY id", cancellationToken);
        return MatrixTable.Of(columns, rows.Select(r => r.Select(Printed).ToArray()));
    }

    private static string? Printed(object? value) => value switch
    {
        null => null,
        byte[] bytes => "0x" + Convert.ToHexStringLower(bytes),
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = await OpenAsync(cancellationToken);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"BEGIN; {sql}; COMMIT";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<object?[]>> RowsAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            // The stored class counts: a declared one would make GetValue convert.
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => SQLitePCL.raw.sqlite3_column_type(reader.Handle, i) switch
            {
                SQLitePCL.raw.SQLITE_NULL => (object?)null,
                SQLitePCL.raw.SQLITE_INTEGER => reader.GetInt64(i),
                SQLitePCL.raw.SQLITE_FLOAT => reader.GetDouble(i),
                SQLitePCL.raw.SQLITE_BLOB => reader.GetFieldValue<byte[]>(i),
                _ => reader.GetString(i),
            })]);
        }

        return rows;
    }
}
