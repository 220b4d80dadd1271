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
            kept += Count(batch);
        return kept;
    }

    private static int Count(RecordBatch batch)
    {
        var (a, b, c, s) = ((Int32Array)batch.Column(0), (Int32Array)batch.Column(1), (Int32Array)batch.Column(2), (StringArray)batch.Column(3));
        ReadOnlySpan<int> x = a.Values, y = b.Values, z = c.Values, offsets = s.ValueOffsets;
        ReadOnlySpan<byte> text = s.Values;
        int kept = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            if (a.IsValid(row) && b.IsValid(row) && c.IsValid(row) && x[row] * y[row] + z[row] > 10
                && s.IsValid(row) && offsets[row + 1] > offsets[row] && text[offsets[row]] == (byte)'x')
            {
                kept++;
            }
        }

        return kept;
    }
}
