using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// What the target database remembers of a run (position in sink): one row for the run itself (its split is empty) and
/// one for each split. Every writer's transaction holds the run's row shared; a new attempt takes it over by updating it, which waits for them.
/// </summary>
/// <param name="Table">The progress table.</param>
/// <param name="RunId">The run, the same over all its attempts.</param>
/// <param name="Attempt">This attempt.</param>
internal sealed record PostgresProgress(TableName Table, string RunId, long Attempt)
{
    /// <summary>The table's name in its schema.</summary>
    public const string TableName = "sluice_progress";

    /// <summary>States of the run's own row.</summary>
    private const string Running = "running";
    private const string Finished = "finished";

    /// <summary>
    /// For the beginning of a transaction that commits progress: a server that is set to forget its last commits in a crash
    /// (<c>synchronous_commit = off</c>) must not forget these. Invariant 12: a checkpoint may already say that they happened.
    /// </summary>
    public const string DurableSql =
        "SELECT pg_catalog.set_config('synchronous_commit', 'on', true) WHERE pg_catalog.current_setting('synchronous_commit') = 'off'; ";

    private string Quoted => PostgresDialect.Quote(Table);

    private string OfRun => $"run_id = {PostgresDialect.Literal(RunId)}";

    private string AttemptText => Attempt.ToString(CultureInfo.InvariantCulture);

    /// <summary>The statement that creates the table in a schema.</summary>
    public static string CreateSql(string schema) =>
        $"CREATE TABLE IF NOT EXISTS {PostgresDialect.Quote(new TableName(schema, TableName))} (\n  run_id text,\n  split text,\n  state text NOT NULL,\n"
        + "  attempt bigint NOT NULL,\n  PRIMARY KEY (run_id, split)\n)";

    /// <summary>Makes the table where it is missing, in a transaction of its own: two runs that begin at once both find it.</summary>
    public async ValueTask CreateAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        const string Doing = "creating the progress table";
        string schema = PostgresDialect.Literal(Table.Schema!);
        string?[] found = (await session.QueryAsync(
            $"SELECT pg_catalog.to_regclass({PostgresDialect.Literal(Quoted)}) IS NOT NULL, EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {schema})",
            Doing, cancellationToken).ConfigureAwait(false))[0];
        if (found[0] == "t")
            return;
        // The lock is this statement's own: IF NOT EXISTS alone fails when another run creates the table at the same instant.
        string createSchema = found[1] == "t" ? "" : $"CREATE SCHEMA IF NOT EXISTS {PostgresDialect.Quote(Table.Schema!)}; ";
        await session.ExecuteAsync(
            $"BEGIN READ WRITE; SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext({PostgresDialect.Literal(Quoted)})); {createSchema}{CreateSql(Table.Schema!)}; COMMIT",
            Doing, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes the run over in the open transaction. Invariant 12: an attempt before this one that has a transaction open is waited for, up to
    /// <c>lock_timeout</c>; none can begin another one.
    /// </summary>
    /// <returns>Whether the run was there before.</returns>
    /// <exception cref="SluiceException">A later attempt has taken over, or an earlier one holds on.</exception>
    public async ValueTask<bool> TakeOverAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        const string Doing = "taking over the run";
        int inserted = await session.ExecuteAsync(
            $"INSERT INTO {Quoted} (run_id, split, state, attempt) VALUES ({PostgresDialect.Literal(RunId)}, '', '{Running}', {AttemptText}) ON CONFLICT DO NOTHING",
            Doing, cancellationToken).ConfigureAwait(false);
        if (inserted == 1)
            return false;
        int updated = await session.ExecuteAsync(
            $"UPDATE {Quoted} SET attempt = {AttemptText} WHERE {OfRun} AND split = '' AND attempt <= {AttemptText}", Doing, cancellationToken)
            .ConfigureAwait(false);
        return updated == 1 ? true : throw PostgresErrors.TakenOver(RunId, Attempt, session.Place);
    }

    /// <summary>The first statement of every writer's transaction: it holds the run's row until the transaction ends.</summary>
    /// <exception cref="SluiceException">A later attempt has taken over.</exception>
    public async ValueTask JoinAsync(PostgresSession session, string application, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            $"SET LOCAL application_name = {PostgresDialect.Literal(SessionName(application))}; SET LOCAL tcp_keepalives_idle = 10; SET LOCAL tcp_keepalives_interval = 5; "
            + $"SET LOCAL tcp_keepalives_count = 3; SELECT state FROM {Quoted} WHERE {OfRun} AND split = '' AND attempt = {AttemptText} FOR SHARE",
            "beginning a write", cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
            throw PostgresErrors.TakenOver(RunId, Attempt, session.Place);
    }

