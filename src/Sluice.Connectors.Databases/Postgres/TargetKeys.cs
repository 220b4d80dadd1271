using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Finds the key that decides in <c>write: insert_ignore</c> and <c>upsert</c>.</summary>
internal static class TargetKeys
{
    /// <summary>The key's columns; empty for every unique key there is.</summary>
    /// <exception cref="SluiceException">There is none, or it cannot be used; says what to do.</exception>
    public static async ValueTask<ImmutableArray<string>> FindAsync(
        PostgresSessions sessions, SinkRequest request, PostgresTable? existing, CancellationToken cancellationToken)
    {
        string place = $"table {existing?.Description.Name ?? request.Name}";
        bool isIgnoring = request.Write == WriteMode.InsertIgnore;
        if (existing is null)
        {
            return !request.Schema.PrimaryKey.IsEmpty ? request.Schema.PrimaryKey : throw new SluiceException(
                PostgresErrors.NoKey, $"write: {request.Write.Text()} needs a key, and the rows have none", place, "name its columns in `key`");
        }

        List<UniqueKey> keys = await ReadAsync(sessions, existing, cancellationToken).ConfigureAwait(false);
        if (request.Key.IsEmpty && isIgnoring)
        {
            return keys.Count > 0 ? [] : throw new SluiceException(
                PostgresErrors.NoKey, "write: insert_ignore needs a unique key, and the target has none", place, "add one to the target, or use write: append");
        }

        ImmutableArray<string> wanted = !request.Key.IsEmpty ? request.Key : existing.Description.Schema.PrimaryKey;
        if (wanted.IsEmpty)
        {
            throw new SluiceException(PostgresErrors.NoKey, "write: upsert needs a key, and the target has no primary key", place,
                "name the columns of a unique key in `key`, or add a primary key to the target");
        }

        string names = string.Join(", ", wanted);
        UniqueKey? found = keys.Find(k => k.Columns.Length == wanted.Length && k.Columns.All(wanted.Contains));
        if (found is null)
        {
            throw new SluiceException(PostgresErrors.NoKey, $"the target has no unique key ({names}) that takes effect at once", place,
                $"CREATE UNIQUE INDEX ON {PostgresDialect.Quote(existing.Description.Name)} ({string.Join(", ", wanted.Select(PostgresDialect.Quote))})");
        }

        Check(request, wanted, found, place);
        return wanted;
    }

    private static void Check(SinkRequest request, ImmutableArray<string> wanted, UniqueKey found, string place)
    {
        if (wanted.FirstOrDefault(c => request.Schema.IndexOf(c) < 0) is { } missing)
            throw new SluiceException(PostgresErrors.NoKey, $"no value comes for column '{missing}' of the key", place, "give it a value in `select`");
        // A row whose key is NULL is equal to no row: it would be added again in every run.
        if (request.Write == WriteMode.Upsert && !found.Nullable.IsEmpty)
        {
            throw new SluiceException(PostgresErrors.NoKey, $"column '{found.Nullable[0]}' of the key may be NULL in the target, where NULL is equal to nothing", place,
                $"ALTER TABLE … ALTER COLUMN {PostgresDialect.Quote(found.Nullable[0])} SET NOT NULL");
        }
    }

    private static async ValueTask<List<UniqueKey>> ReadAsync(PostgresSessions sessions, PostgresTable table, CancellationToken cancellationToken)
    {
        string oid = table.Oid.ToString(CultureInfo.InvariantCulture);
        List<string?[]> rows = await sessions.UseAsync(
            s => s.QueryAsync(
                $"""
                SELECT pg_catalog.json_agg(a.attname ORDER BY k.place), COALESCE(pg_catalog.json_agg(a.attname ORDER BY k.place) FILTER (WHERE NOT a.attnotnull), '[]')
                FROM pg_catalog.pg_index i, pg_catalog.unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, place), pg_catalog.pg_attribute a
                WHERE i.indrelid = {oid} AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
                  AND k.place <= i.indnkeyatts AND a.attrelid = i.indrelid AND a.attnum = k.attnum
                GROUP BY i.indexrelid
                ORDER BY pg_catalog.bool_or(i.indisprimary) DESC, i.indexrelid
                """,
                "looking for unique keys", cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new UniqueKey(Names(r[0]!), Names(r[1]!)))];
    }

    private static ImmutableArray<string> Names(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(e => e.GetString()!)];
    }

    private sealed record UniqueKey(ImmutableArray<string> Columns, ImmutableArray<string> Nullable);
}
