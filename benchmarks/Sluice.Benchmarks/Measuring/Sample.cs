namespace Sluice.Benchmarks.Measuring;

/// <summary>One run of one program.</summary>
/// <param name="Seconds">From start to end of the process.</param>
/// <param name="ProcessorSeconds">User and system time of the process itself; a server's is not in it.</param>
/// <param name="PeakBytes">Its peak resident memory.</param>
internal readonly record struct Sample(double Seconds, double ProcessorSeconds, long PeakBytes);
