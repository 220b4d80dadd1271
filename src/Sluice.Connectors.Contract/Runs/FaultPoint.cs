using System.Diagnostics;

namespace Sluice.Connectors.Runs;

/// <summary>
/// Named places at which a test kills the process: <c>SLUICE_FAULT=name[:n]</c> ends it with SIGKILL when the place is reached for the n-th time
/// (the first when n is absent). Only a build with <c>-p:FaultPoints=true</c> has them; in every other build the calls are not compiled.
/// </summary>
public static class FaultPoint
{
#if FAULT_POINTS
    private static readonly (string Name, int Left) s_armed = Parse(Environment.GetEnvironmentVariable("SLUICE_FAULT"));
    private static int s_hits;
#endif

    /// <summary>Dies here when it is told to.</summary>
    /// <param name="name">The place: what is done, and <c>.before</c> or <c>.after</c>.</param>
    [Conditional("FAULT_POINTS")]
    public static void Hit(string name)
    {
#if FAULT_POINTS
        if (!string.Equals(name, s_armed.Name, StringComparison.Ordinal) || Interlocked.Increment(ref s_hits) != s_armed.Left)
            return;
        using Process self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
#endif
    }

#if FAULT_POINTS
    private static (string Name, int Left) Parse(string? text)
    {
        int colon = text?.LastIndexOf(':') ?? -1;
        return colon < 0
            ? (text ?? "", 1)
            : (text![..colon], int.Parse(text.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
#endif
}
