namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Moves the rows of a shadow table into its target (<c>replace: rows</c>), in the open transaction of a run's end, which is REPEATABLE READ: what it
/// deletes stays locked with the gaps between, so that nobody can put a row there meanwhile.
/// </summary>
internal static class RowMover
{
    private const string Doing = "replacing the table";

    /// <summary>Moves the rows.</summary>
    public static async ValueTask MoveAsync(MySqlSession session, MySqlReplacement replacement, CancellationToken cancellationToken)
    {
        foreach (string statement in Statements(replacement))
            await session.ExecuteAsync(statement, Doing, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<string> Statements(MySqlReplacement replacement)
    {
        (string into, string from) = (MySqlDialect.Quote(replacement.Target), MySqlDialect.Quote(replacement.Shadow));
        string[] columns = [.. replacement.AllColumns.Select(c => MySqlDialect.Quote(c.Name))];
        string list = string.Join(", ", columns);
        if (replacement.Key.IsEmpty)
            return [$"DELETE FROM {into}", $"INSERT INTO {into} ({list}) SELECT {list} FROM {from}"];
        // A row that stays is updated, never deleted: a foreign key to it may cascade.
        string same = string.Join(" AND ", replacement.Key.Select(k => $"n.{MySqlDialect.Quote(k)} = o.{MySqlDialect.Quote(k)}"));
        string none = $"n.{MySqlDialect.Quote(replacement.Key[0])} IS NULL";
        string[] others = [.. replacement.AllColumns.Where(c => !replacement.Key.Contains(c.Name) || c.Collation is not null).Select(c => MySqlDialect.Quote(c.Name))];
        return
        [
            $"DELETE o FROM {into} AS o LEFT JOIN {from} AS n ON {same} WHERE {none}",
            .. others.Length == 0 ? [] : new[] { $"UPDATE {into} AS o JOIN {from} AS n ON {same} SET {string.Join(", ", others.Select(c => $"o.{c} = n.{c}"))}" },
            $"INSERT INTO {into} ({list}) SELECT {string.Join(", ", columns.Select(c => "n." + c))} FROM {from} AS n WHERE NOT EXISTS (SELECT 1 FROM {into} AS o WHERE {same})",
        ];
    }
}
