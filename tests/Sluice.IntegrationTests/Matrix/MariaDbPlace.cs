using System.Text;
using MySqlConnector;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>MariaDB, read back through MySqlConnector as the server's own text.</summary>
internal sealed class MariaDbPlace(MariaDbServer server) : MatrixPlace
{
    public override string Name => "MariaDB";

    public override IReadOnlyList<BoundaryColumn> Columns => MariaDbBoundaries.Columns;

    public override async Task MakeAsync(string table, CancellationToken cancellationToken)
    {
        // Without NO_ZERO_DATE, and with impossible days: so are old tables.
        await server.ExecuteAsync(
            $"CREATE TABLE {table} ({string.Join(", ", Columns.Select((c, i) => $"{BoundaryColumn.NameOf(i)} {c.Type} NULL").Prepend("id int PRIMARY KEY"))}); "
            + $"SET sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES', time_zone = '+00:00'; INSERT INTO {table} (id) VALUES (0);\n"
            + string.Concat(BoundaryColumn.Rows(Columns).Select(r => $"INSERT INTO {table} (id, {BoundaryColumn.NameOf(r.Column)}) VALUES ({r.Id}, {r.Value});\n")), cancellationToken);
    }

    public override (string Source, string Match) From(string table) => ($"connection: {Text(server.Url)}", $"{server.Owner.Database}.{table}");

    public override (string Sink, string? Into) Into(string table) => ($"connection: {Text(server.Url)}", $"{server.Owner.Database}.{table}");

    public override Task DropAsync(string table, CancellationToken cancellationToken) => server.ExecuteAsync($"DROP TABLE IF EXISTS {table}", cancellationToken);

    public override async Task<MatrixTable> ReadAsync(string table, IReadOnlyDictionary<string, Family> families, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(server.Owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var zone = new MySqlCommand("SET time_zone = '+00:00', sql_mode = ''", connection);
        await zone.ExecuteNonQueryAsync(cancellationToken);
        List<string?[]> declared = await RowsAsync(
            connection, $"SELECT COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' AND COLUMN_NAME <> 'id' ORDER BY ORDINAL_POSITION", cancellationToken);
        (string Name, string Type)[] columns = [.. declared.Select(r => (r[0]!, r[1]!))];
        return MatrixTable.Of(columns, await RowsAsync(connection, $"SELECT id{string.Concat(columns.Select(c => $", {Printed(c.Name, c.Type)}"))} FROM {table} ORDER BY id", cancellationToken));
    }

    private static string Printed(string name, string type) => type.Split('(')[0].Split(' ')[0] switch
    {
        "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" or "point" or "polygon" or "geometry" => $"CONCAT('0x', HEX({name}))",
        "bit" => $"CONCAT('0x', LPAD(HEX({name}), {Nibbles(type)}, '0'))",
        "float" or "double" => $"CONCAT({name} * 1e0)",
        _ => $"CONVERT({name} USING utf8mb4)",
    };

    private static int Nibbles(string type) => (int.Parse(type[4..^1], System.Globalization.CultureInfo.InvariantCulture) + 7) / 8 * 2;

    private static async Task<List<string?[]>> RowsAsync(MySqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(sql, connection);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string?[]>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : TextOf(reader.GetValue(i)))]);
        return rows;
    }

    private static string TextOf(object value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