    /// <summary>What is committed of the run, and whether it is finished.</summary>
    public async ValueTask<SinkProgress> ReadAsync(PostgresSession session, bool isKnown, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            $"SELECT split, state FROM {Quoted} WHERE {OfRun} ORDER BY split COLLATE \"C\"", "reading the run's progress", cancellationToken).ConfigureAwait(false);
        bool isFinished = rows.Exists(r => r[0]!.Length == 0 && r[1] == Finished);
        return new SinkProgress([.. rows.Where(r => r[0]!.Length > 0).Select(r => new SplitMark(r[0]!, r[1]!))], isKnown, isFinished);
    }

    /// <summary>Writes marks in the open transaction; of no mark it only makes sure that the transaction is alive.</summary>
    public async ValueTask MarkAsync(PostgresSession session, IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        IEnumerable<string> values = marks.GroupBy(m => m.Split, StringComparer.Ordinal).Select(g =>
            $"({PostgresDialect.Literal(RunId)}, {PostgresDialect.Literal(g.Key)}, {PostgresDialect.Literal(g.Last().State)}, {AttemptText})");
        string sql = marks.Count == 0
            ? "SELECT"
            : $"INSERT INTO {Quoted} (run_id, split, state, attempt) VALUES {string.Join(", ", values)} "
                + "ON CONFLICT (run_id, split) DO UPDATE SET state = EXCLUDED.state, attempt = EXCLUDED.attempt";
        await session.ExecuteAsync(sql, "recording the position", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Locks the run's row for its end.</summary>
    /// <returns>Whether the end is done already.</returns>
    /// <exception cref="SluiceException">A later attempt has taken over.</exception>
    public async ValueTask<bool> LockForEndAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            $"SELECT state FROM {Quoted} WHERE {OfRun} AND split = '' AND attempt = {AttemptText} FOR UPDATE", "finishing", cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? throw PostgresErrors.TakenOver(RunId, Attempt, session.Place) : rows[0][0] == Finished;
    }

    /// <summary>Records in the open transaction that the run is finished.</summary>
    public async ValueTask MarkFinishedAsync(PostgresSession session, CancellationToken cancellationToken) =>
        await session.ExecuteAsync($"UPDATE {Quoted} SET state = '{Finished}' WHERE {OfRun} AND split = ''", "finishing", cancellationToken).ConfigureAwait(false);

    /// <summary>Drops the rows of splits; of the whole run when <paramref name="splits"/> is null.</summary>
    public async ValueTask ForgetAsync(PostgresSession session, IReadOnlyList<string>? splits, CancellationToken cancellationToken)
    {
        if (splits is null)
        {
            await session.ExecuteAsync($"DELETE FROM {Quoted} WHERE {OfRun}", "forgetting the run", cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (string[] some in splits.Where(s => s.Length > 0).Chunk(1000))
        {
            await session.ExecuteAsync(
                $"DELETE FROM {Quoted} WHERE {OfRun} AND split IN ({string.Join(", ", some.Select(PostgresDialect.Literal))})",
                "forgetting finished splits", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The sessions that still hold the run's row. Those that did nothing for the whole wait have lost their client and are ended, where the right
    /// is there.
    /// </summary>
    /// <returns>A text that names those that are left; null when all are ended.</returns>
    public async ValueTask<string?> EndIdleHoldersAsync(PostgresSession session, string application, TimeSpan idle, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            $"""
            SELECT pid, application_name, COALESCE(state, 'in an unknown state'),
                   COALESCE(client_addr::text, 'a local client'),
                   CASE WHEN state = 'idle in transaction' AND pg_catalog.pg_has_role(usesysid, 'MEMBER') AND state_change < pg_catalog.clock_timestamp() - interval '{PostgresSession.Milliseconds(idle)} ms'
                     THEN pg_catalog.pg_terminate_backend(pid) ELSE false END
            FROM pg_catalog.pg_stat_activity
            WHERE application_name = {PostgresDialect.Literal(SessionName(application))} AND datname = pg_catalog.current_database()
              AND pid <> pg_catalog.pg_backend_pid() AND xact_start IS NOT NULL
            ORDER BY pid
            """,
            "asking who holds the run", cancellationToken).ConfigureAwait(false);
        string[] left = [.. rows.Where(r => r[4] != "t").Select(r => $"session {r[0]} ('{r[1]}') of {r[3]} is {r[2]}")];
        return left.Length == 0 ? null : string.Join("; ", left);
    }

    /// <summary>The name that a writer's session has in <c>pg_stat_activity</c> while it writes for the run: 63 bytes at most.</summary>
    public string SessionName(string application)
    {
        string name = $"{application[..Math.Min(application.Length, 24)]} {RunId}";
        return name[..Math.Min(name.Length, 63)];
    }
}
