using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Plans <c>write: replace</c>: finds out before the first row whether everything that hangs on the target can be kept.</summary>
internal static class ReplacePlan
{
    /// <summary>The replacement, and the statements that make the shadow table.</summary>
    /// <param name="sessions">Where to ask.</param>
    /// <param name="name">The target.</param>
    /// <param name="request">What the planner asks.</param>
    /// <param name="existing">The target as it is; null when there is none.</param>
    /// <param name="create">Creates a table of the given name from what comes.</param>
    /// <param name="wantsRows">Whether the job asks for the rows to be moved (<c>replace: rows</c>).</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SluiceException">The table cannot be replaced so; names what would be lost.</exception>
    public static async ValueTask<(PostgresReplacement Replacement, ImmutableArray<string> Ddl)> MakeAsync(
        PostgresSessions sessions, TableName name, SinkRequest request, PostgresTable? existing, Func<TableName, ImmutableArray<string>> create,
        bool wantsRows, CancellationToken cancellationToken)
    {
        TableName shadow = PostgresReplacement.ShadowOf(name);
        return await sessions.UseAsync(
            async s =>
            {
                string drop = $"DROP TABLE IF EXISTS {PostgresDialect.Quote(shadow)}";
                if (existing is null || request.Create == CreateMode.Recreate)
                {
                    await CheckNewAsync(s, name, existing, shadow, cancellationToken).ConfigureAwait(false);
                    return (new PostgresReplacement { Shadow = shadow, Step = ReplaceStep.New, Comment = request.Source?.Comment }, Order(drop, create(shadow)));
                }

                string?[] facts = (await s.QueryAsync(ReplaceQueries.Facts(Oid(existing), Literal(shadow)), "looking at the table to replace", cancellationToken)
                    .ConfigureAwait(false))[0];
                List<string?[]> obstacles = await ObstaclesAsync(s, existing, cancellationToken).ConfigureAwait(false);
                Check(name, existing, facts, obstacles, wantsRows, sessions.Address.Display);
                CheckShadow(shadow, facts[6] == "t", facts[5]);
                var replacement = new PostgresReplacement
                {
                    Shadow = shadow,
                    Step = wantsRows ? ReplaceStep.Rows : ReplaceStep.Swap,
                    AllColumns = [.. existing.Columns.Where(c => !c.IsGenerated)],
                    Key = obstacles.Exists(o => o[1] == "t") ? KeyOf(name, existing) : [],
                };
                return (replacement, [drop, .. await CopyAsync(s, name, existing, shadow, facts, cancellationToken).ConfigureAwait(false)]);
            },
            cancellationToken).ConfigureAwait(false);
    }

    // The schema must be there before a table in it is dropped.
    private static ImmutableArray<string> Order(string drop, ImmutableArray<string> create) =>
        create[0].StartsWith("CREATE SCHEMA", StringComparison.Ordinal) ? [create[0], drop, .. create[1..]] : [drop, .. create];

    private static async ValueTask CheckNewAsync(
        PostgresSession session, TableName name, PostgresTable? existing, TableName shadow, CancellationToken cancellationToken)
    {
        List<string?[]> found = await session.QueryAsync(ReplaceQueries.ShadowFacts(Literal(shadow)), "looking at the table to replace", cancellationToken)
            .ConfigureAwait(false);
        CheckShadow(shadow, found.Count > 0, found.Count > 0 ? found[0][0] : null);
        if (existing is null)
            return;
        List<string?[]> obstacles = await ObstaclesAsync(session, existing, cancellationToken).ConfigureAwait(false);
        if (obstacles.Count > 0)
            throw new SluiceException([.. obstacles.Select(o => new Problem(PostgresErrors.CannotReplace, $"'{name}' cannot be made anew: {o[0]} depends on it") { Where = $"table {name}", Fix = "set create: if_missing, which keeps the table" })]);
    }

    private static ValueTask<List<string?[]>> ObstaclesAsync(PostgresSession session, PostgresTable table, CancellationToken cancellationToken) =>
        session.QueryAsync(ReplaceQueries.Obstacles(Oid(table)), "looking at what depends on the table", cancellationToken);

    private static void Check(TableName name, PostgresTable existing, string?[] facts, List<string?[]> obstacles, bool wantsRows, string place)
    {
        if (facts[7] == "t")
            throw new SluiceException(PostgresErrors.MissingRight, $"user '{facts[9]}' may not create tables in schema '{name.Schema}', which write: replace needs", place, "grant the right to the user, or use another user");
        if (existing.Kind is not ('r' or 'p'))
            throw new SluiceException(PostgresErrors.CannotReplace, $"'{name}' is a {existing.Description.Kind}, whose rows cannot be replaced", $"table {name}", "name a table");
        if (wantsRows)
        {
            if (facts[8] == "f")
                throw new SluiceException(PostgresErrors.MissingRight, $"user '{facts[9]}' may not read, insert into, update and delete from table '{name}'", place, "grant the right to the user, or use another user");
            return;
        }

        if (facts[2] == "f")
            throw new SluiceException(PostgresErrors.MissingRight, $"user '{facts[9]}' does not own table '{name}', which a swap needs", place, "use the owner, or set replace: rows");
        if (existing.Kind == 'p')
            obstacles = [["its partitions", "f"]];
        if (obstacles.Count > 0)
        {
            throw new SluiceException([.. obstacles.Select(o => new Problem(PostgresErrors.CannotReplace, $"another table cannot take the place of '{name}': {o[0]} would be lost or broken")
            {
                Where = $"table {name}",
                Fix = "set replace: rows, which deletes and inserts in one transaction",
            })]);
        }
    }

    private static void CheckShadow(TableName shadow, bool exists, string? comment)
    {
        if (exists && !PostgresReplacement.IsMark(comment))
        {
            throw new SluiceException(PostgresErrors.CannotReplace, $"there is a table '{shadow}' that no run has made, where the new rows would go", $"table {shadow}",
                "rename it");
        }
    }

    private static ImmutableArray<string> KeyOf(TableName name, PostgresTable existing) => !existing.Description.Schema.PrimaryKey.IsEmpty
        ? existing.Description.Schema.PrimaryKey
        : throw new SluiceException(PostgresErrors.CannotReplace, $"other tables refer to '{name}', and it has no primary key by which to find the rows that stay",
            $"table {name}", "add a primary key");

    /// <summary>The statements that make a table like the target.</summary>
    private static async ValueTask<List<string>> CopyAsync(
        PostgresSession session, TableName name, PostgresTable existing, TableName shadow, string?[] facts, CancellationToken cancellationToken)
    {
        string quoted = PostgresDialect.Quote(shadow);
        List<string> ddl =
        [
            $"CREATE {(facts[1] == "u" ? "UNLOGGED " : "")}TABLE {quoted} (LIKE {PostgresDialect.Quote(name)} INCLUDING ALL)"
                + (facts[3] is null ? "" : $" TABLESPACE {facts[3]}"),
        ];
        if (facts[4] is { } options)
            ddl.Add($"ALTER TABLE {quoted} SET ({options})");
        List<string?[]> additions = await session.QueryAsync(ReplaceQueries.Additions(Oid(existing), Literal(shadow)), "looking at the table to replace", cancellationToken)
            .ConfigureAwait(false);
        ddl.AddRange(additions.Select(a => a[1]!));
        return ddl;
    }

    /// <summary>The quoted name as a literal.</summary>
    private static string Literal(TableName name) => PostgresDialect.Literal(PostgresDialect.Quote(name));

    private static string Oid(PostgresTable table) => table.Oid.ToString(CultureInfo.InvariantCulture);
}
