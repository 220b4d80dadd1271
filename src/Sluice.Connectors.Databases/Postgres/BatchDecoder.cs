using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Turns blocks of binary COPY rows into batches. Not thread-safe.</summary>
internal sealed unsafe class BatchDecoder : IDisposable
{
    private readonly PostgresSourceRun _run;
    private readonly IDirtyRows _dirtyRows;
    private readonly BatchBuilder _builder;
    private readonly ColumnDecoder[] _decoders;
    private readonly RowIndex _index;
    private readonly BadValues _bad = new();
    private readonly int _keyColumns;

    public BatchDecoder(PostgresScan scan, PostgresSourceRun run, IDirtyRows dirtyRows)
    {
        Scan = scan;
        _run = run;
        _dirtyRows = dirtyRows;
        _builder = new BatchBuilder(scan.Schema, run.Context.Pool);
        _keyColumns = scan.Keys?.Columns.Length ?? 0;
        _index = new RowIndex(scan.Columns.Length + _keyColumns);
        _decoders = [.. scan.Columns.Select((column, i) =>
            ColumnDecoders.Create(i, column, scan.Mappings[i], _builder.Columns[i], run.IsTextChecked, run.Options))];
    }

    /// <summary>What is read.</summary>
    public PostgresScan Scan { get; }

    /// <summary>The key of the last row decoded, dirty ones included, when the table is cut by its key; else null.</summary>
    public ImmutableArray<string>? LastKey { get; private set; }

    /// <summary>Rows of the open batch.</summary>
    public int RowCount => _builder.RowCount;

    /// <summary>The open batch has its rows or its bytes.</summary>
    public bool IsFull => _builder.RowCount >= _run.Context.BatchRows || _builder.ByteCount >= _run.Context.BatchBytes;

    /// <summary>Decodes the whole rows at hand, as many as the batch takes; returns how many there were, dirty ones included.</summary>
    public int Decode(CopyOut copy)
    {
        fixed (byte* block = copy.Block)
        {
            int next = _index.Build(
                block, copy.Position, copy.End, _run.Context.BatchRows - _builder.RowCount, Math.Max(0, _run.Context.BatchBytes - _builder.ByteCount));
            if (next < 0)
                PostgresErrors.ThrowProtocol("a row of a binary COPY is not as long as it says", Scan.Table.Name.ToString());
            int rows = _index.Count;
            if (_keyColumns > 0 && rows > 0)
                LastKey = KeyAt(block, rows - 1);
            DecodeColumns(block);
            if (_bad.Found.Count > 0)
                LeaveOutBadRows(block);
            _builder.CloseRows(_index.Count);
            copy.Position = next;
            return rows;
        }
    }

    /// <summary>Passes over rows that were delivered before, as many as are at hand; returns how many.</summary>
    public long Skip(CopyOut copy, long most)
    {
        fixed (byte* block = copy.Block)
        {
            copy.Position = _index.Build(block, copy.Position, copy.End, (int)Math.Min(most, int.MaxValue));
            return _index.Count;
        }
    }

    /// <summary>Gives the batch away.</summary>
    public Apache.Arrow.RecordBatch Build() => _builder.Build();

    /// <inheritdoc/>
    public void Dispose()
    {
        _builder.Dispose();
        _index.Dispose();
    }

    private ImmutableArray<string> KeyAt(byte* block, int row)
    {
        var key = ImmutableArray.CreateBuilder<string>(_keyColumns);
        for (int i = 0; i < _keyColumns; i++)
        {
            byte* field = block + _index.Column(Scan.Columns.Length + i)[row];
            int length = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(System.Runtime.CompilerServices.Unsafe.ReadUnaligned<int>(field - 4));
            key.Add(System.Text.Encoding.UTF8.GetString(field, length));
        }

        return key.MoveToImmutable();
    }

    private void DecodeColumns(byte* block)
    {
        for (int i = 0; i < _decoders.Length; i++)
            _decoders[i].Decode(block, _index.Column(i), _index.Count, _bad);
    }

    /// <summary>Invariant 10: the bad rows are reported, and the block is decoded again without them.</summary>
    private void LeaveOutBadRows(byte* block)
    {
        var isBad = new bool[_index.Count];
        foreach ((int row, int column, ValueFault fault) in _bad.Found.OrderBy(b => b.Row).ThenBy(b => b.Column))
        {
            if (!isBad[row])
                _dirtyRows.Report(Describe(block, row, column, fault)); // A row bad in two columns is one dirty row.
            isBad[row] = true;
        }

        _bad.Found.Clear();
        _index.Remove(isBad);
        _builder.DropOpenRow();
        DecodeColumns(block);
    }

    private DirtyRow Describe(byte* block, int row, int column, ValueFault fault)
    {
        var values = Scan.Columns.Select((c, i) => KeyValuePair.Create(c.Name, TextAt(block, row, i))).ToList();
        PostgresColumn source = Scan.Columns[column];
        string value = values[column].Value ?? "NULL";
        (ErrorCode code, string what) = PostgresErrors.OfValue(fault, source.NativeType, Scan.Mappings[column].Type, value);
        ImmutableArray<string> key = Scan.Schema.PrimaryKey;
        return new DirtyRow
        {
            Table = Scan.Table.Name.ToString(),
            Stage = "read",
            Code = code,
            Reason = what,
            Column = source.Name,
            Value = value,
            Row = values,
            Position = key.IsEmpty
                ? null
                : string.Join(", ", key.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k}={values.Find(v => v.Key == k).Value}"))),
        };
    }

    private string? TextAt(byte* block, int row, int column)
    {
        byte* field = block + _index.Column(column)[row];
        int length = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(System.Runtime.CompilerServices.Unsafe.ReadUnaligned<int>(field - 4));
        return length < 0 ? null : WireText.Of(Scan.Columns[column], Scan.Mappings[column].Form, new ReadOnlySpan<byte>(field, length));
    }
}
