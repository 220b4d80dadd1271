using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Casts from and to DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ and intervals (text, numbers and each other). <c>CAST</c>, <c>TRY_CAST</c> and the implicit casts
/// of comparisons look here first when either side is one of these types.
/// </summary>
internal static class TemporalCasts
{
    /// <summary>Whether Flink's validator accepts the cast.</summary>
    /// <returns>Null when neither side is a date, time or interval: the caller decides.</returns>
    public static bool? IsAllowed(LogicalType from, LogicalType to) => from.IsDateTime || from.IsInterval || to.IsDateTime || to.IsInterval ? false : null;

    /// <summary>
    /// The kernel of a cast that <see cref="IsAllowed"/>. CLR types as README.md; text may be CHAR, VARCHAR(n) or STRING (result longer than n is cut, CHAR padded).
    /// What cannot be read fails with <see cref="EvalErrors.NotCastable"/>; the evaluator turns that into NULL for TRY_CAST.
    /// </summary>
    /// <returns>Null when it is not implemented.</returns>
    public static ScalarKernel? Find(LogicalType from, LogicalType to, SessionContext session) => null;
}
