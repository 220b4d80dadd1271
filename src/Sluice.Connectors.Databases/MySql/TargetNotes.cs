using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>What the plan should say about a target.</summary>
internal static class TargetNotes
{
    /// <summary>The remarks, in order.</summary>
    public static ImmutableArray<string> Of(SinkRequest request, MySqlTable? existing, MySqlTarget target, bool isCreated, WriteServer server) =>
    [
        .. server.IsLoadAllowed ? [] : new[] { "local_infile is off on the server: rows go by INSERT, which is slower; SET GLOBAL local_infile = 1 allows LOAD DATA" },
        .. OfMode(request, existing, target, isCreated),
        .. OfColumns(request, target, isCreated, server),
        .. OfKeys(request, existing, target, isCreated),
    ];

    private static IEnumerable<string> OfMode(SinkRequest request, MySqlTable? existing, MySqlTarget target, bool isCreated)
    {
        if (existing is not null && isCreated && target.Replacement is null)
            yield return "what the table holds now goes when the run begins, also when the run then fails";
        if (request.Write == WriteMode.Truncate && !isCreated)
            yield return "truncate is not atomic: the table is empty from the start of the run, and what it held is lost also when the run then fails";
        if (target.Replacement?.Step == ReplaceStep.Swap)
            yield return "the table is locked for an instant at the end; a transaction that began before it and reads the table then has to begin again (error 1412); its statistics are new";
        if (target.Replacement is { Step: ReplaceStep.Rows, Key.IsEmpty: false })
            yield return "rows whose key stays are updated, because other tables refer to them; the others are deleted, and their foreign keys act";
    }

    private static IEnumerable<string> OfColumns(SinkRequest request, MySqlTarget target, bool isCreated, WriteServer server)
    {
        ImmutableArray<MySqlColumn> targets = target.Targets;
        if (isCreated && targets.Any(t => t.TypeName is "varchar" or "char" or "text" or "mediumtext" or "longtext"))
            yield return $"text of the created table compares by code point ({MySqlDdl.Collation(server.Version)})";
        for (int i = 0; i < targets.Length; i++)
        {
            Column column = request.Schema.Columns[i];
            if (!isCreated && targets[i].IsNotNull && column.Type.IsNullable)
                yield return $"column '{column.Name}' must not be NULL in the target: rows with NULL are dirty rows";
            if (isCreated && column.Type.IsCharacter && column.Type.Length > 16_383 && targets[i].TypeName == "varchar")
                yield return $"column '{column.Name}' is part of the key and becomes {targets[i].NativeType}: longer values are dirty rows";
            if (isCreated && column.Tag == Tags.Enum && targets[i].TypeName != "enum")
                yield return $"column '{column.Name}' becomes text: the names of {column.NativeType ?? "its type"} are not known here";
            if (column.Type.Kind == TypeKind.TimestampLtz && targets[i].TypeName == "timestamp")
                yield return $"column '{column.Name}' is a timestamp in the target: instants before 1970 and after 2038 are dirty rows";
        }
    }

    private static IEnumerable<string> OfKeys(SinkRequest request, MySqlTable? existing, MySqlTarget target, bool isCreated)
    {
        bool hasKeys = !isCreated && existing!.UniqueIndexes.Length > 0;
        if (hasKeys && request.Parallelism > 1 && target is { Merge: null, Replacement: null })
            yield return "the target has unique keys: two writers with rows of the same key wait for each other up to lock_timeout, then the run fails";
        if (target.Merge is not null && target.MaxWriters == 1 && request.Parallelism > 1)
        {
            yield return existing is { UniqueIndexes.Length: > 1 } && !isCreated
                ? "one writer, because the target has several unique keys: two writers could wait for each other"
                : "one writer, because the source does not say that its rows have different keys: of several, the last one read is kept";
        }

        if (target.Merge is { IsIgnoring: false } && hasKeys && existing!.UniqueIndexes.Length > 1)
            yield return "a row that is equal to another row in another unique key than the one that decides is a dirty row";
        string[] left = isCreated || target.Merge is not { IsIgnoring: false } ? []
            : [.. existing!.Columns.Where(c => !c.IsGenerated && request.Schema.IndexOf(c.Name) < 0).Select(c => c.Name)];
        if (left.Length > 0)
            yield return $"rows that are there keep their values in columns that get none: {string.Join(", ", left)}";
    }
}
