using Npgsql;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>PostgreSQL, read back through Npgsql as the server's own text.</summary>
internal sealed class PostgresPlace(PostgresServer server) : MatrixPlace
{
    public override string Name => "PostgreSQL";

    public override IReadOnlyList<BoundaryColumn> Columns => PostgresBoundaries.Columns;

    public override async Task MakeAsync(string table, CancellationToken cancellationToken)
    {
        await server.ExecuteAsync(PostgresBoundaries.OwnTypes, cancellationToken);
        await server.ExecuteAsync($"CREATE TABLE {table} ({Declared("id integer PRIMARY KEY")}); INSERT INTO {table} (id) VALUES (0)", cancellationToken);
        await server.ExecuteAsync(
            string.Join(";\n", BoundaryColumn.Rows(Columns).Select(r => $"INSERT INTO {table} (id, {BoundaryColumn.NameOf(r.Column)}) VALUES ({r.Id}, {PostgresBoundaries.Literal(r.Value, Columns[r.Column].Type)})")),
            cancellationToken);
    }

    public override (string Source, string Match) From(string table) => ($"connection: {Text(server.Url)}", $"public.{table}");

    public override (string Sink, string? Into) Into(string table) => ($"connection: {Text(server.Url)}", $"public.{table}");

    public override Task DropAsync(string table, CancellationToken cancellationToken) => server.ExecuteAsync($"DROP TABLE IF EXISTS {table}", cancellationToken);

    public override async Task<MatrixTable> ReadAsync(string table, IReadOnlyDictionary<string, Family> families, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.Owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        List<string?[]> declared = await RowsAsync(
            connection, $"SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND attname <> 'id' ORDER BY attnum", cancellationToken);
        (string Name, string Type)[] columns = [.. declared.Select(r => (r[0]!, r[1]!))];
        return MatrixTable.Of(columns, await RowsAsync(connection, $"SELECT id{string.Concat(columns.Select(c => $", {Printed(c.Name, c.Type, families)}"))} FROM {table} ORDER BY id", cancellationToken));
    }

    private static string Printed(string name, string type, IReadOnlyDictionary<string, Family> families)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal) && families[name] == Family.Nested)
            return $"to_json({name})::text";
        return type switch
        {
            "bytea" => $"'0x' || encode({name}, 'hex')",
            "inet" => $"{name}::text",
            _ => name,
        };
    }

    private static async Task<List<string?[]>> RowsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string?[]>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]);
        return rows;
    }
}
