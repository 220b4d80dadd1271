using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Turns the answer to <see cref="CatalogQueries.Server"/> into what <c>sluice check</c> shows.</summary>
internal static class PostgresReport
{
    public static ServerReport Make(PostgresAddress address, string?[] row, bool isPooled)
    {
        bool isReplica = row[4] == "t";
        var facts = new List<KeyValuePair<string, string>>
        {
            new("server", address.Display),
            new("database", row[0]!),
            new("user", row[1]! + (row[7] == "t" ? " (superuser)" : "")),
            new("default schema", row[14] ?? "none"),
            new("encoding", row[2]!),
            new("collation", row[3]!),
            new("encrypted", row[15] == "true" ? "yes" : "no"),
            new("role of the server", isReplica ? "replica" : "primary"),
            new("may create schemas", YesNo(row[10])),
            new("may create tables in the default schema", YesNo(row[17])),
            new("connections", $"{row[18]} of {row[6]} in use" + (row[9] == "-1" ? "" : $", this user {row[9]} at most")),
            new("wal_level", row[12]!),
        };
        var warnings = new List<string>();
        if (isReplica)
            warnings.Add("the server is a replica: it cannot be written, and parallel readers cannot share a snapshot; tables are read by one reader.");
        if (isPooled)
            warnings.Add("a pooler stands in front of the server: connect to the server itself where sessions matter.");
        if (!string.Equals(row[2], "UTF8", StringComparison.Ordinal))
            warnings.Add($"the database's encoding is {row[2]}: text that UTF-8 has and it lacks is refused when it is written.");
        if (string.Equals(row[13], "on", StringComparison.Ordinal))
            warnings.Add("default_transaction_read_only is on for this user: writing needs it off.");
        if (row[14] is null)
            warnings.Add("the search path names no schema that exists: write table names with their schema.");
        return new ServerReport($"PostgreSQL {row[5]}", facts, warnings);
    }

    private static string YesNo(string? value) => value == "t" ? "yes" : "no";
}
