using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// The statements of <c>write: insert_ignore</c> and <c>upsert</c>: rows go into a temporary table, batch by batch, and from there into the target.
/// The temporary table has the keys that decide, so that rows of one key are settled there: the last one stays (<c>upsert</c>), or the first one.
/// </summary>
/// <remarks>
/// Neither INSERT IGNORE, which makes warnings of every error, nor ON DUPLICATE KEY UPDATE on a table with several unique indexes, which updates the row
/// that collides with whichever is looked at first. Invariant 4.
/// </remarks>
internal sealed record MySqlMerge
{
    /// <summary>The temporary table's name, quoted.</summary>
    public required string Stage { get; init; }

    /// <summary>Creates the temporary table; commits nothing.</summary>
    public required string CreateSql { get; init; }

    /// <summary>Takes it away; commits nothing. Emptied by DELETE it would be scanned with all the rows that it ever had.</summary>
    public string DropSql => $"DROP TEMPORARY TABLE IF EXISTS {Stage}";

    /// <summary>Counts the rows that are left in it.</summary>
    public string CountSql => $"SELECT COUNT(*) FROM {Stage}";

    /// <summary>Puts rows in the place of those whose key is there; null when <see cref="InsertSql"/> does.</summary>
    public string? UpdateSql { get; init; }

    /// <summary>Adds the other rows.</summary>
    public required string InsertSql { get; init; }

    /// <summary>Whether <see cref="InsertSql"/> updates, so that every row must have been taken.</summary>
    public bool IsInsertUpdating { get; init; }

    /// <summary>Whether rows that the target has already are left out.</summary>
    public required bool IsIgnoring { get; init; }

    /// <summary>Ends an INSERT into the temporary table.</summary>
    public required string Tail { get; init; }

    /// <summary>What is done with a row whose key is there, for the plan.</summary>
    public required string ActionText { get; init; }

    /// <summary>The statements for a target.</summary>
    /// <param name="name">The target.</param>
    /// <param name="columns">The columns that come.</param>
    /// <param name="key">The keys that decide.</param>
    /// <param name="isIgnoring">Whether a row whose key is there is left out; else it takes the other one's place.</param>
    public static MySqlMerge Make(TableName name, ImmutableArray<MySqlColumn> columns, MergeKey key, bool isIgnoring)
    {
        string stage = MySqlDialect.Quote(new TableName(name.Schema, "sluice_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToString())))[..16]));
        string target = MySqlDialect.Quote(name);
        string list = List(columns, "");
        string first = MySqlDialect.Quote(key.Keys[0][0]);
        IEnumerable<string> indexes = key.Keys.Select((k, i) => $"UNIQUE KEY sluice_{i} ({string.Join(", ", k.Select(MySqlDialect.Quote))})");
        var common = new MySqlMerge
        {
            Stage = stage,
            CreateSql = $"CREATE TEMPORARY TABLE {stage} ({string.Join(", ", indexes)}) ENGINE = InnoDB SELECT {list} FROM {target} WHERE FALSE",
            IsIgnoring = isIgnoring,
            Tail = isIgnoring ? $" ON DUPLICATE KEY UPDATE {first} = {first}" : "",
            InsertSql = "",
            ActionText = "",
        };
        string others = $"INSERT INTO {target} ({list}) SELECT {List(columns, "s.")} FROM {stage} AS s WHERE "
            + string.Join(" AND ", key.Keys.Select(k => $"NOT EXISTS (SELECT 1 FROM {target} AS t WHERE {Same(k)})"));
        if (isIgnoring)
            return common with { InsertSql = others, ActionText = "INSERT of the rows whose key is not there" };
        string[] set = [.. Assigned(columns, key.Keys[0])];
        if (key.IsOnly)
        {
            return common with
            {
                InsertSql = $"INSERT INTO {target} ({list}) SELECT {List(columns, "s.")} FROM {stage} AS s ON DUPLICATE KEY UPDATE {string.Join(", ", set.Select(c => $"{c} = s.{c}"))}",
                IsInsertUpdating = true,
                ActionText = "INSERT … ON DUPLICATE KEY UPDATE",
            };
        }

        return common with
        {
            UpdateSql = $"UPDATE {target} AS t JOIN {stage} AS s ON {Same(key.Keys[0])} SET {string.Join(", ", set.Select(c => $"t.{c} = s.{c}"))}",
            InsertSql = others,
            ActionText = $"UPDATE by key ({string.Join(", ", key.Keys[0])}) and INSERT of the others",
        };
    }

    private static string List(ImmutableArray<MySqlColumn> columns, string prefix) => string.Join(", ", columns.Select(c => prefix + MySqlDialect.Quote(c.Name)));

    private static string Same(ImmutableArray<string> key) => string.Join(" AND ", key.Select(k => $"t.{MySqlDialect.Quote(k)} = s.{MySqlDialect.Quote(k)}"));

    /// <summary>
    /// Columns that do not come keep their value. Text of the key is written too: 'a' is equal to 'A' in many collations and another value all the same.
    /// </summary>
    private static IEnumerable<string> Assigned(ImmutableArray<MySqlColumn> columns, ImmutableArray<string> key)
    {
        string[] names = [.. columns.Where(c => !key.Contains(c.Name) || c.Collation is not null).Select(c => c.Name)];
        return (names.Length > 0 ? names : [key[0]]).Select(MySqlDialect.Quote);
    }
}

/// <summary>The key that decides whether a row is there.</summary>
/// <param name="Keys">Its columns; several keys where any of them decides (<see cref="WriteMode.InsertIgnore"/> alone).</param>
/// <param name="IsOnly">Whether the target has no other unique index.</param>
internal sealed record MergeKey(ImmutableArray<ImmutableArray<string>> Keys, bool IsOnly);
