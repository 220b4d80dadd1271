using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>All casts: which are allowed, and the kernel of each.</summary>
internal static class CastTable
{
    /// <summary>Whether Flink's validator accepts the cast.</summary>
    public static bool IsAllowed(LogicalType from, LogicalType to) => TemporalCasts.IsAllowed(from, to) ?? true;

    /// <summary>The kernel; null when it is not implemented.</summary>
    public static ScalarKernel? Find(LogicalType from, LogicalType to, SessionContext session) => TemporalCasts.Find(from, to, session);
}
