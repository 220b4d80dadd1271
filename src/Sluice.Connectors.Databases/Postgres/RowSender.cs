using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Encodes rows of a batch and sends them by COPY. Remembers which rows of the last COPY were sent. Not thread-safe.</summary>
/// <param name="refuse">Called for a row whose value does not fit its target, once for each row: the row, the column, the reason.</param>
internal sealed class RowSender(Action<int, int, string> refuse) : IDisposable
{
    private const int MessageBytes = 128 << 10;
    private readonly CopyRowBuffer _buffer = new(MessageBytes + 4096);
    private readonly HashSet<int> _unsendable = [];
    private readonly List<int> _sent = [];
    private PostgresTarget? _target;
    private ColumnEncoder[] _encoders = [];

    /// <summary>The rows of the last COPY, in order.</summary>
    public IReadOnlyList<int> Sent => _sent;

    /// <summary>Bytes sent of the bound batch, those sent again included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes a batch, borrowed until <see cref="Unbind"/>.</summary>
    public void Bind(PostgresTarget target, Rows rows)
    {
        if (!ReferenceEquals(_target, target))
            (_target, _encoders) = (target, target.CreateEncoders());
        for (int i = 0; i < _encoders.Length; i++)
            _encoders[i].Bind(rows.Batch.Column(i).Data);
        Bytes = 0;
        _unsendable.Clear();
    }

    /// <summary>Lets the batch go.</summary>
    public void Unbind()
    {
        foreach (ColumnEncoder encoder in _encoders)
            encoder.Unbind();
    }

    /// <summary>Sends rows <paramref name="from"/> to <paramref name="to"/> by the COPY at the end of <paramref name="sql"/>.</summary>
    /// <returns>Rows the server took, or its error.</returns>
    public async ValueTask<(long Taken, ServerMessage? Error)> CopyAsync(CopyIn copy, string sql, int from, int to, CancellationToken cancellationToken)
    {
        _sent.Clear();
        await copy.StartAsync(sql, cancellationToken).ConfigureAwait(false);
        bool isBinary = _target!.IsBinary;
        _buffer.Clear();
        if (isBinary)
        {
            _buffer.Write(Wire.Signature);
            _buffer.WriteInt32(0);
            _buffer.WriteInt32(0);
        }

        for (int row = from; row < to;)
        {
            row = Encode(row, to);
            if (row == to && isBinary)
                _buffer.WriteInt16(-1);
            if (_buffer.IsEmpty)
                continue;
            Bytes += _buffer.Length;
            await copy.SendAsync(_buffer.Message(), cancellationToken).ConfigureAwait(false);
            _buffer.Clear();
        }

        return await copy.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    /// <summary>Encodes rows until the message is full; a row whose value does not fit its target is reported and not sent.</summary>
    private int Encode(int row, int to)
    {
        bool isBinary = _target!.IsBinary;
        for (; row < to && _buffer.Length < MessageBytes; row++)
        {
            int start = _buffer.Length;
            if ((isBinary ? EncodeBinary(row) : EncodeText(row)) is var (column, refusal))
            {
                _buffer.Truncate(start);
                if (_unsendable.Add(row))
                    refuse(row, column, refusal);
                continue;
            }

            _sent.Add(row);
        }

        return row;
    }

    private (int Column, string Refusal)? EncodeBinary(int row)
    {
        ColumnEncoder[] encoders = _encoders;
        _buffer.WriteInt16((short)encoders.Length);
        for (int i = 0; i < encoders.Length; i++)
        {
            if (encoders[i].IsNull(row))
                _buffer.WriteInt32(-1);
            else if (encoders[i].Write(_buffer, row) is { } refusal)
                return (i, refusal);
        }

        return null;
    }

    private (int Column, string Refusal)? EncodeText(int row)
    {
        ColumnEncoder[] encoders = _encoders;
        for (int i = 0; i < encoders.Length; i++)
        {
            if (i > 0)
                _buffer.WriteByte((byte)'\t');
            if (encoders[i].IsNull(row))
                _buffer.Write("\\N"u8);
            else if (encoders[i].Write(_buffer, row) is { } refusal)
                return (i, refusal);
        }

        _buffer.WriteByte((byte)'\n');
        return null;
    }
}
