using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Puts the rows of shadow tables in the place of their targets, in the open transaction of a run's end.</summary>
internal sealed class PostgresReplacer(PostgresSession session, TimeSpan lockTimeout, TimeProvider time)
{
    private const string Doing = "replacing the table";
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1);

    /// <summary>Marks shadow tables as this run's.</summary>
    public static async ValueTask MarkAsync(PostgresSession session, IEnumerable<PostgresReplacement> all, string runId, CancellationToken cancellationToken)
    {
        foreach (PostgresReplacement one in all)
        {
            await session.ExecuteAsync($"COMMENT ON TABLE {PostgresDialect.Quote(one.Shadow)} IS {PostgresDialect.Literal(PostgresReplacement.Mark(runId))}",
                "creating tables", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes sure that shadow tables are still this run's: another run into the same target would have made them anew.</summary>
    public static async ValueTask CheckAsync(PostgresSession session, IEnumerable<PostgresReplacement> all, string runId, CancellationToken cancellationToken)
    {
        foreach (TableName shadow in all.Select(r => r.Shadow))
        {
            List<string?[]> rows = await session.QueryAsync(
                $"SELECT pg_catalog.obj_description(pg_catalog.to_regclass({Literal(shadow)})::oid, 'pg_class')", "looking at the new rows' table", cancellationToken)
                .ConfigureAwait(false);
            if (rows[0][0] != PostgresReplacement.Mark(runId))
                throw PostgresErrors.ShadowTaken(shadow.ToString(), session.Place);
        }
    }

    /// <summary>Replaces one target.</summary>
    public async ValueTask ReplaceAsync(PostgresTarget target, CancellationToken cancellationToken)
    {
        PostgresReplacement replacement = target.Replacement!;
        string shadow = PostgresDialect.Quote(replacement.Shadow);
        await RunAsync($"ANALYZE {shadow}", cancellationToken).ConfigureAwait(false);
        switch (replacement.Step)
        {
            case ReplaceStep.Rows:
                await MoveRowsAsync(target, replacement, cancellationToken).ConfigureAwait(false);
                break;
            case ReplaceStep.Swap:
                await SwapAsync(target.Name, replacement.Shadow, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await RenameAsync(target.Name, replacement, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask RenameAsync(TableName name, PostgresReplacement replacement, CancellationToken cancellationToken)
    {
        TableName shadow = replacement.Shadow;
        string quoted = PostgresDialect.Quote(name);
        if (await OidAsync(name, cancellationToken).ConfigureAwait(false) is not null)
        {
            await LockAsync(name, cancellationToken).ConfigureAwait(false);
            await RunAsync($"DROP TABLE {quoted}", cancellationToken).ConfigureAwait(false);
        }

        List<string?[]> keys = await session.QueryAsync(
            $"""
            SELECT pg_catalog.format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', {PostgresDialect.Literal(quoted)}, k.conname, {PostgresDialect.Literal(name.Name)} || '_pkey')
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
            WHERE k.conrelid = pg_catalog.to_regclass({Literal(shadow)})::oid AND k.contype = 'p' AND pg_catalog.length({PostgresDialect.Literal(name.Name)}) <= 40
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_class x WHERE x.relnamespace = c.relnamespace AND x.relname = {PostgresDialect.Literal(name.Name)} || '_pkey')
            UNION ALL
            -- Since 18 a NOT NULL is a constraint with a name, which has the shadow's in it.
            SELECT pg_catalog.format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', {PostgresDialect.Literal(quoted)}, k.conname, {PostgresDialect.Literal(name.Name)} || '_' || a.attname || '_not_null')
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
            WHERE k.conrelid = pg_catalog.to_regclass({Literal(shadow)})::oid AND k.contype = 'n' AND pg_catalog.octet_length({PostgresDialect.Literal(name.Name)} || '_' || a.attname || '_not_null') <= 63
            """,
            Doing, cancellationToken).ConfigureAwait(false);
        await RunAsync($"ALTER TABLE {PostgresDialect.Quote(shadow)} RENAME TO {PostgresDialect.Quote(name.Name)}", cancellationToken).ConfigureAwait(false);
        foreach (string?[] key in keys)
            await RunAsync(key[0]!, cancellationToken).ConfigureAwait(false);
        string comment = replacement.Comment is { Length: > 0 } text ? PostgresDialect.Literal(text) : "NULL";
        await RunAsync($"COMMENT ON TABLE {quoted} IS {comment}", cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SwapAsync(TableName name, TableName shadow, CancellationToken cancellationToken)
    {
        await LockAsync(name, cancellationToken).ConfigureAwait(false);
        string oid = await OidAsync(name, cancellationToken).ConfigureAwait(false) ?? throw PostgresErrors.Changed(name.ToString(), session.Place);
        string shadowOid = (await OidAsync(shadow, cancellationToken).ConfigureAwait(false))!;
        if (await FirstAsync(ReplaceQueries.Shape(oid), cancellationToken).ConfigureAwait(false)
            != await FirstAsync(ReplaceQueries.Shape(shadowOid), cancellationToken).ConfigureAwait(false))
            throw PostgresErrors.Changed(name.ToString(), session.Place);
        string quoted = PostgresDialect.Literal(PostgresDialect.Quote(name));
        List<string?[]> before = await AskAsync(SwapQueries.BeforeDrop(oid, shadowOid, quoted), cancellationToken).ConfigureAwait(false);
        List<string?[]> identities = await AskAsync(SwapQueries.Identities(oid, shadowOid), cancellationToken).ConfigureAwait(false);
        List<string?[]> after = await AskAsync(SwapQueries.AfterDrop(oid, shadowOid, quoted), cancellationToken).ConfigureAwait(false);
        List<string?[]> indexes = await AskAsync(ReplaceQueries.IndexNames(oid, shadowOid), cancellationToken).ConfigureAwait(false);
        var old = new TableName(name.Schema, shadow.Name.Replace("__sluice_new", "__sluice_old", StringComparison.Ordinal));
        await RunAsync(
            $"ALTER TABLE {PostgresDialect.Quote(name)} RENAME TO {PostgresDialect.Quote(old.Name)}; ALTER TABLE {PostgresDialect.Quote(shadow)} RENAME TO {PostgresDialect.Quote(name.Name)}",
            cancellationToken).ConfigureAwait(false);
        foreach (string?[] statement in before)
            await RunAsync(statement[1]!, cancellationToken).ConfigureAwait(false);
        foreach (string?[] i in identities)
        {
            await AskAsync(
                $"SELECT pg_catalog.setval({PostgresDialect.Literal(i[4]!)}, GREATEST(o.last_value, s.last_value), o.is_called OR s.is_called) FROM {i[3]} o, {i[4]} s",
                cancellationToken).ConfigureAwait(false);
        }

        await RunAsync($"DROP TABLE {PostgresDialect.Quote(old)}", cancellationToken).ConfigureAwait(false);
        foreach (string?[] i in identities)
            await RunAsync($"ALTER SEQUENCE {i[4]} RENAME TO {PostgresDialect.Quote(i[1]!)}" + (i[5] is null ? "" : "; " + i[5]), cancellationToken).ConfigureAwait(false);
        foreach (string?[] i in indexes)
            await RunAsync($"ALTER INDEX {PostgresDialect.Quote(new TableName(i[0], i[1]!))} RENAME TO {PostgresDialect.Quote(i[2]!)}", cancellationToken).ConfigureAwait(false);
        foreach (string?[] statement in after)
            await RunAsync(statement[1]!, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask MoveRowsAsync(PostgresTarget target, PostgresReplacement replacement, CancellationToken cancellationToken)
    {
        (string into, string from) = (PostgresDialect.Quote(target.Name), PostgresDialect.Quote(replacement.Shadow));
        string columns = string.Join(", ", replacement.AllColumns.Select(c => PostgresDialect.Quote(c.Name)));
        string overriding = replacement.AllColumns.Any(c => c.IsIdentity) ? " OVERRIDING SYSTEM VALUE" : "";
        await RunAsync($"SET LOCAL lock_timeout = {PostgresSession.Milliseconds(lockTimeout)}; LOCK TABLE {into} IN SHARE ROW EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);
        if (replacement.Key.IsEmpty)
        {
            await RunAsync($"DELETE FROM {into}", cancellationToken).ConfigureAwait(false);
            await RunAsync($"INSERT INTO {into} ({columns}){overriding} SELECT {columns} FROM {from}", cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await MoveByKeyAsync(replacement, into, from, columns, overriding, cancellationToken).ConfigureAwait(false);
        }

        await AdvanceAsync(target.Name, replacement.Shadow, cancellationToken).ConfigureAwait(false);
        await RunAsync($"DROP TABLE {from}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A row that stays is updated, never deleted: a foreign key to it may cascade.</summary>
    private async ValueTask MoveByKeyAsync(
        PostgresReplacement replacement, string into, string from, string columns, string overriding, CancellationToken cancellationToken)
    {
        string same = string.Join(" AND ", replacement.Key.Select(k => $"n.{PostgresDialect.Quote(k)} = o.{PostgresDialect.Quote(k)}"));
        string[] others = [.. replacement.AllColumns.Select(c => c.Name).Where(c => !replacement.Key.Contains(c)).Select(PostgresDialect.Quote)];
        await RunAsync($"DELETE FROM {into} AS o WHERE NOT EXISTS (SELECT FROM {from} AS n WHERE {same})", cancellationToken).ConfigureAwait(false);
        if (others.Length > 0)
        {
            // As text, because not every type has an equality.
            await RunAsync(
                $"UPDATE {into} AS o SET {string.Join(", ", others.Select(c => $"{c} = n.{c}"))} FROM {from} AS n WHERE {same} "
                + $"AND ROW({string.Join(", ", others.Select(c => $"o.{c}"))})::text IS DISTINCT FROM ROW({string.Join(", ", others.Select(c => $"n.{c}"))})::text",
                cancellationToken).ConfigureAwait(false);
        }

        await RunAsync($"INSERT INTO {into} ({columns}){overriding} SELECT {columns} FROM {from} AS n WHERE NOT EXISTS (SELECT FROM {into} AS o WHERE {same})", cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Identity columns that the server filled in the shadow go on behind the values they gave.</summary>
    private async ValueTask AdvanceAsync(TableName name, TableName shadow, CancellationToken cancellationToken)
    {
        string oid = (await OidAsync(name, cancellationToken).ConfigureAwait(false))!;
        string shadowOid = (await OidAsync(shadow, cancellationToken).ConfigureAwait(false))!;
        foreach (string?[] i in await AskAsync(SwapQueries.Identities(oid, shadowOid), cancellationToken).ConfigureAwait(false))
        {
            await AskAsync(
                $"SELECT pg_catalog.setval({PostgresDialect.Literal(i[3]!)}, GREATEST(o.last_value, s.last_value), o.is_called OR s.is_called) FROM {i[3]} o, {i[4]} s",
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Takes the table from its readers in short turns: a reader that is at work for long must not make all others wait behind us.
    /// </summary>
    private async ValueTask LockAsync(TableName name, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            TimeSpan turn = lockTimeout > TimeSpan.Zero && lockTimeout < s_turn ? lockTimeout : s_turn;
            await RunAsync($"SET LOCAL lock_timeout = {PostgresSession.Milliseconds(turn)}; SAVEPOINT sluice_lock", cancellationToken).ConfigureAwait(false);
            (_, ServerMessage? error) = await session.TryExecuteAsync($"LOCK TABLE {PostgresDialect.Quote(name)} IN ACCESS EXCLUSIVE MODE", Doing, cancellationToken)
                .ConfigureAwait(false);
            if (error is null)
                return;
            if (error.SqlState != "55P03" || (lockTimeout > TimeSpan.Zero && time.GetElapsedTime(start) >= lockTimeout))
                throw PostgresErrors.FromServer(error, Doing, $"table {name}, {session.Place}");
            await RunAsync("ROLLBACK TO SAVEPOINT sluice_lock", cancellationToken).ConfigureAwait(false);
            await Task.Delay(s_turn, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RunAsync(string sql, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(sql, Doing, cancellationToken).ConfigureAwait(false);

    private ValueTask<List<string?[]>> AskAsync(string sql, CancellationToken cancellationToken) => session.QueryAsync(sql, Doing, cancellationToken);

    private async ValueTask<string?> FirstAsync(string sql, CancellationToken cancellationToken) => (await AskAsync(sql, cancellationToken).ConfigureAwait(false))[0][0];

    private ValueTask<string?> OidAsync(TableName name, CancellationToken cancellationToken) =>
        FirstAsync($"SELECT pg_catalog.to_regclass({Literal(name)})::oid", cancellationToken);

    private static string Literal(TableName name) => PostgresDialect.Literal(PostgresDialect.Quote(name));
}
