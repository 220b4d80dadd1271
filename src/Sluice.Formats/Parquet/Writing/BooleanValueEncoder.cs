using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>Encodes BOOLEAN leaves: PLAIN, one bit a value, lowest bit first.</summary>
internal sealed class BooleanValueEncoder(BufferPool pool) : ValueEncoder(pool)
{
    private bool _hasFalse;
    private bool _hasTrue;

    /// <inheritdoc/>
    public override long PendingBytes => Plain.Length;

    /// <inheritdoc/>
    public override void Append(ColumnView column, int start, int count)
    {
        for (int i = start; i < start + count; i++)
            Append(column.Boolean(i));
    }

    /// <inheritdoc/>
    public override void Append(ColumnView column, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            Append(column.Boolean(row));
    }

    /// <inheritdoc/>
    public override ParquetEncoding FinishPage(GrowingBuffer page) => FinishPlainPage(page);

    /// <inheritdoc/>
    public override ChunkRange Range() => _hasFalse || _hasTrue
        ? new ChunkRange([_hasFalse ? (byte)0 : (byte)1], [_hasTrue ? (byte)1 : (byte)0], true, true)
        : ChunkRange.None;

    /// <inheritdoc/>
    public override void StartChunk() => (_hasFalse, _hasTrue) = (false, false);

    private void Append(bool value)
    {
        int bit = PendingCount++ & 7;
        if (bit == 0)
            Plain.Append((byte)0);
        if (value)
        {
            Plain.Written[^1] |= (byte)(1 << bit);
            _hasTrue = true;
        }
        else
        {
            _hasFalse = true;
        }
    }
}
