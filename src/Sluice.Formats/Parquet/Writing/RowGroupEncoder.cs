using System.Collections.Immutable;
using Apache.Arrow;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Encodes batches into row groups, one open at a time. Not thread-safe; several of them fill one file at the same time.</summary>
internal sealed class RowGroupEncoder : IDisposable
{
    /// <summary>Rows of nested columns that are shredded at once.</summary>
    private const int NestedRows = 1024;

    private readonly TableSchema _schema;
    private readonly PageScratch _scratch;
    private readonly LevelShredder _shredder;
    private readonly ChunkEncoder[] _chunks;

    public RowGroupEncoder(TableSchema schema, ImmutableArray<ParquetLeaf> leaves, ParquetCodec codec, BufferPool pool)
    {
        _schema = schema;
        _scratch = new PageScratch(codec, pool);
        _shredder = new LevelShredder(pool);

        // The table for near values is worth its memory when there are not hundreds of them.
        int nearSize = leaves.Length <= 64 ? 16384 : leaves.Length <= 256 ? 2048 : 256;
        _chunks = [.. leaves.Select(leaf => new ChunkEncoder(leaf, nearSize, _scratch, pool))];
    }

    /// <summary>Rows in the open row group.</summary>
    public long RowCount { get; private set; }

    /// <summary>Bytes of open pages.</summary>
    public long PendingBytes
    {
        get
        {
            long bytes = 0;
            foreach (ChunkEncoder chunk in _chunks)
                bytes += chunk.PendingBytes;
            return bytes;
        }
    }

    /// <summary>Bytes of closed pages and dictionaries.</summary>
    public long ClosedBytes
    {
        get
        {
            long bytes = 0;
            foreach (ChunkEncoder chunk in _chunks)
                bytes += chunk.ClosedBytes;
            return bytes;
        }
    }

    /// <summary>Appends rows of a batch, all of which the file can carry (<see cref="RowCheck"/>).</summary>
    public void Append(RecordBatch batch, int start, int count)
    {
        int leaf = 0;
        for (int i = 0; i < _schema.Columns.Length; i++)
        {
            LogicalType type = _schema.Columns[i].Type;
            var column = new ColumnView(batch.Column(i));
            int leaves = ParquetLeaf.CountOf(type);
            if (type.IsNested)
                AppendNested(type, column, start, count, _chunks.AsSpan(leaf, leaves));
            else
                _chunks[leaf].Append(column, start, count);
            leaf += leaves;
        }

        RowCount += count;
    }

    /// <summary>Closes the open pages of all columns, to bound their memory.</summary>
    public void ClosePages()
    {
        foreach (ChunkEncoder chunk in _chunks)
            chunk.ClosePage();
    }

    /// <summary>Ends the row group and starts the next. The caller disposes what it gets.</summary>
    public EncodedRowGroup Finish()
    {
        var group = new EncodedRowGroup(RowCount, [.. _chunks.Select(chunk => chunk.FinishChunk())]);
        RowCount = 0;
        return group;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ChunkEncoder chunk in _chunks)
            chunk.Dispose();
        _scratch.Dispose();
    }

    private void AppendNested(LogicalType type, ColumnView column, int start, int count, ReadOnlySpan<ChunkEncoder> leaves)
    {
        for (int at = start; at < start + count; at += NestedRows)
            _shredder.Shred(type, column, at, Math.Min(NestedRows, start + count - at), leaves);
    }
}
