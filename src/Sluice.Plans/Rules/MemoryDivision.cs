using System.Globalization;
using Sluice.Connectors.Options;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Divides the budget among the workers.</summary>
/// <remarks>
/// Invariant 6. A worker holds four batches' worth: the one it builds, whose doubling buffers may be half empty (2), what is computed from it (1) and
/// what the writer keeps of it (1). Two thirds of the rest are the writers', one third stays for rows larger than a batch.
/// </remarks>
public static class MemoryDivision
{
    private const int MaxBatchRows = 16_384;
    private const long LeastBatch = 256L << 10;
    private const long LargestBatch = 4L << 20;
    private const long LeastWriter = 1L << 20;
    private const long LargestWriter = 128L << 20;

    /// <summary>The division for as many workers as fit, up to <paramref name="workers"/>.</summary>
    /// <param name="budget">Bytes.</param>
    /// <param name="workers">Workers wanted, at least 1.</param>
    /// <param name="readerBytes">Bytes that a client library holds for one reader.</param>
    /// <exception cref="SluiceException">Not even one worker fits.</exception>
    public static MemoryPlan Divide(long budget, int workers, long readerBytes)
    {
        for (int fitting = workers; fitting >= 1; fitting--)
        {
            if (TryDivide(budget, fitting, readerBytes) is { } plan)
                return plan;
        }

        long least = Least(readerBytes);
        throw new SluiceException(
            PlanErrors.MemoryTooSmall,
            $"a budget of {Units.PrintBytes(budget)} is too small for one worker, which needs {Units.PrintBytes(least)}",
            "limits.memory",
            $"set limits.memory to {Units.PrintBytes(least)} or more");
    }

    private static long Least(long readerBytes) => RoundUp((4 * LeastBatch) + readerBytes + (LeastWriter * 3 / 2));

    private static long RoundUp(long bytes) => (bytes + (1L << 20) - 1) >> 20 << 20;

    private static MemoryPlan? TryDivide(long budget, int workers, long readerBytes)
    {
        long batch = Math.Clamp(budget / (workers * 16L) >> 16 << 16, LeastBatch, LargestBatch);
        long rest = budget - (workers * ((4 * batch) + readerBytes));
        long writer = Math.Min(LargestWriter, rest * 2 / 3 / workers >> 16 << 16);
        if (writer < LeastWriter)
            return null;
        long reserve = rest - (workers * writer);
        return new MemoryPlan
        {
            Budget = budget,
            Workers = workers,
            BatchRows = MaxBatchRows,
            BatchBytes = batch,
            BatchesPerWorker = 4 * batch,
            ReaderBytes = readerBytes,
            WriterBytes = writer,
            Reserve = reserve,
            Text = Text(budget, workers, batch, readerBytes, writer, reserve),
        };
    }

    private static string Text(long budget, int workers, long batch, long reader, long writer, long reserve)
    {
        string client = reader == 0 ? "" : $" + client {Units.PrintBytes(reader)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Units.PrintBytes(budget)} = {workers} × (batches 4 × {Units.PrintBytes(batch)}{client} + writer {Units.PrintBytes(writer)}) + reserve {Units.PrintBytes(reserve)}");
    }
}
