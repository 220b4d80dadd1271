using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Finds the key that decides in <c>write: insert_ignore</c> and <c>upsert</c>.</summary>
internal static class TargetKeys
{
    /// <summary>The key.</summary>
    /// <exception cref="SluiceException">There is none, or it cannot be used; says what to do.</exception>
    public static MergeKey Find(SinkRequest request, MySqlTable? existing)
    {
        string place = $"table {existing?.Description.Name ?? request.Name}";
        if (existing is null)
        {
            return !request.Schema.PrimaryKey.IsEmpty ? new MergeKey([request.Schema.PrimaryKey], IsOnly: true) : throw new SluiceException(
                MySqlErrors.NoKey, $"write: {request.Write.Text()} needs a key, and the rows have none", place, "name its columns in `key`");
        }

        if (request.Key.IsEmpty && request.Write == WriteMode.InsertIgnore)
            return AnyKey(request, existing, place);
        ImmutableArray<string> wanted = !request.Key.IsEmpty ? request.Key : existing.Description.Schema.PrimaryKey;
        if (wanted.IsEmpty)
        {
            throw new SluiceException(MySqlErrors.NoKey, "write: upsert needs a key, and the target has no primary key", place,
                "name the columns of a unique key in `key`, or add a primary key to the target");
        }

        if (!existing.Keys.Any(k => k.Columns.Length == wanted.Length && k.Columns.All(wanted.Contains)))
        {
            throw new SluiceException(MySqlErrors.NoKey, $"the target has no unique key ({string.Join(", ", wanted)})", place,
                $"ALTER TABLE {MySqlDialect.Quote(existing.Description.Name)} ADD UNIQUE ({string.Join(", ", wanted.Select(MySqlDialect.Quote))})");
        }

        Check(request, existing, wanted, place);
        return new MergeKey([wanted], existing.UniqueIndexes.Length == 1);
    }

    /// <summary>Every unique key whose values come; by another one no row that comes can collide, or only as a dirty row.</summary>
    private static MergeKey AnyKey(SinkRequest request, MySqlTable existing, string place)
    {
        ImmutableArray<ImmutableArray<string>> keys = [.. existing.Keys.Select(k => k.Columns).Where(k => k.All(c => request.Schema.IndexOf(c) >= 0))];
        return keys.Length > 0 ? new MergeKey(keys, existing.UniqueIndexes.Length == 1) : throw new SluiceException(
            MySqlErrors.NoKey, "write: insert_ignore needs a unique key whose values come, and the target has none", place, "add one to the target, or use write: append");
    }

    private static void Check(SinkRequest request, MySqlTable existing, ImmutableArray<string> wanted, string place)
    {
        if (wanted.FirstOrDefault(c => request.Schema.IndexOf(c) < 0) is { } missing)
            throw new SluiceException(MySqlErrors.NoKey, $"no value comes for column '{missing}' of the key", place, "give it a value in `select`");
        // A row whose key is NULL is equal to no row: it would be added again in every run.
        if (request.Write == WriteMode.Upsert && existing.Columns.FirstOrDefault(c => !c.IsNotNull && wanted.Contains(c.Name)) is { } nullable)
        {
            throw new SluiceException(MySqlErrors.NoKey, $"column '{nullable.Name}' of the key may be NULL in the target, where NULL is equal to nothing", place,
                $"ALTER TABLE … MODIFY {MySqlDialect.Quote(nullable.Name)} {nullable.NativeType} NOT NULL");
        }
    }
}
