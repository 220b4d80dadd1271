using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Writes batches by LOAD DATA, each under a savepoint, in one transaction that stays open until the run commits it. LOAD DATA cuts, clips and
/// skips with mere warnings: a batch with any is taken back and written by strict INSERTs, which find the rows at fault. Not thread-safe.
/// </summary>
internal sealed class MySqlWriter : ISinkWriter
{
    private const int UnsafeStatement = 1592; // A remark about the binary log, not about a row.
    private const int Duplicate = 1062;
    private const string SavepointSql = "SAVEPOINT sluice_batch";
    private const string RollbackSql = "ROLLBACK TO SAVEPOINT sluice_batch";
    private readonly MySqlSinkRun _run;
    private readonly IDirtyRows _dirtyRows;
    private readonly BatchEncoder _encoder;
    private readonly Dictionary<string, Committable> _taken = [];
    private MySqlSession? _session;
    private LoadData? _load;
    private Rows? _rows;
    private Committable _counts = new("", "", 0, 0);

    public MySqlWriter(MySqlSinkRun run, IDirtyRows dirtyRows) => (_run, _dirtyRows, _encoder) = (run, dirtyRows, new BatchEncoder(dirtyRows));

    private MySqlTarget Target => _encoder.Target;

    private string Place => $"table {Target.Name}, {_session!.Place}";

    /// <inheritdoc/>
    public IReadOnlyList<Committable> Open => [.. _taken.Values];

