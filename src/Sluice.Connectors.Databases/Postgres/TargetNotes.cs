using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>What the plan should say about a target.</summary>
internal static class TargetNotes
{
    /// <summary>The remarks, in order.</summary>
    public static ImmutableArray<string> Of(SinkRequest request, PostgresTable? existing, PostgresTarget target, bool isCreated)
    {
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        bool isReplaced = target.Replacement is not null;
        if (existing is not null && isCreated && !isReplaced)
            notes.Add("what the table holds now goes when the run begins, also when the run then fails");
        if (request.Write == WriteMode.Truncate && !isCreated)
            notes.Add("truncate is not atomic: the table is empty from the start of the run, and what it held is lost also when the run then fails");
        if (request.Write == WriteMode.InsertIgnore && !isCreated)
            notes.Add("rows that a trigger or a rule of the target drops count as ignored: the server does not tell them from rows whose key is there");
        if (target.Replacement?.Step == ReplaceStep.Swap)
            notes.Add("the table is locked for an instant at the end; its triggers do not fire for the new rows, its statistics are new");
        if (target.Replacement is { Step: ReplaceStep.Rows, Key.IsEmpty: false })
            notes.Add("rows whose key stays are updated, because other tables refer to them; the others are deleted, and their foreign keys act");
        for (int i = 0; i < target.Targets.Length; i++)
        {
            Column column = request.Schema.Columns[i];
            if (!isCreated && target.Targets[i].IsNotNull && column.Type.IsNullable)
                notes.Add($"column '{column.Name}' must not be NULL in the target: rows with NULL are dirty rows");
            if (isCreated && column.Tag == Tags.Enum && target.Targets[i].TypeKind != 'e')
                notes.Add($"column '{column.Name}' becomes text: the target has no enum type {column.NativeType}");
        }

        notes.AddRange(OfKeys(request, existing, target, isCreated));
        return notes.ToImmutable();
    }

    private static IEnumerable<string> OfKeys(SinkRequest request, PostgresTable? existing, PostgresTarget target, bool isCreated)
    {
        bool hasKeys = !isCreated && (existing!.Description.UniqueKeys.Length > 0 || existing.Description.Schema.PrimaryKey.Length > 0);
        if (hasKeys && request.Parallelism > 1 && target is { Merge: null, Replacement: null })
            yield return "the target has unique keys: two writers with rows of the same key wait for each other up to lock_timeout, then the run fails";
        if (target.Merge is not null && target.MaxWriters == 1 && request.Parallelism > 1)
            yield return "one writer, because the source does not say that its rows have different keys: of several, the last one read is kept";
        string[] left = isCreated || target.Merge is not { IsIgnoring: false } ? []
            : [.. existing!.Columns.Where(c => !c.IsGenerated && request.Schema.IndexOf(c.Name) < 0).Select(c => c.Name)];
        if (left.Length > 0)
            yield return $"rows that are there keep their values in columns that get none: {string.Join(", ", left)}";
    }
}
