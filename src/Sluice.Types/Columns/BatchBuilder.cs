using Apache.Arrow;

namespace Sluice.Types;

/// <summary>The builders of all columns of a batch. A reader appends one value to each column, then <see cref="CloseRow"/>.</summary>
public sealed class BatchBuilder : IDisposable
{
    private readonly Schema _arrowSchema;
    private readonly BytesColumnBuilder[] _texts;
    private readonly ColumnBuilder[] _nested;
    private readonly int _fixedBytesPerRow;

    /// <summary>Empty builders for the columns of <paramref name="schema"/>.</summary>
    public BatchBuilder(TableSchema schema, BufferPool pool)
    {
        Schema = schema;
        _arrowSchema = ArrowLayout.SchemaOf(schema);
        Columns = [.. schema.Columns.Select(c => ColumnBuilder.Create(c.Type, pool))];
        _texts = [.. Columns.OfType<BytesColumnBuilder>()];
        _nested = [.. Columns.Where(c => c is ListColumnBuilder or RowColumnBuilder)];
        _fixedBytesPerRow = 8 * (Columns.Count - _nested.Length);
    }

    /// <summary>The schema of the batches.</summary>
    public TableSchema Schema { get; }

    /// <summary>One builder a column.</summary>
    public IReadOnlyList<ColumnBuilder> Columns { get; }

    /// <summary>Complete rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Bytes of all columns so far.</summary>
    public long ByteCount
    {
        get
        {
            long bytes = 0;
            foreach (ColumnBuilder column in Columns)
                bytes += column.ByteCount;
            return bytes;
        }
    }

    /// <summary>Whether a reader should close the batch: enough rows, or enough bytes. Cheap enough to ask after every row.</summary>
    public bool IsFull(int maxRows, long maxBytes)
    {
        if (RowCount >= maxRows)
            return true;
        if (_texts.Length > 8 && (RowCount & 7) != 0)
            return false;
        long bytes = (long)RowCount * _fixedBytesPerRow;
        foreach (BytesColumnBuilder text in _texts)
            bytes += text.HeapBytes;
        foreach (ColumnBuilder column in _nested)
            bytes += column.ByteCount;
        return bytes >= maxBytes;
    }

    /// <summary>Ends a row to which every column got a value.</summary>
    public void CloseRow() => RowCount++;

    /// <summary>Ends several rows, for readers that fill column by column.</summary>
    public void CloseRows(int count) => RowCount += count;

    /// <summary>Takes back the row begun but not closed, whichever columns already have a value.</summary>
    public void DropOpenRow()
    {
        foreach (ColumnBuilder column in Columns)
            column.Truncate(RowCount);
    }

    /// <summary>Gives the rows away as a batch, which the caller disposes, and starts anew.</summary>
    public RecordBatch Build()
    {
        int rows = RowCount;
        RowCount = 0;
        return new RecordBatch(_arrowSchema, [.. Columns.Select(c => c.Build())], rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ColumnBuilder column in Columns)
            column.Dispose();
    }
}