    /// <inheritdoc/>
    public async ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
    {
        if (rows.Batch.Length == 0)
            return;
        _session ??= await _run.Writers.OpenAsync(cancellationToken).ConfigureAwait(false);
        _load ??= new LoadData(_session);
        _rows = rows;
        _encoder.Bind((MySqlTarget)table, rows);
        try
        {
            string name = table.Name.ToString();
            _counts = _taken.GetValueOrDefault(name) ?? new Committable(name, "", 0, 0);
            if (!Target.IsLoaded)
                _encoder.FindSendable();
            if (!Target.IsLoaded || !await LoadAsync(cancellationToken).ConfigureAwait(false))
                await InsertAllAsync([.. _encoder.Good], cancellationToken).ConfigureAwait(false);
            _taken[name] = _counts;
        }
        finally
        {
            _encoder.Unbind();
            _rows = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
    {
        if (_session is not { } session)
            return [];
        await _run.CheckAsync(session, cancellationToken).ConfigureAwait(false);
        return EndEpoch(_run.Writers.Prepare(session));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> CommitAsync(IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        if (_session is null && marks.Count == 0)
            return [];
        MySqlSession session = _session ??= await _run.Writers.OpenAsync(cancellationToken).ConfigureAwait(false);
        await _run.CommitEpochAsync(session, marks, cancellationToken).ConfigureAwait(false);
        FaultPoint.Hit("target.commit.acknowledged.after");
        return EndEpoch("");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        MySqlSession? session = Interlocked.Exchange(ref _session, null);
        if (session is not null)
            await _run.Writers.EndAsync(session).ConfigureAwait(false);
    }

    private Committable[] EndEpoch(string state)
    {
        (_session, _load) = (null, null);
        Committable[] committables = [.. _taken.Values.Select(t => t with { State = state })];
        _taken.Clear();
        return committables;
    }

    /// <summary>Sends the rows of a batch by LOAD DATA; false when they were taken back because the server had something to say about them.</summary>
    private async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        await BeginBatchAsync(cancellationToken).ConfigureAwait(false);
        if (await _load!.StartAsync(_encoder.LoadSql, cancellationToken).ConfigureAwait(false) is { } refusal)
            throw MySqlFailure.FromServer(refusal, "writing", Place);
        for (int row = 0; row < _rows!.Batch.Length; row++)
        {
            if (_encoder.EncodeOrReport(row))
                _encoder.Buffer.WriteByte((byte)'\n');
            if (_encoder.IsFull)
                await SendAsync(cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(cancellationToken).ConfigureAwait(false);
        (ServerOk ok, ServerMessage? error) = await _load.FinishAsync(cancellationToken).ConfigureAwait(false);
        ThrowUnlessAboutRow(error);
        int sent = _encoder.Good.Count;
        if (error is null && await IsWholeAsync(ok, sent, cancellationToken).ConfigureAwait(false)
            && await ApplyAsync(sent, cancellationToken).ConfigureAwait(false) is null)
            return true;
        await RunAsync(RollbackSql, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Whether LOAD DATA took every row as it is; into a temporary table it may have left out rows whose key was there.</summary>
    private async ValueTask<bool> IsWholeAsync(ServerOk ok, int sent, CancellationToken cancellationToken)
    {
        if (Target.Merge is null)
            return ok.Rows == sent && (ok.Warnings == 0 || await FindWarningAsync(cancellationToken).ConfigureAwait(false) is null);
        if (ok.Count("Records") != sent)
            return false;
        long skipped = ok.Count("Skipped") ?? 0;
        if (ok.Warnings == 0)
            return skipped == 0;
        List<ServerMessage> warnings = await WarningsAsync(cancellationToken).ConfigureAwait(false);
        return Target.Merge.IsIgnoring && warnings.Count == skipped && warnings.TrueForAll(w => w.Number == Duplicate);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        _counts = _counts with { Bytes = _counts.Bytes + _encoder.Buffer.Length };
        await _load!.SendAsync(_encoder.Buffer.Memory, cancellationToken).ConfigureAwait(false);
        _encoder.Buffer.Clear();
    }

    private async ValueTask InsertAllAsync(int[] good, CancellationToken cancellationToken)
    {
        for (int from = 0; from < good.Length;)
        {
            int to = _encoder.EncodeStatement(good, from, int.MaxValue, Place);
            await InsertAsync(good, from, to, cancellationToken).ConfigureAwait(false);
            from = to;
        }
    }

    /// <summary>
    /// Invariant 10: sends rows by one INSERT, which is already in the buffer; when the server refuses one, the rows before it, it alone, and
    /// the rows after it are sent again.
    /// </summary>
    private async ValueTask InsertAsync(int[] sent, int from, int to, CancellationToken cancellationToken)
    {
        if (await TryInsertAsync(to - from, cancellationToken).ConfigureAwait(false) is not { } refusal)
            return;
        if (to - from == 1)
        {
            _dirtyRows.Report(WrittenRow.Describe(Target, _rows!, sent[from], MySqlErrors.RowRefused,
                string.Create(CultureInfo.InvariantCulture, $"{refusal.Number}: {refusal.Text}"), refusal.Column));
            return;
        }

        // The row that the server names is trusted only as a place to cut; a duplicate has no number, and halves are tried.
        bool isNamed = refusal.Row is { } row && row >= 1 && row <= to - from;
        int place = isNamed ? from + refusal.Row!.Value - 1 : from + ((to - from) / 2);
        int next = isNamed ? place + 1 : place;
        await InsertAgainAsync(sent, from, place, cancellationToken).ConfigureAwait(false);
        await InsertAgainAsync(sent, place, next, cancellationToken).ConfigureAwait(false);
        await InsertAgainAsync(sent, next, to, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask InsertAgainAsync(int[] sent, int from, int to, CancellationToken cancellationToken)
    {
        if (from >= to)
            return;
        _encoder.EncodeStatement(sent, from, to, Place);
        await InsertAsync(sent, from, to, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the INSERT in the buffer; its rows are taken back when it is refused, or when the server has a warning about them.</summary>
    private async ValueTask<ServerMessage?> TryInsertAsync(int rows, CancellationToken cancellationToken)
    {
        await BeginBatchAsync(cancellationToken).ConfigureAwait(false);
        _counts = _counts with { Bytes = _counts.Bytes + _encoder.Buffer.Length };
        (ServerOk ok, ServerMessage? error) = await _session!.TryExecuteAsync(_encoder.Buffer.Memory, "writing", cancellationToken).ConfigureAwait(false);
        ThrowUnlessAboutRow(error);
        error ??= ok.Warnings == 0 ? null : await FindWarningAsync(cancellationToken).ConfigureAwait(false);
        if (error is null && Target.Merge is null && ok.Rows != rows)
            MySqlFailure.ThrowWriteCount(ok.Rows, rows, Target.Name.ToString());
        error ??= await ApplyAsync(rows, cancellationToken).ConfigureAwait(false);
        if (error is not null)
            await RunAsync(RollbackSql, cancellationToken).ConfigureAwait(false);
        return error;
    }

    /// <summary>Counts rows that were sent, or moves them out of the temporary table into the target and counts what became of them.</summary>
    private async ValueTask<ServerMessage?> ApplyAsync(int sent, CancellationToken cancellationToken)
    {
        if (Target.Merge is not { } merge)
        {
            _counts = _counts with { RowCount = _counts.RowCount + sent };
            return null;
        }

        List<string?[]> count = await _session!.QueryAsync(merge.CountSql, "writing", cancellationToken).ConfigureAwait(false);
        long left = long.Parse(count[0][0]!, CultureInfo.InvariantCulture);
        (long updated, ServerMessage? error) = merge.UpdateSql is null ? (0, null)
            : await TryApplyAsync(merge.UpdateSql, "Rows matched", cancellationToken).ConfigureAwait(false);
        if (error is not null)
            return error;
        (long added, error) = await TryApplyAsync(merge.InsertSql, "Records", cancellationToken).ConfigureAwait(false);
        if (error is not null)
            return error;
        if (!merge.IsIgnoring && updated + added != left)
            MySqlFailure.ThrowWriteCount(updated + added, left, Target.Name.ToString());
        _counts = _counts with
        {
            RowCount = _counts.RowCount + updated + added,
            Ignored = _counts.Ignored + (merge.IsIgnoring ? sent - added : 0),
            Superseded = _counts.Superseded + (merge.IsIgnoring ? 0 : sent - left),
        };
        return null;
    }

    private async ValueTask<(long Rows, ServerMessage? Error)> TryApplyAsync(string sql, string count, CancellationToken cancellationToken)
    {
        (ServerOk ok, ServerMessage? error) = await _session!.TryExecuteAsync(System.Text.Encoding.UTF8.GetBytes("\u0003" + sql), "writing", cancellationToken).ConfigureAwait(false);
        ThrowUnlessAboutRow(error);
        error ??= ok.Warnings == 0 ? null : await FindWarningAsync(cancellationToken).ConfigureAwait(false);
        return error is null ? (ok.Count(count) ?? ok.Rows, null) : (0, error);
    }

    /// <summary>Begins a batch that can be taken back; a temporary table that is made anew commits nothing.</summary>
    private async ValueTask BeginBatchAsync(CancellationToken cancellationToken)
    {
        if (Target.Merge is { } merge)
        {
            await RunAsync(merge.DropSql, cancellationToken).ConfigureAwait(false);
            await RunAsync(merge.CreateSql, cancellationToken).ConfigureAwait(false);
        }

        await RunAsync(SavepointSql, cancellationToken).ConfigureAwait(false);
    }

    private void ThrowUnlessAboutRow(ServerMessage? error)
    {
        if (error is not null && !error.IsAboutRow)
            throw MySqlFailure.FromServer(error, "writing", Place);
    }

    /// <summary>The first warning of the last statement that is about a row; null when there is none.</summary>
    private async ValueTask<ServerMessage?> FindWarningAsync(CancellationToken cancellationToken) =>
        (await WarningsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    private async ValueTask<List<ServerMessage>> WarningsAsync(CancellationToken cancellationToken)
    {
        List<string?[]> warnings = await _session!.QueryAsync("SHOW WARNINGS", "asking for warnings", cancellationToken).ConfigureAwait(false);
        return [.. warnings.Select(w => new ServerMessage(int.Parse(w[1]!, CultureInfo.InvariantCulture), "01000", w[2] ?? "")).Where(w => w.Number != UnsafeStatement)];
    }

    private async ValueTask RunAsync(string sql, CancellationToken cancellationToken) =>
        await _session!.ExecuteAsync(sql, "writing", cancellationToken).ConfigureAwait(false);
}
