using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Plans <c>write: replace</c>: finds out before the first row whether everything that hangs on the target can be kept. Rights, views and routines hang on
/// the name and stay; indexes, keys, defaults, checks, computed columns, comments and partitions come with CREATE TABLE … LIKE.
/// </summary>
internal static class ReplacePlan
{
    private const string Doing = "looking at what depends on the table";

    /// <summary>The replacement, and the statements that make the shadow table.</summary>
    /// <param name="sessions">Where to ask.</param>
    /// <param name="name">The target.</param>
    /// <param name="request">What the planner asks.</param>
    /// <param name="existing">The target as it is; null when there is none.</param>
    /// <param name="create">Creates a table of the given name from what comes.</param>
    /// <param name="wantsRows">Whether the job asks for the rows to be moved (<c>replace: rows</c>).</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SluiceException">The table cannot be replaced so; names what would be lost.</exception>
    public static async ValueTask<(MySqlReplacement Replacement, ImmutableArray<string> Ddl)> MakeAsync(
        MySqlSessions sessions, TableName name, SinkRequest request, MySqlTable? existing, Func<TableName, ImmutableArray<string>> create, bool wantsRows,
        CancellationToken cancellationToken)
    {
        TableName shadow = MySqlReplacement.ShadowOf(name);
        string drop = $"DROP TABLE IF EXISTS {MySqlDialect.Quote(shadow)}";
        bool isNew = existing is null || request.Create == CreateMode.Recreate;
        var replacement = new MySqlReplacement
        {
            Target = name,
            Shadow = shadow,
            Step = isNew ? ReplaceStep.New : wantsRows ? ReplaceStep.Rows : ReplaceStep.Swap,
            Comment = request.Source?.Comment,
        };
        await sessions.UseAsync(s => CheckAsync(s, replacement, existing, request.IsResumable, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (isNew)
            return (replacement, Order(drop, create(shadow)));
        replacement = replacement with { AllColumns = [.. existing!.Columns.Where(c => !c.IsGenerated)] };
        if (wantsRows && await IsReferredToAsync(sessions, name, cancellationToken).ConfigureAwait(false))
            replacement = replacement with { Key = KeyOf(name, existing) };
        return (replacement, [drop, $"CREATE TABLE {MySqlDialect.Quote(shadow)} LIKE {MySqlDialect.Quote(name)}"]);
    }

    /// <summary>The tables whose foreign keys refer to one: name of the key, table.</summary>
    public static ValueTask<List<string?[]>> ReferrersAsync(MySqlSession session, TableName name, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT CONSTRAINT_NAME, CONCAT(CONSTRAINT_SCHEMA, '.', TABLE_NAME) FROM information_schema.REFERENTIAL_CONSTRAINTS
        WHERE UNIQUE_CONSTRAINT_SCHEMA = {MySqlDialect.Literal(name.Schema!)} AND REFERENCED_TABLE_NAME = {MySqlDialect.Literal(name.Name)}
          AND NOT (CONSTRAINT_SCHEMA = UNIQUE_CONSTRAINT_SCHEMA AND TABLE_NAME = REFERENCED_TABLE_NAME)
        ORDER BY 1, 2
        """, Doing, cancellationToken);

    // The database must be there before a table in it is dropped.
    private static ImmutableArray<string> Order(string drop, ImmutableArray<string> create) =>
        create[0].StartsWith("CREATE DATABASE", StringComparison.Ordinal) ? [create[0], drop, .. create[1..]] : [drop, .. create];

    private static async ValueTask<bool> CheckAsync(
        MySqlSession session, MySqlReplacement replacement, MySqlTable? existing, bool isResumable, CancellationToken cancellationToken)
    {
        TableName name = replacement.Target;
        // A run that goes on may find its own shadow without its mark; its first attempt looks when it begins.
        if (!isResumable)
            await MySqlReplacer.CheckFreeAsync(session, replacement, cancellationToken).ConfigureAwait(false);
        if (existing is null)
            return true;
        if (existing.IsView)
            throw new SluiceException(MySqlErrors.CannotReplace, $"'{name}' is a view, whose rows cannot be replaced", $"table {name}", "name a table");
        List<string> obstacles = await ObstaclesAsync(session, name, existing, replacement.Step, cancellationToken).ConfigureAwait(false);
        if (obstacles.Count == 0)
            return true;
        (string what, string fix) = replacement.Step switch
        {
            ReplaceStep.New => ($"'{name}' cannot be made anew: {{0}} depends on it", "set create: if_missing, which keeps the table"),
            ReplaceStep.Rows => ($"the rows of '{name}' cannot be deleted: {{0}} is checked row by row", "drop the foreign key, or use write: upsert"),
            _ => ($"another table cannot take the place of '{name}': {{0}} would be lost or broken", "set replace: rows, which deletes and inserts in one transaction"),
        };
        throw new SluiceException([.. obstacles.Select(o => new Problem(MySqlErrors.CannotReplace, what.Replace("{0}", o, StringComparison.Ordinal)) { Where = $"table {name}", Fix = fix })]);
    }

    /// <summary>What a replacement would break or lose, each as text.</summary>
    private static async ValueTask<List<string>> ObstaclesAsync(
        MySqlSession session, TableName name, MySqlTable existing, ReplaceStep step, CancellationToken cancellationToken)
    {
        (string schema, string table) = (MySqlDialect.Literal(name.Schema!), MySqlDialect.Literal(name.Name));
        List<string?[]> own = await session.QueryAsync(
            $"""
            SELECT CONSTRAINT_NAME, UNIQUE_CONSTRAINT_SCHEMA = CONSTRAINT_SCHEMA AND REFERENCED_TABLE_NAME = TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS
            WHERE CONSTRAINT_SCHEMA = {schema} AND TABLE_NAME = {table} ORDER BY 1
            """, Doing, cancellationToken).ConfigureAwait(false);
        if (step == ReplaceStep.Rows)
            return [.. own.Where(o => o[1] == "1").Select(o => $"the foreign key {o[0]} of the table to itself")];
        List<string?[]> triggers = await session.QueryAsync(
            $"SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = {schema} AND EVENT_OBJECT_TABLE = {table} ORDER BY 1", Doing, cancellationToken)
            .ConfigureAwait(false);
        List<string?[]> referrers = await ReferrersAsync(session, name, cancellationToken).ConfigureAwait(false);
        List<string?[]> grants = await session.QueryAsync("SHOW GRANTS", "asking for rights", cancellationToken).ConfigureAwait(false);
        if (!MySqlRights.CanSeeTriggers([.. grants.Select(g => g[0]!)], name))
        {
            throw new SluiceException(MySqlErrors.MissingRight, $"the user may not see the triggers of table '{name}', which a swap would lose", session.Place,
                "grant TRIGGER on the table to the user, or set replace: rows");
        }

        return
        [
            .. referrers.Select(r => $"the foreign key {r[0]} of table {r[1]}"),
            .. step == ReplaceStep.New ? [] : own.Select(o => $"its foreign key {o[0]}"),
            .. triggers.Select(t => $"the trigger {t[0]}"),
            .. existing.IsVersioned ? ["the history of its rows"] : Array.Empty<string>(),
        ];
    }

    private static async ValueTask<bool> IsReferredToAsync(MySqlSessions sessions, TableName name, CancellationToken cancellationToken) =>
        (await sessions.UseAsync(s => ReferrersAsync(s, name, cancellationToken), cancellationToken).ConfigureAwait(false)).Count > 0;

    private static ImmutableArray<string> KeyOf(TableName name, MySqlTable existing) => !existing.Description.Schema.PrimaryKey.IsEmpty
        ? existing.Description.Schema.PrimaryKey
        : throw new SluiceException(MySqlErrors.CannotReplace, $"other tables refer to '{name}', and it has no primary key by which to find the rows that stay",
            $"table {name}", "add a primary key");
}
