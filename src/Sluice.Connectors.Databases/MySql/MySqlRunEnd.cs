using Sluice.Connectors.Runs;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// The end of a run whose every row is committed. What is a transaction – rows moved, the job's own statements, the record that the run is done – is one;
/// a swap commits of itself, and is recorded before and behind, so that an attempt that finds it half done does the rest.
/// </summary>
internal sealed class MySqlRunEnd(MySqlRunParts parts)
{
    private const string Doing = "finishing";
    private readonly MySqlReplacement[] _swaps = Of(parts, s => s != ReplaceStep.Rows);
    private readonly MySqlReplacement[] _moves = Of(parts, s => s == ReplaceStep.Rows);

    /// <summary>Ends the run. Invariant 2: may be called again, by this attempt or a later one.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (parts.Progress is null && _swaps.Length + _moves.Length == 0 && parts.Scripts.After.IsEmpty)
            return;
        await parts.Sessions.UseAsync(
            async s =>
            {
                await s.ExecuteAsync(parts.Writers.LockSettings, Doing, cancellationToken).ConfigureAwait(false);
                await RunAsync(s, cancellationToken).ConfigureAwait(false);
                // Its rows are in the target; a run that died here is cleaned by its next attempt, or by the next run.
                await new MySqlReplacer(s, parts.LockTimeout, parts.Context).DropAsync(_moves, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RunAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        string state = await BeginAsync(session, cancellationToken).ConfigureAwait(false);
        if (state == MySqlProgress.Finished)
        {
            await session.ExecuteAsync("COMMIT", Doing, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (_swaps.Length > 0)
            await SwapAsync(session, state, cancellationToken).ConfigureAwait(false);
        if (_moves.Length > 0)
        {
            await MySqlReplacer.CheckAsync(session, _moves, parts.Context.RunId, cancellationToken).ConfigureAwait(false);
            foreach (MySqlReplacement move in _moves)
                await RowMover.MoveAsync(session, move, cancellationToken).ConfigureAwait(false);
        }

        await RunAfterAsync(session, cancellationToken).ConfigureAwait(false);
        if (parts.Progress is { } progress)
            await progress.MarkStateAsync(session, MySqlProgress.Finished, cancellationToken).ConfigureAwait(false);
        FaultPoint.Hit("finish.before");
        await session.ExecuteAsync("COMMIT", Doing, CancellationToken.None).ConfigureAwait(false);
        FaultPoint.Hit("finish.after");
    }

    private async ValueTask RunAfterAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        try
        {
            foreach (string statement in parts.Scripts.After)
                await session.ExecuteAsync(statement, "running `after`", cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException error) when (parts.Progress is null && _swaps.Length > 0)
        {
            // Invariant 11: the run must not say that nothing is visible.
            throw new SluiceException(MySqlErrors.AfterSwap, $"the table is replaced, and then: {error.Problems[0].What}", error.Problems[0].Where,
                "run the statement by hand, or the job again", error);
        }
    }

    /// <summary>
    /// Swaps on another session while this one holds the run's row. Invariant 12: that a swap may be under way is on record before its first statement.
    /// </summary>
    private async ValueTask SwapAsync(MySqlSession session, string state, CancellationToken cancellationToken)
    {
        bool isAgain = state == MySqlProgress.Swapping;
        if (parts.Progress is { } progress && !isAgain)
        {
            await MySqlReplacer.CheckAsync(session, _swaps, parts.Context.RunId, cancellationToken).ConfigureAwait(false);
            await progress.MarkStateAsync(session, MySqlProgress.Swapping, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("COMMIT", Doing, cancellationToken).ConfigureAwait(false);
            FaultPoint.Hit("swap.recorded");
            await BeginAsync(session, cancellationToken).ConfigureAwait(false);
        }

        await parts.Sessions.UseAsync(
            async s =>
            {
                await s.ExecuteAsync(parts.Writers.LockSettings, Doing, cancellationToken).ConfigureAwait(false);
                await new MySqlReplacer(s, parts.LockTimeout, parts.Context).SwapAsync(_swaps, isAgain, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins the transaction that ends the run; the run's state.</summary>
    private async ValueTask<string> BeginAsync(MySqlSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", Doing, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("START TRANSACTION", Doing, cancellationToken).ConfigureAwait(false);
        return parts.Progress is { } progress ? await progress.LockForEndAsync(session, cancellationToken).ConfigureAwait(false) : MySqlProgress.Running;
    }

    private static MySqlReplacement[] Of(MySqlRunParts parts, Func<ReplaceStep, bool> isWanted) =>
        [.. parts.Targets.Select(t => t.Replacement).OfType<MySqlReplacement>().Where(r => isWanted(r.Step))];
}
