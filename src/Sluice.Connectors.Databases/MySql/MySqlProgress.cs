using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// What the target database remembers of a run (position in sink): one row for the run itself (its split is empty) and one for each split. Every
/// writer's transaction holds the run's row shared; a new attempt takes it over by locking it, which waits for them. A split's id is longer than
/// a key of the server may be, so its SHA-256 is the key.
/// </summary>
/// <param name="Table">The progress table.</param>
/// <param name="RunId">The run, the same over all its attempts.</param>
/// <param name="Attempt">This attempt.</param>
internal sealed record MySqlProgress(TableName Table, string RunId, long Attempt)
{
    /// <summary>The table's name in its database.</summary>
    public const string TableName = "sluice_progress";

    /// <summary>The state of the run's row until the targets are made.</summary>
    public const string Creating = "creating";

    /// <summary>The state when the job's own statements are run and the targets are not made.</summary>
    public const string Prepared = "prepared";

    /// <summary>The state while rows are written.</summary>
    public const string Running = "running";

    /// <summary>The state from when every row is committed until the new tables are known to be in the place of the old ones.</summary>
    public const string Swapping = "swapping";

    /// <summary>The state at the end.</summary>
    public const string Finished = "finished";

    private string Quoted => MySqlDialect.Quote(Table);

    private string OfRun => $"run_id = {MySqlDialect.Literal(RunId)}";

    private string AttemptText => Attempt.ToString(CultureInfo.InvariantCulture);

    /// <summary>The statement that creates the table in a database.</summary>
    public static string CreateSql(string schema) =>
        $"CREATE TABLE IF NOT EXISTS {MySqlDialect.Quote(new TableName(schema, TableName))} (\n  run_id VARCHAR(64) NOT NULL,\n  split_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,\n"
        + "  split LONGTEXT NOT NULL,\n  state LONGTEXT NOT NULL,\n  attempt BIGINT NOT NULL,\n  PRIMARY KEY (run_id, split_hash)\n"
        + ") ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

