using System.Collections;
using Apache.Arrow;
using Sluice.Connectors.Files;
using Sluice.Connectors.Sources;

namespace Sluice.Formats.Parquet;

/// <summary>Encodes the batches of one worker.</summary>
/// <remarks>
/// Invariant 6: a quarter of the share is for open pages, half for closed ones, the rest for the page being compressed and for rounding in the pool.
/// </remarks>
internal sealed class ParquetEncoder(ParquetWriter writer, RowGroupEncoder encoder, RowCheck check, long memoryBytes) : IFormatEncoder
{
    /// <summary>Row groups of more rows than this hinder those who read one file with many threads.</summary>
    private const long MostRows = 1 << 20;

    private readonly long _pageBudget = Math.Max(256 << 10, memoryBytes / 4);
    private readonly long _groupBudget = Math.Max(256 << 10, Math.Min(writer.RowGroupBytes, memoryBytes / 2));

    /// <inheritdoc/>
    public async ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken)
    {
        BitArray? bad = check.FindBadRows(batch, locator);
        int start = 0;
        while (start < batch.Length)
        {
            int end = NextEnd(batch, bad, ref start);
            if (end > start)
                encoder.Append(batch, start, end - start);
            start = end;
        }

        if (encoder.PendingBytes > _pageBudget)
            encoder.ClosePages();
        if (encoder.RowCount >= MostRows || encoder.ClosedBytes >= _groupBudget)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (encoder.RowCount > 0)
            await writer.AppendAsync(encoder.Finish(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        encoder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The end of the next run of good rows; moves <paramref name="start"/> to its begin.</summary>
    private static int NextEnd(RecordBatch batch, BitArray? bad, ref int start)
    {
        if (bad is null)
            return batch.Length;

        // Invariant 10: the good rows around a bad one are written.
        while (start < batch.Length && bad[start])
            start++;
        int end = start;
        while (end < batch.Length && !bad[end])
            end++;
        return end;
    }
}
