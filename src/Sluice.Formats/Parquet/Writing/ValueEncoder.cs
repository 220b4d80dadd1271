using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Encodes the values of one leaf column, NULLs left out: collects those of the open page, as dictionary indices while a dictionary pays, else PLAIN.
/// Not thread-safe. One instance lives through all row groups of a writer.
/// </summary>
internal abstract class ValueEncoder(BufferPool pool) : IDisposable
{
    /// <summary>Values of the open page in PLAIN.</summary>
    protected GrowingBuffer Plain { get; } = new(pool);

    /// <summary>Values in the open page.</summary>
    public int PendingCount { get; protected set; }

    /// <summary>Bytes of the open page, about.</summary>
    public abstract long PendingBytes { get; }

    /// <summary>Bytes held by the dictionary, about.</summary>
    public virtual long DictionaryBytes => 0;

    /// <summary>Entries of the chunk's dictionary; 0 when there is none.</summary>
    public virtual int DictionaryCount => 0;

    /// <summary>Appends <paramref name="count"/> values from row <paramref name="start"/> on, none of them NULL.</summary>
    public abstract void Append(ColumnView column, int start, int count);

    /// <summary>Appends the values of <paramref name="rows"/>, none of them NULL.</summary>
    public abstract void Append(ColumnView column, ReadOnlySpan<int> rows);

    /// <summary>
    /// How many rows from <paramref name="start"/> on, at most <paramref name="count"/> and at least 1, make about
    /// <paramref name="pageBytes"/> bytes.
    /// </summary>
    public virtual int RowsWithin(ColumnView column, int start, int count, int pageBytes) => count;

    /// <summary>Moves the open page's values to <paramref name="page"/> and says in which encoding.</summary>
    public abstract ParquetEncoding FinishPage(GrowingBuffer page);

    /// <summary>Appends the dictionary's values in PLAIN.</summary>
    public virtual void WriteDictionary(GrowingBuffer page)
    {
    }

    /// <summary>The smallest and largest value of the chunk; both empty when there is none that counts (no values, only NaN).</summary>
    public abstract ChunkRange Range();

    /// <summary>Starts the next chunk.</summary>
    public abstract void StartChunk();

    /// <inheritdoc/>
    public virtual void Dispose() => Plain.Dispose();

    /// <summary>Ends an open page in PLAIN.</summary>
    protected ParquetEncoding FinishPlainPage(GrowingBuffer page)
    {
        page.Append(Plain.Written);
        Plain.Truncate(0);
        if (Plain.Capacity > 4 << 20)
            Plain.Dispose();
        PendingCount = 0;
        return ParquetEncoding.Plain;
    }
}
