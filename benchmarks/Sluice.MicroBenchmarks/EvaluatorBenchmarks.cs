using Apache.Arrow;
using BenchmarkDotNet.Attributes;

namespace Sluice.MicroBenchmarks;

/// <summary>How fast is one filter over ten million rows? The hand-written loop says what the machine could do.</summary>
[MemoryDiagnoser]
public class EvaluatorBenchmarks
{
    private const int Rows = 10_000_000;
    private const int BatchRows = 8192;
    private IReadOnlyList<RecordBatch> _batches = [];

    /// <summary>Makes the rows.</summary>
    [GlobalSetup]
    public void MakeRows() => _batches = EvaluatorColumns.Batches(Rows, BatchRows);

    /// <summary>Returns the rows' memory.</summary>
    [GlobalCleanup]
    public void DropRows()
    {
        foreach (RecordBatch batch in _batches)
            batch.Dispose();
    }

    /// <summary>The same question as a loop somebody wrote for it; it does not look for overflow.</summary>
    [Benchmark]
    public long Loop_written_by_hand()
    {
        long kept = 0;
        foreach (RecordBatch batch in _batches)
            kept += EvaluatorColumns.CountByHand(batch);
        return kept;
    }

    /// <summary>The engine's filter, as a worker of a run calls it.</summary>
    [Benchmark]
    public long Engine()
    {
        using var filter = new EvaluatorFilter();
        long kept = 0;
        foreach (RecordBatch batch in _batches)
            kept += filter.Count(batch);
        return kept;
    }
}
