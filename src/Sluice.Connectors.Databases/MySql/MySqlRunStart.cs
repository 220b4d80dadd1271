using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The start of a run: the job's own statements, then the tables.</summary>
internal sealed class MySqlRunStart(MySqlRunParts parts)
{
    private readonly HashSet<MySqlTarget> _made = [];

    /// <summary>Whether this attempt has made the target, or its shadow.</summary>
    public bool HasMade(MySqlTarget target) => _made.Contains(target);

    /// <summary>Makes what must be there before the first row.</summary>
    /// <returns>Whether an attempt before this one was there.</returns>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (parts.Progress is { } progress)
            return await parts.Sessions.UseAsync(s => TakeOverAsync(s, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!parts.Scripts.Before.IsEmpty)
        {
            await parts.Sessions.UseAsync(
                async s =>
                {
                    await s.ExecuteAsync(parts.Writers.LockSettings, "running `before`", cancellationToken).ConfigureAwait(false);
                    await s.ExecuteAsync("START TRANSACTION", "running `before`", cancellationToken).ConfigureAwait(false);
                    return await RunBeforeAsync(s, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }

        if (parts.Targets.Any(t => !t.Ddl.IsEmpty || t.Merge is not null))
            await parts.Sessions.UseAsync(s => CreateAsync(s, isAgain: false, cancellationToken), cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>
    /// Takes the run over and, as long as no attempt has done so to its end, makes the targets. Invariant 12: no row is written before that is
    /// recorded, so what an attempt that died there left behind is empty and may be made again; and the run's row stays locked meanwhile.
    /// </summary>
    private async ValueTask<bool> TakeOverAsync(MySqlSession session, MySqlProgress progress, CancellationToken cancellationToken)
    {
        const string Doing = "beginning the run";
        await session.ExecuteAsync(parts.Writers.LockSettings, Doing, cancellationToken).ConfigureAwait(false);
        bool isKnown = await progress.CreateAsync(session, cancellationToken).ConfigureAwait(false);
        string state = await LockAsync(session, progress, Doing, cancellationToken).ConfigureAwait(false);
        if (state == MySqlProgress.Creating && !parts.Scripts.Before.IsEmpty)
        {
            // With the record that they have run: statements that do not commit of themselves run once.
            await RunBeforeAsync(session, cancellationToken, progress).ConfigureAwait(false);
            state = await LockAsync(session, progress, Doing, cancellationToken).ConfigureAwait(false);
        }

        if (state is MySqlProgress.Creating or MySqlProgress.Prepared)
        {
            await parts.Sessions.UseAsync(s => CreateAsync(s, isKnown, cancellationToken), cancellationToken).ConfigureAwait(false);
            await progress.MarkStateAsync(session, MySqlProgress.Running, cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync("COMMIT", Doing, cancellationToken).ConfigureAwait(false);
        return isKnown;
    }

    private async ValueTask<string> LockAsync(MySqlSession session, MySqlProgress progress, string doing, CancellationToken cancellationToken)
    {
        await parts.Writers.BeginTransactionAsync(session, doing, cancellationToken).ConfigureAwait(false);
        try
        {
            return await progress.TakeOverAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException error) when (error.Code == MySqlErrors.Locked)
        {
            throw MySqlFailure.HeldByEarlierAttempt(error, parts.Context.RunId, parts.LockTimeout, session.Place);
        }
    }

    private async ValueTask<bool> RunBeforeAsync(MySqlSession session, CancellationToken cancellationToken, MySqlProgress? progress = null)
    {
        foreach (string statement in parts.Scripts.Before)
            await session.ExecuteAsync(statement, "running `before`", cancellationToken).ConfigureAwait(false);
        if (progress is not null)
            await progress.MarkStateAsync(session, MySqlProgress.Prepared, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("COMMIT", "running `before`", cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> CreateAsync(MySqlSession session, bool isAgain, CancellationToken cancellationToken)
    {
        const string Doing = "creating tables";
        await session.ExecuteAsync(parts.Writers.LockSettings, Doing, cancellationToken).ConfigureAwait(false);
        var replacer = new MySqlReplacer(session, parts.LockTimeout, parts.Context);
        foreach (MySqlTarget target in parts.Targets)
        {
            if (target.Replacement is not null)
            {
                await replacer.MakeAsync(target, isAgain, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                foreach (string statement in target.Ddl.Where(s => s != target.ProgressDdl))
                    await session.ExecuteAsync(isAgain ? MySqlDdl.Again(statement) : statement, Doing, cancellationToken).ConfigureAwait(false);
            }

            _made.Add(target);
            if (target.Merge is { } merge)
                await ProbeAsync(session, merge, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Tells before the first row whether the user may create temporary tables.</summary>
    private static async ValueTask ProbeAsync(MySqlSession session, MySqlMerge merge, CancellationToken cancellationToken)
    {
        foreach (string statement in (string[])[merge.DropSql, merge.CreateSql, merge.DropSql])
            await session.ExecuteAsync(statement, "creating a temporary table", cancellationToken).ConfigureAwait(false);
    }
}
