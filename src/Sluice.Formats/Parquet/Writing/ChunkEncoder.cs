using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Encodes one leaf: collects levels and values of the open page, closes pages, gives the chunk away. Not thread-safe.</summary>
/// <remarks>Pages are version 1: levels, then values, compressed together; a page starts with a row.</remarks>
internal sealed class ChunkEncoder : IDisposable
{
    /// <summary>Rows of a page at most.</summary>
    public const int PageRows = 20_000;

    private const int PageBytes = 1 << 20;

    private readonly ParquetLeaf _leaf;
    private readonly BufferPool _pool;
    private readonly PageScratch _scratch;
    private readonly ValueEncoder _values;
    private readonly GrowingBuffer _definitions;
    private readonly GrowingBuffer _repetitions;
    private BlockList _pages;
    private int _levelCount;
    private long _valueCount;
    private long _nullCount;
    private long _uncompressedBytes;
    private bool _hasPlainPages;

    public ChunkEncoder(ParquetLeaf leaf, int nearSize, PageScratch scratch, BufferPool pool)
    {
        _leaf = leaf;
        _pool = pool;
        _scratch = scratch;
        _values = leaf.Stored.CreateEncoder(leaf.Type, nearSize, pool);
        _definitions = new GrowingBuffer(pool);
        _repetitions = new GrowingBuffer(pool);
        _pages = new BlockList(pool);
    }

    /// <summary>Bytes of the open page, about.</summary>
    public long PendingBytes => _values.PendingBytes + _definitions.Length + _repetitions.Length;

    /// <summary>Bytes of closed pages and of the dictionary.</summary>
    public long ClosedBytes => _pages.Capacity + _values.DictionaryBytes;

    /// <summary>Appends rows of a column that is not nested.</summary>
    public void Append(ColumnView column, int start, int count)
    {
        while (count > 0)
        {
            int rows = _values.RowsWithin(column, start, Math.Min(count, PageRows - _levelCount), PageBytes);
            AppendRows(column, start, rows);
            start += rows;
            count -= rows;
            if (_levelCount >= PageRows || PendingBytes >= PageBytes)
                ClosePage();
        }
    }

    /// <summary>Appends whole rows by their levels.</summary>
    /// <param name="column">Where the values are.</param>
    /// <param name="definitions">One definition level for each value, NULL or empty list.</param>
    /// <param name="repetitions">The repetition levels beside them.</param>
    /// <param name="valueRows">The rows of the values in <paramref name="column"/>, one for each level that is the leaf's largest.</param>
    public void AppendLevels(ColumnView column, ReadOnlySpan<byte> definitions, ReadOnlySpan<byte> repetitions, ReadOnlySpan<int> valueRows)
    {
        if (_leaf.MaxDefinition > 0)
            _definitions.Append(definitions);
        if (_leaf.MaxRepetition > 0)
            _repetitions.Append(repetitions);
        _levelCount += definitions.Length;
        _nullCount += definitions.Length - valueRows.Length;
        if (!valueRows.IsEmpty)
            _values.Append(column, valueRows);
        if (_levelCount >= PageRows || PendingBytes >= PageBytes)
            ClosePage();
    }

    /// <summary>Closes the open page, if it has rows.</summary>
    public void ClosePage()
    {
        if (_levelCount == 0)
            return;
        GrowingBuffer page = _scratch.Page;
        page.Truncate(0);
        if (_leaf.MaxRepetition > 0)
            WriteLevels(page, _repetitions, _leaf.MaxRepetition);
        if (_leaf.MaxDefinition > 0)
            WriteLevels(page, _definitions, _leaf.MaxDefinition);
        ParquetEncoding encoding = _values.FinishPage(page);
        _hasPlainPages |= encoding == ParquetEncoding.Plain;
        _uncompressedBytes += _scratch.WriteDataPage(_pages, _levelCount, encoding);
        _valueCount += _levelCount;
        _levelCount = 0;
        _definitions.Truncate(0);
        _repetitions.Truncate(0);
    }

    /// <summary>Closes the chunk and starts the next. The caller disposes what it gets.</summary>
    public EncodedChunk FinishChunk()
    {
        ClosePage();
        BlockList? dictionary = null;
        if (_values.DictionaryCount > 0)
        {
            dictionary = new BlockList(_pool);
            _scratch.Page.Truncate(0);
            _values.WriteDictionary(_scratch.Page);
            _uncompressedBytes += _scratch.WriteDictionaryPage(dictionary, _values.DictionaryCount);
        }

        var chunk = new EncodedChunk(_leaf, dictionary, _pages, _values.Range())
        {
            ValueCount = _valueCount,
            NullCount = _nullCount,
            UncompressedBytes = _uncompressedBytes,
            HasPlainPages = _hasPlainPages,
        };
        _values.StartChunk();
        _pages = new BlockList(_pool);
        (_valueCount, _nullCount, _uncompressedBytes, _hasPlainPages) = (0, 0, 0, false);
        return chunk;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _definitions.Dispose();
        _repetitions.Dispose();
        _pages.Dispose();
    }

    private void AppendRows(ColumnView column, int start, int rows)
    {
        if (!column.HasNulls || _leaf.MaxDefinition == 0)
        {
            // No level is kept while all are the largest: most columns have no NULL.
            if (_definitions.Length > 0)
                AppendDefined(rows);
            _levelCount += rows;
            _values.Append(column, start, rows);
            return;
        }

        if (_definitions.Length == 0)
            AppendDefined(_levelCount);
        Span<byte> levels = _definitions.GetSpan(rows)[..rows];
        Span<int> present = MemoryMarshal.Cast<byte, int>(_scratch.Rows.GetSpan(rows * sizeof(int)))[..rows];
        int count = 0;
        for (int i = 0; i < rows; i++)
        {
            bool isPresent = !column.IsNull(start + i);
            levels[i] = isPresent ? (byte)1 : (byte)0;
            present[count] = start + i;
            count += isPresent ? 1 : 0;
        }

        _definitions.Advance(rows);
        _levelCount += rows;
        _nullCount += rows - count;
        if (count > 0)
            _values.Append(column, present[..count]);
    }

    private void AppendDefined(int rows)
    {
        _definitions.GetSpan(rows)[..rows].Fill((byte)_leaf.MaxDefinition);
        _definitions.Advance(rows);
    }

    private void WriteLevels(GrowingBuffer page, GrowingBuffer levels, int largest)
    {
        int bitWidth = RunLengthBitPacking.BitWidth(largest);
        int lengthAt = page.Length;
        page.Append(0);
        if (levels.Length == 0)
            RunLengthBitPacking.WriteRun(page, (uint)largest, _levelCount, bitWidth);
        else
            RunLengthBitPacking.Write<byte>(page, levels.Written, bitWidth);
        MemoryMarshal.Write(page.Written[lengthAt..], page.Length - lengthAt - sizeof(int));
    }
}