    /// <summary>
    /// Makes the table and the run's row where they are missing. Statements that create tables commit of themselves, so the row is what is first:
    /// its state says whether the targets are made.
    /// </summary>
    /// <returns>Whether the run was there before.</returns>
    public async ValueTask<bool> CreateAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        const string Doing = "creating the progress table";
        string schema = MySqlDialect.Literal(Table.Schema!);
        string?[] found = (await session.QueryAsync(
            $"SELECT EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = {schema} AND TABLE_NAME = '{TableName}'), "
            + $"EXISTS (SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = {schema})", Doing, cancellationToken).ConfigureAwait(false))[0];
        if (found[1] == "0")
            await session.ExecuteAsync($"CREATE DATABASE IF NOT EXISTS {MySqlDialect.Quote(Table.Schema!)} CHARACTER SET utf8mb4", Doing, cancellationToken).ConfigureAwait(false);
        if (found[0] == "0")
            await session.ExecuteAsync(CreateSql(Table.Schema!), Doing, cancellationToken).ConfigureAwait(false);
        ServerOk inserted = await session.ExecuteAsync(
            $"INSERT IGNORE INTO {Quoted} (run_id, split_hash, split, state, attempt) VALUES ({MySqlDialect.Literal(RunId)}, '', '', '{Creating}', {AttemptText})",
            "beginning the run", cancellationToken).ConfigureAwait(false);
        return inserted.Rows == 0;
    }

    /// <summary>
    /// Takes the run over in the open transaction. Invariant 12: an attempt before this one that has a transaction open is waited for, up to
    /// <c>lock_timeout</c>; none can begin another one.
    /// </summary>
    /// <returns>The run's state.</returns>
    /// <exception cref="Types.SluiceException">A later attempt has taken over, or an earlier one holds on.</exception>
    public async ValueTask<string> TakeOverAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        const string Doing = "taking over the run";
        List<string?[]> rows = await session.QueryAsync(
            $"SELECT state FROM {Quoted} WHERE {OfRun} AND split_hash = '' AND attempt <= {AttemptText} FOR UPDATE", Doing, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
            throw MySqlFailure.TakenOver(RunId, Attempt, session.Place);
        await session.ExecuteAsync($"UPDATE {Quoted} SET attempt = {AttemptText} WHERE {OfRun} AND split_hash = ''", Doing, cancellationToken).ConfigureAwait(false);
        return rows[0][0]!;
    }

    /// <summary>Records in the open transaction what the run has come to.</summary>
    /// <exception cref="Types.SluiceException">A later attempt has taken over.</exception>
    public async ValueTask MarkStateAsync(MySqlSession session, string state, CancellationToken cancellationToken)
    {
        ServerOk ok = await session.ExecuteAsync(
            $"UPDATE {Quoted} SET state = '{state}' WHERE {OfRun} AND split_hash = '' AND attempt = {AttemptText}", "recording the run's state", cancellationToken)
            .ConfigureAwait(false);
        if (ok.Rows == 0)
            throw MySqlFailure.TakenOver(RunId, Attempt, session.Place);
    }

    /// <summary>The first statement of every writer's transaction: it holds the run's row until the transaction ends.</summary>
    /// <exception cref="Types.SluiceException">A later attempt has taken over.</exception>
    public async ValueTask JoinAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            $"SELECT state FROM {Quoted} WHERE {OfRun} AND split_hash = '' AND attempt = {AttemptText} LOCK IN SHARE MODE", "beginning a write", cancellationToken)
            .ConfigureAwait(false);
        if (rows.Count == 0)
            throw MySqlFailure.TakenOver(RunId, Attempt, session.Place);
    }

    /// <summary>What is committed of the run, and whether it is finished.</summary>
    public async ValueTask<SinkProgress> ReadAsync(MySqlSession session, bool isKnown, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            $"SELECT split, state FROM {Quoted} WHERE {OfRun} ORDER BY split_hash", "reading the run's progress", cancellationToken).ConfigureAwait(false);
        bool isFinished = rows.Exists(r => r[0]!.Length == 0 && r[1] == Finished);
        return new SinkProgress([.. rows.Where(r => r[0]!.Length > 0).Select(r => new SplitMark(r[0]!, r[1]!))], isKnown, isFinished);
    }

    /// <summary>
    /// Writes marks in the open transaction; of no mark it only makes sure that the transaction is alive. Not by ON DUPLICATE KEY, which locks the gap
    /// beside a row that is there: writers would wait for each other in circles.
    /// </summary>
    public async ValueTask MarkAsync(MySqlSession session, IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        const string Doing = "recording the position";
        var last = marks.GroupBy(m => m.Split, StringComparer.Ordinal).ToDictionary(g => HashOf(g.Key), g => g.Last());
        string known = last.Count == 0 ? "''" : string.Join(", ", last.Keys.Select(h => $"'{h}'"));
        List<string?[]> found = await session.QueryAsync(
            $"SELECT split_hash FROM {Quoted} WHERE {OfRun} AND split_hash IN ({known}) {(last.Count == 0 ? "LOCK IN SHARE MODE" : "FOR UPDATE")}", Doing, cancellationToken)
            .ConfigureAwait(false);
        foreach (string hash in found.Select(r => r[0]!).Where(last.ContainsKey))
        {
            await session.ExecuteAsync(
                $"UPDATE {Quoted} SET state = {MySqlDialect.Literal(last[hash].State)}, attempt = {AttemptText} WHERE {OfRun} AND split_hash = '{hash}'", Doing, cancellationToken)
                .ConfigureAwait(false);
            last.Remove(hash);
        }

        if (last.Count == 0)
            return;
        IEnumerable<string> values = last.Select(m =>
            $"({MySqlDialect.Literal(RunId)}, '{m.Key}', {MySqlDialect.Literal(m.Value.Split)}, {MySqlDialect.Literal(m.Value.State)}, {AttemptText})");
        await session.ExecuteAsync($"INSERT INTO {Quoted} (run_id, split_hash, split, state, attempt) VALUES {string.Join(", ", values)}", Doing, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Locks the run's row in the open transaction, in which the run is ended.</summary>
    /// <returns>The run's state.</returns>
    /// <exception cref="Types.SluiceException">A later attempt has taken over.</exception>
    public async ValueTask<string> LockForEndAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            $"SELECT state FROM {Quoted} WHERE {OfRun} AND split_hash = '' AND attempt = {AttemptText} FOR UPDATE", "finishing", cancellationToken).ConfigureAwait(false);
        return rows.Count > 0 ? rows[0][0]! : throw MySqlFailure.TakenOver(RunId, Attempt, session.Place);
    }

    /// <summary>Drops the rows of splits; of the whole run when <paramref name="splits"/> is null.</summary>
    public async ValueTask ForgetAsync(MySqlSession session, IReadOnlyList<string>? splits, CancellationToken cancellationToken)
    {
        if (splits is null)
        {
            await session.ExecuteAsync($"DELETE FROM {Quoted} WHERE {OfRun}", "forgetting the run", cancellationToken).ConfigureAwait(false);
            return;
        }

        // One at a time: a range of the key would lock the rows of splits that are still written.
        foreach (string split in splits.Where(s => s.Length > 0))
        {
            await session.ExecuteAsync(
                $"DELETE FROM {Quoted} WHERE {OfRun} AND split_hash = '{HashOf(split)}'", "forgetting finished splits", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The key of a split's row.</summary>
    public static string HashOf(string split) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(split)));
}
