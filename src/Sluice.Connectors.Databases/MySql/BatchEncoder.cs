using System.Text;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Turns the rows of one batch after another into fields of LOAD DATA or literals of INSERT. Not thread-safe.</summary>
internal sealed class BatchEncoder(IDirtyRows dirtyRows)
{
    private const int MessageBytes = 128 << 10;
    private const int StatementBytes = 1 << 20;
    private readonly List<int> _good = [];
    private MySqlTarget? _target;
    private FieldEncoder[] _encoders = [];
    private byte[] _insertHead = [];
    private byte[] _insertTail = [];
    private Rows? _rows;

    /// <summary>The target that rows are encoded for.</summary>
    public MySqlTarget Target => _target!;

    /// <summary>The rows of the bound batch whose values all fit their targets, as far as they were looked at.</summary>
    public IReadOnlyList<int> Good => _good;

    /// <summary>What was encoded.</summary>
    public RowBuffer Buffer { get; } = new(MessageBytes + 4096);

    /// <summary>Whether there is enough in the buffer for a message.</summary>
    public bool IsFull => Buffer.Length >= MessageBytes;

    /// <summary>The LOAD DATA statement of the target.</summary>
    public string LoadSql { get; private set; } = "";

    /// <summary>Turns to a batch for a target; <see cref="Unbind"/> before the batch goes.</summary>
    public void Bind(MySqlTarget target, Rows rows)
    {
        if (!ReferenceEquals(_target, target))
        {
            (_target, _encoders, LoadSql) = (target, target.CreateEncoders(), target.LoadSql);
            (_insertHead, _insertTail) = (Encoding.UTF8.GetBytes("\u0003" + target.InsertSql), Encoding.UTF8.GetBytes(target.Merge?.Tail ?? ""));
        }

        _rows = rows;
        _good.Clear();
        for (int i = 0; i < _encoders.Length; i++)
            _encoders[i].Bind(rows.Batch.Column(i).Data);
    }

    /// <summary>Lets the batch go.</summary>
    public void Unbind()
    {
        foreach (FieldEncoder encoder in _encoders)
            encoder.Unbind();
        Buffer.Clear();
        _rows = null;
    }

    /// <summary>Finds the rows whose values all fit their targets; the others are reported.</summary>
    public void FindSendable()
    {
        for (int row = 0; row < _rows!.Batch.Length; row++)
        {
            EncodeOrReport(row);
            Buffer.Truncate(0);
        }
    }

    /// <summary>Appends a row as fields, or reports why it cannot be sent.</summary>
    public bool EncodeOrReport(int row)
    {
        int start = Buffer.Length;
        if (Encode(row, isLiteral: false) is not var (column, refusal))
        {
            _good.Add(row);
            return true;
        }

        Buffer.Truncate(start);
        dirtyRows.Report(WrittenRow.Describe(Target, _rows!, row, MySqlErrors.ValueRefused, refusal, Target.Schema.Columns[column].Name));
        return false;
    }

    /// <summary>Puts as many rows into an INSERT statement as it should hold, at least one.</summary>
    /// <returns>The place behind the last row in it.</returns>
    public int EncodeStatement(int[] rows, int from, int most, string place)
    {
        long limit = Math.Min(StatementBytes, Target.MaxPacket / 2);
        Buffer.Clear();
        Buffer.Write(_insertHead);
        int to = from;
        for (; to < rows.Length && to < most && (to == from || Buffer.Length < limit); to++)
        {
            Buffer.Write(to == from ? "("u8 : ",("u8);
            Encode(rows[to], isLiteral: true);
            Buffer.WriteByte((byte)')');
        }

        Buffer.Write(_insertTail);
        if (Buffer.Length >= Target.MaxPacket)
            throw MySqlFailure.RowTooLarge(Buffer.Length, Target.MaxPacket, place);
        return to;
    }

    private (int Column, string Refusal)? Encode(int row, bool isLiteral)
    {
        FieldEncoder[] encoders = _encoders;
        for (int i = 0; i < encoders.Length; i++)
        {
            if (i > 0)
                Buffer.WriteByte(isLiteral ? (byte)',' : (byte)'\t');
            if (!encoders[i].IsNull(row))
            {
                if (encoders[i].Write(Buffer, row, isLiteral) is { } refusal)
                    return (i, refusal);
            }
            else if (Target.Targets[i].IsNotNull)
            {
                // The server would put a default or a number in its place. Invariant 4.
                return (i, "the target's column must not be NULL");
            }
            else
            {
                Buffer.Write(isLiteral ? "NULL"u8 : "\\N"u8);
            }
        }

        return null;
    }
}
