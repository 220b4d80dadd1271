using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Puts shadow tables in the place of their targets. Every statement here commits of itself, so each step is one that can be done again: what is there
/// says how far it came. A lock by name keeps two runs from taking each other's shadows.
/// </summary>
internal sealed partial class MySqlReplacer(MySqlSession session, TimeSpan lockTimeout, RunContext context)
{
    private const string Doing = "replacing the table";
    private const int LockWait = 1205;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1);

    /// <summary>Keeps other runs from a shadow table until <see cref="UnlockAsync"/> or the session's end.</summary>
    public static async ValueTask LockAsync(MySqlSession session, TableName shadow, TimeSpan patience, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync($"SELECT GET_LOCK('{LockName(shadow)}', {MySqlSession.Seconds(patience)})", Doing, cancellationToken).ConfigureAwait(false);
        if (rows[0][0] != "1")
        {
            throw new SluiceException(MySqlErrors.Locked, $"another run has been replacing table '{shadow}' for {MySqlSession.Seconds(patience)} s", session.Place,
                "run again when it has ended");
        }
    }

    /// <summary>Lets other runs at a shadow table.</summary>
    public static async ValueTask UnlockAsync(MySqlSession session, TableName shadow, CancellationToken cancellationToken) =>
        await session.QueryAsync($"SELECT RELEASE_LOCK('{LockName(shadow)}')", Doing, cancellationToken).ConfigureAwait(false);

    /// <summary>Makes sure that shadow tables are still this run's: another run into the same target would have made them anew.</summary>
    public static async ValueTask CheckAsync(MySqlSession session, IEnumerable<MySqlReplacement> all, string runId, CancellationToken cancellationToken)
    {
        foreach (TableName shadow in all.Select(r => r.Shadow))
        {
            if (await CommentAsync(session, shadow, cancellationToken).ConfigureAwait(false) != MySqlReplacement.Mark(runId))
                throw MySqlFailure.ShadowTaken(shadow.ToString(), session.Place);
        }
    }

    /// <summary>Refuses tables that no run has made in the place of shadows.</summary>
    public static async ValueTask CheckFreeAsync(MySqlSession session, MySqlReplacement replacement, CancellationToken cancellationToken)
    {
        string? comment = await CommentAsync(session, replacement.Shadow, cancellationToken).ConfigureAwait(false);
        if (comment is not null && !MySqlReplacement.IsMark(comment))
            throw Taken(replacement.Shadow, "no run has made, where the new rows would go", "rename it");
        if (await CommentAsync(session, replacement.Old, cancellationToken).ConfigureAwait(false) is not null)
            throw Taken(replacement.Old, "is in the way, where the old rows would go until they are dropped", "look at it, and drop or rename it");
    }

    /// <summary>Makes a shadow table this run's, under the lock.</summary>
    public async ValueTask MakeAsync(MySqlTarget target, bool isAgain, CancellationToken cancellationToken)
    {
        MySqlReplacement replacement = target.Replacement!;
        await LockAsync(session, replacement.Shadow, lockTimeout, cancellationToken).ConfigureAwait(false);
        if (!isAgain)
            await CheckFreeAsync(session, replacement, cancellationToken).ConfigureAwait(false);
        foreach (string statement in target.Ddl.Where(s => s != target.ProgressDdl))
            await session.ExecuteAsync(statement, "creating tables", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"ALTER TABLE {MySqlDialect.Quote(replacement.Shadow)} COMMENT = {MySqlDialect.Literal(MySqlReplacement.Mark(context.RunId))}", "creating tables", cancellationToken)
            .ConfigureAwait(false);
        await UnlockAsync(session, replacement.Shadow, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Swaps all shadows in by one statement.</summary>
    /// <param name="all">The replacements by <see cref="ReplaceStep.Swap"/> and <see cref="ReplaceStep.New"/>.</param>
    /// <param name="isAgain">An attempt before may have died in here: a shadow that is missing is in its place.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask SwapAsync(IReadOnlyList<MySqlReplacement> all, bool isAgain, CancellationToken cancellationToken)
    {
        foreach (MySqlReplacement one in all)
            await LockAsync(session, one.Shadow, lockTimeout, cancellationToken).ConfigureAwait(false);
        if (!isAgain)
            await CheckAsync(session, all, context.RunId, cancellationToken).ConfigureAwait(false);
        var renames = new List<(string From, string To)>();
        foreach (MySqlReplacement one in all)
        {
            if (await CommentAsync(session, one.Shadow, cancellationToken).ConfigureAwait(false) is not { } comment)
                continue;
            if (MySqlReplacement.IsMark(comment) && comment != MySqlReplacement.Mark(context.RunId))
                throw MySqlFailure.ShadowTaken(one.Shadow.ToString(), session.Place);
            renames.AddRange(await DressAsync(one, cancellationToken).ConfigureAwait(false));
        }

        FaultPoint.Hit("swap.before");
        if (renames.Count > 0)
            await RenameAsync(Renames(renames), all[0].Target, cancellationToken).ConfigureAwait(false);
        FaultPoint.Hit("swap.after");
        foreach (MySqlReplacement one in all)
        {
            await DropOldAsync(one, renames, cancellationToken).ConfigureAwait(false);
            await UnlockAsync(session, one.Shadow, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops the old table. One that cannot go, because a table that this user does not see refers to it, gets its place back.</summary>
    private async ValueTask DropOldAsync(MySqlReplacement one, List<(string From, string To)> renames, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync($"DROP TABLE IF EXISTS {MySqlDialect.Quote(one.Old)}", Doing, cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException error) when (error.Code.Fault != Fault.Transient && renames.Exists(r => r.To == MySqlDialect.Quote(one.Old)))
        {
            (string target, string shadow, string old) = (MySqlDialect.Quote(one.Target), MySqlDialect.Quote(one.Shadow), MySqlDialect.Quote(one.Old));
            await session.ExecuteAsync(Renames([(target, shadow), (old, target)]), Doing, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync($"ALTER TABLE {shadow} COMMENT = {MySqlDialect.Literal(MySqlReplacement.Mark(context.RunId))}", Doing, cancellationToken).ConfigureAwait(false);
            throw new SluiceException(MySqlErrors.CannotReplace, $"the old table '{one.Target}' cannot be dropped and is in its place again: {error.Problems[0].What}",
                $"table {one.Target}", "set replace: rows, which deletes and inserts in one transaction", error);
        }
    }

    private static string Renames(IEnumerable<(string From, string To)> all) => "RENAME TABLE " + string.Join(", ", all.Select(r => $"{r.From} TO {r.To}"));

    /// <summary>Drops the shadows of this run, if they are there.</summary>
    public async ValueTask DropAsync(IEnumerable<MySqlReplacement> all, CancellationToken cancellationToken)
    {
        foreach (MySqlReplacement one in all)
        {
            await LockAsync(session, one.Shadow, lockTimeout, cancellationToken).ConfigureAwait(false);
            if (await CommentAsync(session, one.Shadow, cancellationToken).ConfigureAwait(false) == MySqlReplacement.Mark(context.RunId))
                await session.ExecuteAsync($"DROP TABLE {MySqlDialect.Quote(one.Shadow)}", Doing, cancellationToken).ConfigureAwait(false);
            await UnlockAsync(session, one.Shadow, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a shadow what it has not had yet, the target's comment and counter; returns the renames that swap it in.</summary>
    private async ValueTask<IReadOnlyList<(string From, string To)>> DressAsync(MySqlReplacement one, CancellationToken cancellationToken)
    {
        string? comment = await CommentAsync(session, one.Target, cancellationToken).ConfigureAwait(false);
        (string target, string shadow, string old) = (MySqlDialect.Quote(one.Target), MySqlDialect.Quote(one.Shadow), MySqlDialect.Quote(one.Old));
        string counter = "";
        if (one.Step == ReplaceStep.Swap)
        {
            if (comment is null)
                throw MySqlFailure.Changed(one.Target.ToString(), session.Place);
            string definition = await DescribeAsync(target, cancellationToken).ConfigureAwait(false);
            if (Shape(definition) != Shape(await DescribeAsync(shadow, cancellationToken).ConfigureAwait(false)))
                throw MySqlFailure.Changed(one.Target.ToString(), session.Place);
            if (CounterPattern().Match(definition) is { Success: true } match)
                counter = $", AUTO_INCREMENT = {match.Groups[1].Value}"; // Never set below the rows that are there.
        }

        string wanted = one.Step == ReplaceStep.Swap ? comment! : one.Comment ?? "";
        await session.ExecuteAsync($"ALTER TABLE {shadow} COMMENT = {MySqlDialect.Literal(wanted)}{counter}", Doing, cancellationToken).ConfigureAwait(false);
        return comment is null ? [(shadow, target)] : [(target, old), (shadow, target)];
    }

    /// <summary>
    /// Takes the table from its readers in short turns: a reader that is at work for long must not make all others wait behind us.
    /// </summary>
    private async ValueTask RenameAsync(string sql, TableName name, CancellationToken cancellationToken)
    {
        long start = context.Time.GetTimestamp();
        await session.ExecuteAsync($"SET lock_wait_timeout = {MySqlSession.Seconds(s_turn)}", Doing, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            (_, ServerMessage? error) = await session.TryExecuteAsync(Encoding.UTF8.GetBytes("\u0003" + sql), Doing, cancellationToken).ConfigureAwait(false);
            if (error is null)
                break;
            if (error.Number != LockWait || context.Time.GetElapsedTime(start) >= lockTimeout)
                throw MySqlFailure.FromServer(error, Doing, $"table {name}, {session.Place}");
            await Task.Delay(s_turn, context.Time, cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync($"SET lock_wait_timeout = {MySqlSession.Seconds(lockTimeout)}", Doing, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A table's comment; null when there is no such table.</summary>
    private static async ValueTask<string?> CommentAsync(MySqlSession session, TableName table, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await session.QueryAsync(
            "SELECT TABLE_NAME, TABLE_COMMENT FROM information_schema.TABLES "
            + $"WHERE TABLE_SCHEMA = {MySqlDialect.Literal(table.Schema!)} AND TABLE_NAME = {MySqlDialect.Literal(table.Name)}",
            "looking at the new rows' table", cancellationToken).ConfigureAwait(false);
        return rows.Find(r => r[0] == table.Name) is { } row ? row[1] ?? "" : null;
    }

    private async ValueTask<string> DescribeAsync(string quoted, CancellationToken cancellationToken) =>
        (await session.QueryAsync($"SHOW CREATE TABLE {quoted}", Doing, cancellationToken).ConfigureAwait(false))[0][1]!;

    /// <summary>A table's definition without its name, comment, counter and the names of checks, which some servers make from the table's.</summary>
    private static string Shape(string create)
    {
        string body = create[create.IndexOf('(', StringComparison.Ordinal)..];
        body = CounterPattern().Replace(TableCommentPattern().Replace(body, ""), "");
        return CheckNamePattern().Replace(body, " CONSTRAINT CHECK");
    }

    private static string LockName(TableName shadow) =>
        "sluice." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shadow.ToString())))[..40];

    private static SluiceException Taken(TableName table, string what, string fix) => new(
        MySqlErrors.CannotReplace, $"there is a table '{table}' that {what}", $"table {table}", fix);

    [GeneratedRegex(@" AUTO_INCREMENT=(\d+)(?=[^\n]*(?:\n/\*|\n PARTITION|$))", RegexOptions.CultureInvariant)]
    private static partial Regex CounterPattern();

    [GeneratedRegex(@"(?<=\n\) ENGINE=[^\n]*) COMMENT='(?:[^']|'')*'", RegexOptions.CultureInvariant)]
    private static partial Regex TableCommentPattern();

    [GeneratedRegex(@" CONSTRAINT `(?:[^`]|``)*` CHECK", RegexOptions.CultureInvariant)]
    private static partial Regex CheckNamePattern();
}
