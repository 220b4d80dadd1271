namespace Sluice.Benchmarks.Measuring;

/// <summary>All runs of one contender.</summary>
internal sealed record Series(Contender Contender, IReadOnlyList<Sample> Samples)
{
    /// <summary>The median of the times; the mean of the middle two when their number is even.</summary>
    public double Median => MedianOf([.. Samples.Select(s => s.Seconds)]);

    /// <summary>The median of the processor times: less disturbed than the clock on a busy machine.</summary>
    public double ProcessorMedian => MedianOf([.. Samples.Select(s => s.ProcessorSeconds)]);

    /// <summary>The shortest time.</summary>
    public double Min => Samples.Min(s => s.Seconds);

    /// <summary>The longest time.</summary>
    public double Max => Samples.Max(s => s.Seconds);

    /// <summary>The largest peak of all runs.</summary>
    public long PeakBytes => Samples.Max(s => s.PeakBytes);

    private static double MedianOf(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
