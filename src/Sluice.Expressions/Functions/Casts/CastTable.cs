using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>All casts: which are allowed, and the kernel of each. Nullability plays no part.</summary>
internal static class CastTable
{
    /// <summary>Whether Flink's validator accepts the cast.</summary>
    public static bool IsAllowed(LogicalType from, LogicalType to)
    {
        if (from.Kind == TypeKind.Null)
            return true;
        if (from.IsNested || to.IsNested)
            return NestedCasts.IsAllowed(from, to);
        if (TemporalCasts.IsAllowed(from, to) is { } isAllowed)
            return isAllowed;
        // 0 has no place in DECIMAL(p, p) for Flink, so it cannot ask whether a value is 0.
        if (from.Kind == TypeKind.Decimal && from.Precision == from.Scale && to.Kind == TypeKind.Boolean)
            return false;
        if (from.IsBinary || to.IsBinary)
            return (from.IsBinary || from.IsCharacter) && (to.IsBinary || to.IsCharacter);
        return true;
    }

    /// <summary>The kernel; null when it is not implemented.</summary>
    public static ScalarKernel? Find(LogicalType from, LogicalType to, SessionContext session)
    {
        if (from.IsNested || to.IsNested)
            return NestedCasts.Find(from, to, session);
        if (from.IsDateTime || from.IsInterval || to.IsDateTime || to.IsInterval)
            return TemporalCasts.Find(from, to, session);
        if (from.IsBinary || to.IsBinary)
            return BinaryCasts.Find(from, to);
        return from.IsCharacter ? TextCasts.Find(to) : NumberCasts.Find(from, to);
    }
}
