using System.Globalization;
using Apache.Arrow;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Writes batches by COPY, each under a savepoint, in one transaction that stays open until the run commits it. Rows that the server refuses
/// are found and left out. Not thread-safe.
/// </summary>
internal sealed class PostgresWriter(PostgresSinkRun run, IDirtyRows dirtyRows) : ISinkWriter
{
    private const int MessageBytes = 128 << 10;
    private const string Savepoint = "sluice_batch";
    private readonly Dictionary<string, (long Rows, long Bytes)> _taken = [];
    private readonly List<int> _sent = [];
    private readonly HashSet<int> _unsendable = [];
    private CopyRowBuffer? _buffer;
    private PostgresSession? _session;
    private CopyIn? _copy;
    private PostgresTarget? _target;
    private ColumnEncoder[] _encoders = [];
    private bool _hasSavepoint;
    private long _bytes;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
    {
        if (rows.Batch.Length == 0)
            return;
        _session ??= await run.Writers.OpenAsync(cancellationToken).ConfigureAwait(false);
        _copy ??= new CopyIn(_session);
        _buffer ??= new CopyRowBuffer(MessageBytes + 4096);
        if (!ReferenceEquals(_target, table))
            (_target, _encoders) = ((PostgresTarget)table, ((PostgresTarget)table).CreateEncoders());
        for (int i = 0; i < _encoders.Length; i++)
            _encoders[i].Bind(rows.Batch.Column(i).Data);
        try
        {
            _bytes = 0;
            _unsendable.Clear();
            long taken = await WriteRangeAsync(rows, 0, rows.Batch.Length, cancellationToken).ConfigureAwait(false);
            (long rowsBefore, long bytesBefore) = _taken.GetValueOrDefault(_target.Name.ToString());
            _taken[_target.Name.ToString()] = (rowsBefore + taken, bytesBefore + _bytes);
        }
        finally
        {
            foreach (ColumnEncoder encoder in _encoders)
                encoder.Unbind();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
    {
        if (_session is not { } session)
            return [];
        string state = await run.Writers.PrepareAsync(session, cancellationToken).ConfigureAwait(false);
        return EndEpoch(state);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Committable>> CommitAsync(IReadOnlyList<SplitMark> marks, CancellationToken cancellationToken)
    {
        if (_session is null && marks.Count == 0)
            return [];
        PostgresSession session = _session ??= await run.Writers.OpenAsync(cancellationToken).ConfigureAwait(false);
        await run.CommitEpochAsync(session, marks, cancellationToken).ConfigureAwait(false);
        FaultPoint.Hit("target.commit.acknowledged.after");
        return EndEpoch("");
    }

    private Committable[] EndEpoch(string state)
    {
        (_session, _copy, _hasSavepoint) = (null, null, false);
        Committable[] committables = [.. _taken.Select(t => new Committable(t.Key, state, t.Value.Rows, t.Value.Bytes))];
        _taken.Clear();
        return committables;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _buffer?.Dispose();
        _buffer = null;
        PostgresSession? session = Interlocked.Exchange(ref _session, null);
        if (session is not null)
            await run.Writers.EndAsync(session).ConfigureAwait(false);
    }

    /// <summary>
    /// Invariant 10: sends rows by one COPY; when the server refuses one, the rows before it, it alone, and the rows after it are sent again.
    /// </summary>
    /// <returns>Rows the server took.</returns>
    private async ValueTask<long> WriteRangeAsync(Rows rows, int from, int to, CancellationToken cancellationToken)
    {
        if (from >= to)
            return 0;
        (long taken, ServerMessage? error) = await CopyAsync(rows, from, to, cancellationToken).ConfigureAwait(false);
        if (error is null)
        {
            if (taken != _sent.Count)
                PostgresErrors.ThrowWriteCount(taken, _sent.Count, _target!.Name.ToString());
            return taken;
        }

        if (!error.IsAboutRow)
            throw PostgresErrors.FromServer(error, "writing", $"table {_target!.Name}, {_session!.Place}");
        int[] sent = [.. _sent];
        if (sent.Length == 1)
        {
            dirtyRows.Report(Describe(rows, sent[0], RefusalOf.Server(error)));
            return 0;
        }

        // The line that the server names is the row's number in this COPY; it is trusted only as a place to cut.
        int place = RefusalOf.Line(error) is { } line && line >= 1 && line <= sent.Length ? line - 1 : sent.Length / 2;
        long kept = await WriteSentAsync(rows, sent[..place], cancellationToken).ConfigureAwait(false);
        kept += await WriteSentAsync(rows, sent[place..(place + 1)], cancellationToken).ConfigureAwait(false);
        return kept + await WriteSentAsync(rows, sent[(place + 1)..], cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<long> WriteSentAsync(Rows rows, int[] sent, CancellationToken cancellationToken) =>
        sent.Length == 0 ? ValueTask.FromResult(0L) : WriteRangeAsync(rows, sent[0], sent[^1] + 1, cancellationToken);

    private async ValueTask<(long Taken, ServerMessage? Error)> CopyAsync(Rows rows, int from, int to, CancellationToken cancellationToken)
    {
        (CopyIn copy, CopyRowBuffer buffer, PostgresTarget target) = (_copy!, _buffer!, _target!);
        _sent.Clear();
        string begin = _hasSavepoint ? $"RELEASE SAVEPOINT {Savepoint}; " : "";
        await copy.StartAsync($"{begin}SAVEPOINT {Savepoint}; {target.CopySql}", cancellationToken).ConfigureAwait(false);
        buffer.Clear();
        if (target.IsBinary)
        {
            buffer.Write(Wire.Signature);
            buffer.WriteInt32(0);
            buffer.WriteInt32(0);
        }

        for (int row = from; row < to;)
        {
            row = Encode(rows, row, to);
            if (row == to && target.IsBinary)
                buffer.WriteInt16(-1);
            if (buffer.IsEmpty)
                continue;
            _bytes += buffer.Length;
            await copy.SendAsync(buffer.Message(), cancellationToken).ConfigureAwait(false);
            buffer.Clear();
        }

        (long taken, ServerMessage? error) = await copy.FinishAsync(cancellationToken).ConfigureAwait(false);
        _hasSavepoint = true;
        if (error is not null)
        {
            await _session!.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", "leaving out a refused row", cancellationToken).ConfigureAwait(false);
        }

        return (taken, error);
    }

    /// <summary>Encodes rows until the message is full; a row whose value does not fit its target is reported and not sent.</summary>
    private int Encode(Rows rows, int row, int to)
    {
        CopyRowBuffer buffer = _buffer!;
        bool isBinary = _target!.IsBinary;
        for (; row < to && buffer.Length < MessageBytes; row++)
        {
            int start = buffer.Length;
            if ((isBinary ? EncodeBinary(buffer, row) : EncodeText(buffer, row)) is var (column, refusal))
            {
                buffer.Truncate(start);
                if (_unsendable.Add(row))
                    dirtyRows.Report(Describe(rows, row, new RefusalOf(PostgresErrors.ValueRefused, refusal, _target.Schema.Columns[column].Name)));
                continue;
            }

            _sent.Add(row);
        }

        return row;
    }

    private (int Column, string Refusal)? EncodeBinary(CopyRowBuffer buffer, int row)
    {
        ColumnEncoder[] encoders = _encoders;
        buffer.WriteInt16((short)encoders.Length);
        for (int i = 0; i < encoders.Length; i++)
        {
            if (encoders[i].IsNull(row))
                buffer.WriteInt32(-1);
            else if (encoders[i].Write(buffer, row) is { } refusal)
                return (i, refusal);
        }

        return null;
    }

    private (int Column, string Refusal)? EncodeText(CopyRowBuffer buffer, int row)
    {
        ColumnEncoder[] encoders = _encoders;
        for (int i = 0; i < encoders.Length; i++)
        {
            if (i > 0)
                buffer.WriteByte((byte)'\t');
            if (encoders[i].IsNull(row))
                buffer.Write("\\N"u8);
            else if (encoders[i].Write(buffer, row) is { } refusal)
                return (i, refusal);
        }

        buffer.WriteByte((byte)'\n');
        return null;
    }

    private DirtyRow Describe(Rows rows, int row, RefusalOf refusal)
    {
        RecordBatch batch = rows.Batch;
        TableSchema schema = _target!.Schema;
        var values = new List<KeyValuePair<string, string?>>(schema.Columns.Length);
        for (int i = 0; i < schema.Columns.Length; i++)
        {
            LogicalType type = schema.Columns[i].Type;
            values.Add(new(schema.Columns[i].Name, ValueDisplay.Text(new ColumnView(batch.Column(i)).Boxed(type, row), type)));
        }

        return new DirtyRow
        {
            Table = _target.Name.ToString(),
            Stage = "write",
            Code = refusal.Code,
            Reason = refusal.Reason,
            Column = refusal.Column,
            Value = refusal.Column is null ? null : values.Find(v => v.Key == refusal.Column).Value,
            Position = rows.Locator?.Locate(row) ?? KeyOf(values, schema),
            Row = values,
        };
    }

    private static string? KeyOf(List<KeyValuePair<string, string?>> values, TableSchema schema) => schema.PrimaryKey.IsEmpty
        ? null
        : string.Join(", ", schema.PrimaryKey.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k}={values.Find(v => v.Key == k).Value}")));
}
