using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Asks at plan time whether the server and the user's rights allow what a run will do.</summary>
internal static class TargetRights
{
    /// <summary>Whether the schema must be made.</summary>
    /// <exception cref="SluiceException">The server is a replica, or a right is missing; the message names it.</exception>
    public static async ValueTask<bool> CheckAsync(
        PostgresSessions sessions, TableName name, PostgresTable? existing, bool isCreated, WriteMode mode, CancellationToken cancellationToken)
    {
        string sql = existing is not null && !isCreated ? OfTable(existing, mode) : OfSchema(name);
        string?[] row = (await sessions.UseAsync(s => s.QueryAsync(sql, "asking for rights", cancellationToken), cancellationToken)
            .ConfigureAwait(false))[0];
        if (row[4] == "t")
        {
            throw new SluiceException(PostgresErrors.ReadOnlyServer, "the server is a replica: it cannot be written", sessions.Address.Display,
                "give the address of the primary server");
        }

        string? refusal = (row[1], row[2], isCreated || existing is null) switch
        {
            ({ } missing, _, false) => $"user '{row[3]}' may not {missing} table '{name}'",
            ({ }, _, true) => $"user '{row[3]}' may not create tables in schema '{name.Schema}'",
            (_, "f", _) => $"there is no schema '{name.Schema}' and user '{row[3]}' may not create it",
            _ => null,
        };
        if (refusal is null && mode is WriteMode.Upsert or WriteMode.InsertIgnore && row[5] == "f")
            refusal = $"user '{row[3]}' may not create temporary tables in this database, which write: {mode.Text()} needs";
        if (refusal is not null)
            throw new SluiceException(PostgresErrors.MissingRight, refusal, sessions.Address.Display, "grant the right to the user, or use another user");
        return row[0] == "t";
    }

    /// <summary>Schema is missing, the missing right, may create the schema, user, is a replica, may create temporary tables.</summary>
    private static string OfTable(PostgresTable table, WriteMode mode)
    {
        (string Right, string Verb)[] rights = mode switch
        {
            WriteMode.Upsert => [("INSERT", "insert into"), ("UPDATE", "update"), ("SELECT", "read")],
            WriteMode.InsertIgnore => [("INSERT", "insert into"), ("SELECT", "read")],
            WriteMode.Truncate => [("INSERT", "insert into"), ("TRUNCATE", "truncate")],
            _ => [("INSERT", "insert into")],
        };
        string cases = string.Join(" ", rights.Select(r =>
            string.Create(CultureInfo.InvariantCulture, $"WHEN NOT pg_catalog.has_table_privilege({table.Oid}::oid, '{r.Right}') THEN '{r.Verb}'")));
        return $"SELECT 'f', CASE {cases} END, 't', current_user, {Server}";
    }

    private static string OfSchema(TableName name) =>
        $"""
        SELECT n.oid IS NULL, CASE WHEN NOT COALESCE(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), true) THEN 'create' END,
               n.oid IS NOT NULL OR pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), current_user, {Server}
        FROM (SELECT 1) one LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = {PostgresDialect.Literal(name.Schema!)}
        """;

    private const string Server = "pg_catalog.pg_is_in_recovery(), pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')";
}
