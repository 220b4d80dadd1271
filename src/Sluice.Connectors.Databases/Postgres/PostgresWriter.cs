using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Writes batches by COPY, each under a savepoint, in one transaction that stays open until the run commits it. Rows that the server refuses
/// are found and left out. Not thread-safe.
/// </summary>
internal sealed class PostgresWriter : ISinkWriter
{
    private const string Savepoint = "sluice_batch";
    private const int DeadlockRetries = 5;
    private readonly PostgresSinkRun _run;
    private readonly IDirtyRows _dirtyRows;
    private readonly Dictionary<string, Committable> _taken = [];
    private readonly HashSet<string> _stages = [];
    private readonly HashSet<string> _repeating = [];
    private RowSender? _sender;
    private PostgresSession? _session;
    private CopyIn? _copy;
    private PostgresTarget? _target;
    private Rows? _rows;
    private Committable _counts = new("", "", 0, 0);
    private bool _hasSavepoint;

    public PostgresWriter(PostgresSinkRun run, IDirtyRows dirtyRows) => (_run, _dirtyRows) = (run, dirtyRows);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
    {
        if (rows.Batch.Length == 0)
            return;
        _session ??= await _run.Writers.OpenAsync(cancellationToken).ConfigureAwait(false);
        _copy ??= new CopyIn(_session);
        _sender ??= new RowSender((row, column, reason) =>
            Refuse(row, new RefusalOf(PostgresErrors.ValueRefused, reason, _target!.Schema.Columns[column].Name)));
        (_target, _rows) = ((PostgresTarget)table, rows);
        if (_target.Merge is { } merge && _stages.Add(merge.Stage))
            await _session.ExecuteAsync(merge.CreateSql, "creating a temporary table", cancellationToken).ConfigureAwait(false);
        _sender.Bind(_target, rows);
        try
        {
            string name = _target.Name.ToString();
            _counts = _taken.GetValueOrDefault(name) ?? new Committable(name, "", 0, 0);
            await WriteRangeAsync(0, rows.Batch.Length, 0, cancellationToken).ConfigureAwait(false);
            _taken[name] = _counts with { Bytes = _counts.Bytes + _sender.Bytes };
        }
        finally
        {
            _sender.Unbind();
            _rows = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
    {
        if (_session is not { } session)
            return [];
        await _run.CheckAsync(session, cancellationToken).ConfigureAwait(false);
        return EndEpoch(await _run.Writers.PrepareAsync(session, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Committable> Open => [.. _taken.Values];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> CommitAsync(IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        if (_session is null && marks.Count == 0)
            return [];
        PostgresSession session = _session ??= await _run.Writers.OpenAsync(cancellationToken).ConfigureAwait(false);
        await _run.CommitEpochAsync(session, marks, cancellationToken).ConfigureAwait(false);
        FaultPoint.Hit("target.commit.acknowledged.after");
        return EndEpoch("");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sender?.Dispose();
        _sender = null;
        PostgresSession? session = Interlocked.Exchange(ref _session, null);
        if (session is not null)
            await _run.Writers.EndAsync(session).ConfigureAwait(false);
    }

    private Committable[] EndEpoch(string state)
    {
        (_session, _copy, _hasSavepoint) = (null, null, false);
        _stages.Clear();
        Committable[] committables = [.. _taken.Values.Select(t => t with { State = state })];
        _taken.Clear();
        return committables;
    }

    /// <summary>
    /// Invariant 10: sends rows by one COPY; when the server refuses one, the rows before it, it alone, and the rows after it are sent again.
    /// </summary>
    private async ValueTask WriteRangeAsync(int from, int to, int retries, CancellationToken cancellationToken)
    {
        if (from >= to)
            return;
        if (await TryWriteAsync(from, to, cancellationToken).ConfigureAwait(false) is not { } error)
            return;
        // Back at the savepoint the locks of this batch are given up: the other transaction goes on, and the batch is at hand.
        if (error.IsDeadlock && retries < DeadlockRetries)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50 << retries), _run.Context.Time, cancellationToken).ConfigureAwait(false);
            await WriteRangeAsync(from, to, retries + 1, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!error.IsAboutRow)
            throw PostgresErrors.FromServer(error, "writing", $"table {_target!.Name}, {_session!.Place}");
        int[] sent = [.. _sender!.Sent];
        if (sent.Length == 1)
        {
            Refuse(sent[0], RefusalOf.Server(error));
            return;
        }

        // The line that the server names is the row's number in this COPY; it is trusted only as a place to cut.
        int place = RefusalOf.Line(error) is { } line && line >= 1 && line <= sent.Length ? line - 1 : sent.Length / 2;
        await WriteSentAsync(sent[..place], cancellationToken).ConfigureAwait(false);
        await WriteSentAsync(sent[place..(place + 1)], cancellationToken).ConfigureAwait(false);
        await WriteSentAsync(sent[(place + 1)..], cancellationToken).ConfigureAwait(false);
    }

    private ValueTask WriteSentAsync(int[] sent, CancellationToken cancellationToken) =>
        sent.Length == 0 ? ValueTask.CompletedTask : WriteRangeAsync(sent[0], sent[^1] + 1, 0, cancellationToken);

    /// <summary>Writes rows and counts what became of them; or takes them back and gives the server's error.</summary>
    private async ValueTask<ServerMessage?> TryWriteAsync(int from, int to, CancellationToken cancellationToken)
    {
        string clear = _target!.Merge is { } merge ? merge.ClearSql + "; " : "";
        string release = _hasSavepoint ? $"RELEASE SAVEPOINT {Savepoint}; " : "";
        (long taken, ServerMessage? error) = await _sender!.CopyAsync(
            _copy!, $"{release}SAVEPOINT {Savepoint}; {clear}{_target.CopySql}", from, to, cancellationToken).ConfigureAwait(false);
        _hasSavepoint = true;
        int sent = _sender.Sent.Count;
        if (error is null && taken != sent)
            PostgresErrors.ThrowWriteCount(taken, sent, _target.Name.ToString());
        if (error is null && _target.Merge is not null)
            error = await ApplyAsync(_target.Merge, sent, cancellationToken).ConfigureAwait(false);
        else if (error is null)
            _counts = _counts with { RowCount = _counts.RowCount + sent };
        if (error is null)
            return null;
        await _session!.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", "leaving out a refused row", cancellationToken).ConfigureAwait(false);
        bool isRepeated = error.IsRepeatedKey && _target.Merge?.SupersedeSql is not null && _repeating.Add(_target.Merge.Stage);
        return isRepeated ? await TryWriteAsync(from, to, cancellationToken).ConfigureAwait(false) : error;
    }

    /// <summary>Moves the rows of the temporary table into the target.</summary>
    private async ValueTask<ServerMessage?> ApplyAsync(PostgresMerge merge, int sent, CancellationToken cancellationToken)
    {
        int superseded = 0;
        // Looking for rows of one key costs time, so it is not done before the server has complained of some.
        if (_repeating.Contains(merge.Stage))
            superseded = await _session!.ExecuteAsync(merge.SupersedeSql!, "writing", cancellationToken).ConfigureAwait(false);
        (int applied, ServerMessage? error) = await _session!.TryExecuteAsync(merge.ApplySql, "writing", cancellationToken).ConfigureAwait(false);
        if (error is not null)
            return error;
        if (!merge.IsIgnoring && applied != sent - superseded)
            PostgresErrors.ThrowWriteCount(applied, sent - superseded, _target!.Name.ToString());
        _counts = _counts with
        {
            RowCount = _counts.RowCount + applied,
            Ignored = _counts.Ignored + (sent - superseded - applied),
            Superseded = _counts.Superseded + superseded,
        };
        return null;
    }

    private void Refuse(int row, RefusalOf refusal) => _dirtyRows.Report(RefusedRow.Describe(_target!, _rows!, row, refusal));
}
