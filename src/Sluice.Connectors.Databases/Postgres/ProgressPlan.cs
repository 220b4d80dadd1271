using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Looks at plan time whether a run can keep its progress in a schema.</summary>
internal static class ProgressPlan
{
    /// <summary>The statement that creates the progress table; null when it is there and can be written.</summary>
    /// <exception cref="SluiceException">A right is missing.</exception>
    public static async ValueTask<string?> DdlAsync(PostgresSessions sessions, string schema, CancellationToken cancellationToken)
    {
        string?[] row = (await sessions.UseAsync(s => s.QueryAsync(Rights(schema), "asking for rights", cancellationToken), cancellationToken)
            .ConfigureAwait(false))[0];
        string? refusal = (row[0], row[1], row[2]) switch
        {
            ("t", "f", _) => $"user '{row[3]}' may not read and write the progress table '{schema}.{PostgresProgress.TableName}'",
            ("f", _, "f") => $"user '{row[3]}' may not create the progress table '{schema}.{PostgresProgress.TableName}'",
            _ => null,
        };
        if (refusal is not null)
        {
            throw new SluiceException(PostgresErrors.MissingRight, refusal, sessions.Address.Display,
                "grant the right to the user, or run without checkpoint.store");
        }

        return row[0] == "t" ? null : PostgresProgress.CreateSql(schema);
    }

    private static string Rights(string schema)
    {
        string table = $"pg_catalog.to_regclass({PostgresDialect.Literal(PostgresDialect.Quote(new TableName(schema, PostgresProgress.TableName)))})::oid";
        return $"""
            SELECT {table} IS NOT NULL,
                   COALESCE(pg_catalog.has_table_privilege({table}, 'SELECT') AND pg_catalog.has_table_privilege({table}, 'INSERT')
                     AND pg_catalog.has_table_privilege({table}, 'UPDATE') AND pg_catalog.has_table_privilege({table}, 'DELETE'), true),
                   COALESCE((SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = {PostgresDialect.Literal(schema)}), true),
                   current_user
            """;
    }
}
