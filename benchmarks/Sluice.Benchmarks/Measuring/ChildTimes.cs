using System.Runtime.InteropServices;

namespace Sluice.Benchmarks.Measuring;

/// <summary>Processor time of all children that have ended, from <c>getrusage(2)</c>: the difference around one child is that child's.</summary>
internal static partial class ChildTimes
{
    private const int Children = -1;

    /// <summary>User and system time in seconds.</summary>
    public static double Seconds()
    {
        // struct rusage on 64-bit Linux: two timevals, then fourteen longs.
        Span<long> usage = stackalloc long[18];
        return GetResourceUsage(Children, ref MemoryMarshal.GetReference(usage)) == 0
            ? usage[0] + usage[2] + (usage[1] + usage[3]) / 1e6
            : throw new InvalidOperationException("getrusage failed");
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, ref long usage);
}
