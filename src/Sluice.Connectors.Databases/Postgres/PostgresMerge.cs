using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// The statements of <c>write: insert_ignore</c> and <c>upsert</c>: rows go into a temporary table by COPY, batch by batch, and from there into the
/// target. The temporary table belongs to the writer's transaction and goes with it.
/// </summary>
internal sealed record PostgresMerge
{
    /// <summary>Creates the temporary table.</summary>
    public required string CreateSql { get; init; }

    /// <summary>Empties it.</summary>
    public required string ClearSql { get; init; }

    /// <summary>Its name, quoted.</summary>
    public required string Stage { get; init; }

    /// <summary>Deletes every row that is followed by another one of its key; null when rows of one key do not matter.</summary>
    public string? SupersedeSql { get; init; }

    /// <summary>Moves the rows into the target.</summary>
    public required string ApplySql { get; init; }

    /// <summary>Whether rows that the target has already are left out.</summary>
    public required bool IsIgnoring { get; init; }

    /// <summary>What is done with a row whose key is there, for the plan.</summary>
    public required string ActionText { get; init; }

    /// <summary>The statements for a target.</summary>
    /// <param name="name">The target.</param>
    /// <param name="columns">The columns that come.</param>
    /// <param name="key">The key that decides; empty for any unique key (<see cref="WriteMode.InsertIgnore"/> alone).</param>
    /// <param name="isIgnoring">Whether a row whose key is there is left out; else it takes the other one's place.</param>
    public static PostgresMerge Make(TableName name, ImmutableArray<PostgresColumn> columns, ImmutableArray<string> key, bool isIgnoring)
    {
        string stage = $"pg_temp.{PostgresDialect.Quote("sluice_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToString())))[..16])}";
        string list = string.Join(", ", columns.Select(c => PostgresDialect.Quote(c.Name)));
        string target = PostgresDialect.Quote(name);
        string keys = string.Join(", ", key.Select(PostgresDialect.Quote));
        string overriding = columns.Any(c => c.IsIdentity) ? " OVERRIDING SYSTEM VALUE" : "";
        string action = isIgnoring ? "DO NOTHING" : $"DO UPDATE SET {Assignments(columns, key)}";
        string conflict = key.IsEmpty ? "ON CONFLICT" : $"ON CONFLICT ({keys})";
        return new PostgresMerge
        {
            Stage = stage,
            CreateSql = $"CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {list} FROM {target} WITH NO DATA",
            ClearSql = $"TRUNCATE {stage}",
            SupersedeSql = isIgnoring ? null
                : $"DELETE FROM {stage} AS s USING {stage} AS later WHERE later.ctid > s.ctid AND "
                    + string.Join(" AND ", key.Select(k => $"later.{PostgresDialect.Quote(k)} = s.{PostgresDialect.Quote(k)}")),
            ApplySql = $"INSERT INTO {target} ({list}){overriding} SELECT {list} FROM {stage} {conflict} {action}",
            IsIgnoring = isIgnoring,
            ActionText = $"{conflict} {(isIgnoring ? action : "DO UPDATE")}",
        };
    }

    /// <summary>Columns that do not come keep their value. A row that is its key alone is written as it is, so that it counts as written.</summary>
    private static string Assignments(ImmutableArray<PostgresColumn> columns, ImmutableArray<string> key)
    {
        string[] names = [.. columns.Select(c => c.Name).Where(n => !key.Contains(n))];
        return string.Join(", ", (names.Length > 0 ? names : [key[0]]).Select(n => $"{PostgresDialect.Quote(n)} = EXCLUDED.{PostgresDialect.Quote(n)}"));
    }
}
