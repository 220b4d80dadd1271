using System.Globalization;
using System.Text;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Writes batches by LOAD DATA, each under a savepoint, in one transaction that stays open until the run commits it. LOAD DATA cuts, clips and
/// skips with mere warnings: a batch with any is taken back and written by strict INSERTs, which find the rows at fault. Not thread-safe.
/// </summary>
internal sealed class MySqlWriter(MySqlSinkRun run, IDirtyRows dirtyRows) : ISinkWriter
{
    private const int MessageBytes = 128 << 10;
    private const int StatementBytes = 1 << 20;
    private const int UnsafeStatement = 1592; // A remark about the binary log, not about a row.
    private const string SavepointSql = "SAVEPOINT sluice_batch";
    private const string RollbackSql = "ROLLBACK TO SAVEPOINT sluice_batch";
    private readonly Dictionary<string, (long Rows, long Bytes)> _taken = [];
    private readonly List<int> _good = [];
    private readonly RowBuffer _buffer = new(MessageBytes + 4096);
    private MySqlSession? _session;
    private LoadData? _load;
    private MySqlTarget? _target;
    private FieldEncoder[] _encoders = [];
    private string _loadSql = "";
    private byte[] _insertHead = [];
    private long _bytes;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
    {
        if (rows.Batch.Length == 0)
            return;
        _session ??= await run.OpenAsync(cancellationToken).ConfigureAwait(false);
        _load ??= new LoadData(_session);
        if (!ReferenceEquals(_target, table))
            UseTarget((MySqlTarget)table);
        for (int i = 0; i < _encoders.Length; i++)
            _encoders[i].Bind(rows.Batch.Column(i).Data);
        try
        {
            _bytes = 0;
            _good.Clear();
            bool isLoaded = _target!.IsLoaded && await LoadAsync(rows, cancellationToken).ConfigureAwait(false);
            if (!_target.IsLoaded)
                FindSendable(rows);
            long taken = isLoaded ? _good.Count : await InsertAllAsync(rows, [.. _good], cancellationToken).ConfigureAwait(false);
            (long rowsBefore, long bytesBefore) = _taken.GetValueOrDefault(_target.Name.ToString());
            _taken[_target.Name.ToString()] = (rowsBefore + taken, bytesBefore + _bytes);
        }
        finally
        {
            foreach (FieldEncoder encoder in _encoders)
                encoder.Unbind();
            _buffer.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
    {
        if (_session is not { } session)
            return [];
        string state = run.Prepare(session);
        (_session, _load) = (null, null);
        Committable[] committables = [.. _taken.Select(t => new Committable(t.Key, state, t.Value.Rows, t.Value.Bytes))];
        _taken.Clear();
        await Task.CompletedTask.ConfigureAwait(false);
        return committables;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> CommitAsync(IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        if (_session is null && marks.Count == 0)
            return [];
        MySqlSession session = _session ??= await run.OpenAsync(cancellationToken).ConfigureAwait(false);
        await run.CommitEpochAsync(session, marks, cancellationToken).ConfigureAwait(false);
        FaultPoint.Hit("target.commit.acknowledged.after");
        (_session, _load) = (null, null);
        Committable[] committables = [.. _taken.Select(t => new Committable(t.Key, "", t.Value.Rows, t.Value.Bytes))];
        _taken.Clear();
        return committables;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        MySqlSession? session = Interlocked.Exchange(ref _session, null);
        if (session is not null)
            await run.EndAsync(session).ConfigureAwait(false);
    }

    private void UseTarget(MySqlTarget target) =>
        (_target, _encoders, _loadSql, _insertHead) = (target, target.CreateEncoders(), target.LoadSql, Encoding.UTF8.GetBytes("\u0003" + target.InsertSql));

    private string Place => $"table {_target!.Name}, {_session!.Place}";

    /// <summary>Finds the rows whose values all fit their targets; the others are reported.</summary>
    private void FindSendable(Rows rows)
    {
        for (int row = 0; row < rows.Batch.Length; row++)
        {
            EncodeOrReport(rows, row);
            _buffer.Truncate(0);
        }
    }

    /// <summary>Appends a row as fields, or reports why it cannot be sent.</summary>
    private bool EncodeOrReport(Rows rows, int row)
    {
        int start = _buffer.Length;
        if (Encode(row, isLiteral: false) is not var (column, refusal))
        {
            _good.Add(row);
            return true;
        }

        _buffer.Truncate(start);
        dirtyRows.Report(WrittenRow.Describe(_target!, rows, row, MySqlErrors.ValueRefused, refusal, _target!.Schema.Columns[column].Name));
        return false;
    }

    private (int Column, string Refusal)? Encode(int row, bool isLiteral)
    {
        FieldEncoder[] encoders = _encoders;
        for (int i = 0; i < encoders.Length; i++)
        {
            if (i > 0)
                _buffer.WriteByte(isLiteral ? (byte)',' : (byte)'\t');
            if (!encoders[i].IsNull(row))
            {
                if (encoders[i].Write(_buffer, row, isLiteral) is { } refusal)
                    return (i, refusal);
            }
            else if (_target!.Targets[i].IsNotNull)
            {
                // The server would put a default or a number in its place. Invariant 4.
                return (i, "the target's column must not be NULL");
            }
            else
            {
                _buffer.Write(isLiteral ? "NULL"u8 : "\\N"u8);
            }
        }

        return null;
    }

    /// <summary>Sends the rows of a batch by LOAD DATA; false when they were taken back because the server had something to say about them.</summary>
    private async ValueTask<bool> LoadAsync(Rows rows, CancellationToken cancellationToken)
    {
        await RunAsync(SavepointSql, cancellationToken).ConfigureAwait(false);
        if (await _load!.StartAsync(_loadSql, cancellationToken).ConfigureAwait(false) is { } refusal)
            throw MySqlFailure.FromServer(refusal, "writing", Place);
        for (int row = 0; row < rows.Batch.Length; row++)
        {
            if (EncodeOrReport(rows, row))
                _buffer.WriteByte((byte)'\n');
            if (_buffer.Length >= MessageBytes)
                await SendAsync(cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(cancellationToken).ConfigureAwait(false);
        (ServerOk ok, ServerMessage? error) = await _load.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (error is not null && !error.IsAboutRow)
            throw MySqlFailure.FromServer(error, "writing", Place);
        if (error is null && ok.Rows == _good.Count && (ok.Warnings == 0 || await FindWarningAsync(cancellationToken).ConfigureAwait(false) is null))
            return true;
        await RunAsync(RollbackSql, cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        _bytes += _buffer.Length;
        await _load!.SendAsync(_buffer.Memory, cancellationToken).ConfigureAwait(false);
        _buffer.Clear();
    }

    private async ValueTask<long> InsertAllAsync(Rows rows, int[] good, CancellationToken cancellationToken)
    {
        long taken = 0;
        for (int from = 0; from < good.Length;)
        {
            int to = EncodeStatement(good, from);
            taken += await InsertAsync(rows, good, from, to, cancellationToken).ConfigureAwait(false);
            from = to;
        }

        return taken;
    }

    /// <summary>Puts as many rows into a statement as it should hold, at least one.</summary>
    private int EncodeStatement(int[] rows, int from, int most = int.MaxValue)
    {
        long limit = Math.Min(StatementBytes, _target!.MaxPacket / 2);
        _buffer.Clear();
        _buffer.Write(_insertHead);
        int to = from;
        for (; to < rows.Length && to < most && (to == from || _buffer.Length < limit); to++)
        {
            _buffer.Write(to == from ? "("u8 : ",("u8);
            Encode(rows[to], isLiteral: true);
            _buffer.WriteByte((byte)')');
        }

        if (_buffer.Length >= _target.MaxPacket)
            throw MySqlFailure.RowTooLarge(_buffer.Length, _target.MaxPacket, Place);
        return to;
    }

    /// <summary>
    /// Invariant 10: sends rows by one INSERT, which is already in the buffer; when the server refuses one, the rows before it, it alone, and
    /// the rows after it are sent again.
    /// </summary>
    /// <returns>Rows the server took.</returns>
    private async ValueTask<long> InsertAsync(Rows rows, int[] sent, int from, int to, CancellationToken cancellationToken)
    {
        ServerMessage? refusal = await TryInsertAsync(to - from, cancellationToken).ConfigureAwait(false);
        if (refusal is null)
            return to - from;
        if (to - from == 1)
        {
            dirtyRows.Report(WrittenRow.Describe(_target!, rows, sent[from], MySqlErrors.RowRefused,
                string.Create(CultureInfo.InvariantCulture, $"{refusal.Number}: {refusal.Text}"), refusal.Column));
            return 0;
        }

        // The row that the server names is trusted only as a place to cut; a duplicate has no number, and halves are tried.
        bool isNamed = refusal.Row is { } row && row >= 1 && row <= to - from;
        int place = isNamed ? from + refusal.Row!.Value - 1 : from + ((to - from) / 2);
        int next = isNamed ? place + 1 : place;
        long taken = await InsertAgainAsync(rows, sent, from, place, cancellationToken).ConfigureAwait(false);
        taken += await InsertAgainAsync(rows, sent, place, next, cancellationToken).ConfigureAwait(false);
        return taken + await InsertAgainAsync(rows, sent, next, to, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<long> InsertAgainAsync(Rows rows, int[] sent, int from, int to, CancellationToken cancellationToken)
    {
        if (from >= to)
            return 0;
        EncodeStatement(sent, from, to);
        return await InsertAsync(rows, sent, from, to, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the INSERT in the buffer; its rows are taken back when it is refused, or when the server has a warning about them.</summary>
    private async ValueTask<ServerMessage?> TryInsertAsync(int rows, CancellationToken cancellationToken)
    {
        await RunAsync(SavepointSql, cancellationToken).ConfigureAwait(false);
        _bytes += _buffer.Length;
        (ServerOk ok, ServerMessage? error) = await _session!.TryExecuteAsync(_buffer.Memory, "writing", cancellationToken).ConfigureAwait(false);
        if (error is not null && !error.IsAboutRow)
            throw MySqlFailure.FromServer(error, "writing", Place);
        error ??= ok.Warnings == 0 ? null : await FindWarningAsync(cancellationToken).ConfigureAwait(false);
        if (error is not null)
            await RunAsync(RollbackSql, cancellationToken).ConfigureAwait(false);
        else if (ok.Rows != rows)
            MySqlFailure.ThrowWriteCount(ok.Rows, rows, _target!.Name.ToString());
        return error;
    }

    /// <summary>The first warning of the last statement that is about a row; null when there is none.</summary>
    private async ValueTask<ServerMessage?> FindWarningAsync(CancellationToken cancellationToken)
    {
        List<string?[]> warnings = await _session!.QueryAsync("SHOW WARNINGS", "asking for warnings", cancellationToken).ConfigureAwait(false);
        return warnings.Select(w => new ServerMessage(int.Parse(w[1]!, CultureInfo.InvariantCulture), "01000", w[2] ?? ""))
            .FirstOrDefault(w => w.Number != UnsafeStatement);
    }

    private async ValueTask RunAsync(string sql, CancellationToken cancellationToken) =>
        await _session!.ExecuteAsync(sql, "writing", cancellationToken).ConfigureAwait(false);
}
