namespace Sluice.Connectors.Databases.MySql;

/// <summary>What SHOW GRANTS says. The server has no function that answers for one right, so the texts are read; in doubt the answer is no.</summary>
internal static class MySqlRights
{
    /// <summary>Whether the user may lock tables in every database, or all tables at once.</summary>
    public static bool CanLock(IReadOnlyList<string> grants) => CanLock(grants, null);

    /// <summary>Whether the user may lock the tables of a database, or all tables at once.</summary>
    public static bool CanLock(IReadOnlyList<string> grants, string? schema) => grants.Any(g =>
        IsGlobal(g) && (Has(g, "ALL PRIVILEGES") || Has(g, "LOCK TABLES") || Has(g, "RELOAD") || Has(g, "FLUSH_TABLES"))
        || (schema is not null && IsFor(g, schema) && (Has(g, "ALL PRIVILEGES") || Has(g, "LOCK TABLES"))));

    /// <summary>Whether the user may lock all tables at once.</summary>
    public static bool CanFlush(IReadOnlyList<string> grants) =>
        grants.Any(g => IsGlobal(g) && (Has(g, "ALL PRIVILEGES") || Has(g, "RELOAD") || Has(g, "FLUSH_TABLES")));

    /// <summary>Whether the user may write to a server that is read-only.</summary>
    public static bool CanWriteAnyway(IReadOnlyList<string> grants) =>
        grants.Any(g => IsGlobal(g) && (Has(g, "ALL PRIVILEGES") || Has(g, "SUPER") || Has(g, "READ_ONLY ADMIN") || Has(g, "READ ONLY ADMIN") || Has(g, "CONNECTION_ADMIN")));

    /// <summary>Whether the user sees all triggers of a table.</summary>
    public static bool CanSeeTriggers(IReadOnlyList<string> grants, Catalog.TableName table) => grants.Any(g =>
        (IsGlobal(g) || IsFor(g, table.Schema!) || g.Contains($" ON {MySqlDialect.Quote(table)} TO ", StringComparison.Ordinal))
        && (Has(g, "ALL PRIVILEGES") || Has(g, "TRIGGER")));

    private static bool IsGlobal(string grant) => grant.Contains(" ON *.* TO ", StringComparison.Ordinal);

    // In a grant on a database, _ and % are wildcards unless they are escaped.
    private static bool IsFor(string grant, string schema) =>
        grant.Contains($" ON {MySqlDialect.Quote(schema)}.* TO ", StringComparison.Ordinal)
        || grant.Contains($" ON {MySqlDialect.Quote(schema.Replace("_", "\\_", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal))}.* TO ", StringComparison.Ordinal);

    private static bool Has(string grant, string right) =>
        grant.IndexOf(right, StringComparison.Ordinal) is >= 0 and var at && at < grant.IndexOf(" ON ", StringComparison.Ordinal);
}
