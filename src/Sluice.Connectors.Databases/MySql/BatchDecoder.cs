using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Connectors.Runs;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Turns blocks of text rows into batches. Not thread-safe.</summary>
internal sealed unsafe class BatchDecoder : IDisposable
{
    private readonly MySqlSourceRun _run;
    private readonly IDirtyRows _dirtyRows;
    private readonly BatchBuilder _builder;
    private readonly ColumnDecoder[] _decoders;
    private readonly RowIndex _index;
    private readonly BadValues _bad = new();
    private readonly int _keyColumns;

    public BatchDecoder(MySqlScan scan, MySqlSourceRun run, IDirtyRows dirtyRows)
    {
        Scan = scan;
        _run = run;
        _dirtyRows = dirtyRows;
        _builder = new BatchBuilder(scan.Schema, run.Context.Pool);
        _keyColumns = scan.Keys?.Columns.Length ?? 0;
        _index = new RowIndex(scan.Width);
        _decoders = [.. scan.Columns.Select((column, i) => ColumnDecoders.Create(i, column, scan.Mappings[i], _builder.Columns[i], run.Options))];
    }

    /// <summary>What is read.</summary>
    public MySqlScan Scan { get; }

    /// <summary>The key of the last row decoded, dirty ones included, when the table is cut by its key; else null.</summary>
    public ImmutableArray<string>? LastKey { get; private set; }

    /// <summary>Rows of the open batch.</summary>
    public int RowCount => _builder.RowCount;

    /// <summary>The open batch has its rows or its bytes.</summary>
    public bool IsFull => _builder.RowCount >= _run.Context.BatchRows || _builder.ByteCount >= _run.Context.BatchBytes;

    /// <summary>Decodes the whole rows at hand, as many as the batch takes.</summary>
    public void Decode(PacketInput input)
    {
        fixed (byte* block = input.Block)
        {
            int next = _index.Build(block, input.Position, input.End, input.JoinedEnd, _run.Context.BatchRows - _builder.RowCount,
                Math.Max(0, _run.Context.BatchBytes - _builder.ByteCount));
            if (next < 0)
                MySqlFailure.ThrowProtocol("a row is not as long as it says", Scan.Table.Name.ToString());
            if (_keyColumns > 0 && _index.Count > 0)
                LastKey = KeyAt(block, _index.Count - 1);
            DecodeColumns(block);
            if (_bad.Found.Count > 0)
                LeaveOutBadRows(block);
            _builder.CloseRows(_index.Count);
            input.Position = next;
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
            key.Add(Encoding.ASCII.GetString(FieldsOf(block, Scan.Columns.Length + i).At(row)));
        return key.MoveToImmutable();
    }

    private void DecodeColumns(byte* block)
    {
        for (int i = 0; i < _decoders.Length; i++)
            _decoders[i].Decode(FieldsOf(block, i), _bad);
    }

    private Fields FieldsOf(byte* block, int column) => new((nint)block, (nint)_index.Offsets(column), (nint)_index.Lengths(column), _index.Count);

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
        var values = Scan.Columns.Select((c, i) => KeyValuePair.Create(c.Name, TextAt(FieldsOf(block, i), row, Scan.Mappings[i].Type))).ToList();
        MySqlColumn source = Scan.Columns[column];
        string value = values[column].Value ?? "NULL";
        (ErrorCode code, string what) = MySqlFailure.OfValue(fault, source.NativeType, Scan.Mappings[column].Type, source.Name, value);
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

    private static string? TextAt(Fields fields, int row, LogicalType type)
    {
        if (fields.IsNull(row))
            return null;
        ReadOnlySpan<byte> value = fields.At(row);
        bool isBytes = type.IsBinary || type.Kind == TypeKind.Boolean || !System.Text.Unicode.Utf8.IsValid(value);
        return isBytes && !(type.Kind == TypeKind.Boolean && value.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0)
            ? "0x" + Convert.ToHexStringLower(value)
            : Encoding.UTF8.GetString(value);
    }
}
