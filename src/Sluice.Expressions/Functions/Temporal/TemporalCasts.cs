using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Casts from and to DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ and intervals (text, numbers and each other). <c>CAST</c>, <c>TRY_CAST</c> and the implicit casts
/// of comparisons look here first when either side is one of these types.
/// </summary>
internal static class TemporalCasts
{
    /// <summary>Whether Flink accepts the cast (one that it validates and then fails to plan is refused too).</summary>
    /// <returns>Null when neither side is a date, time or interval: the caller decides.</returns>
    public static bool? IsAllowed(LogicalType from, LogicalType to)
    {
        if (!from.IsDateTime && !from.IsInterval && !to.IsDateTime && !to.IsInterval)
            return null;
        if (from.Kind == TypeKind.Null)
            return true;
        return from.Kind switch
        {
            TypeKind.Char or TypeKind.VarChar => to.IsDateTime,
            TypeKind.Date => to.Kind is TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampLtz || to.IsCharacter,
            TypeKind.Time => to.Kind is TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampLtz || to.IsCharacter,
            TypeKind.Timestamp or TypeKind.TimestampLtz => to.IsDateTime || to.IsCharacter,
            TypeKind.IntervalMonths or TypeKind.IntervalMillis => to.Kind == from.Kind || to.IsCharacter,
            _ => from.IsInteger && to.IsInterval,
        };
    }

    /// <summary>
    /// The kernel of a cast that <see cref="IsAllowed"/>. CLR types as README.md; text may be CHAR, VARCHAR(n) or STRING (result longer than n is cut, CHAR padded).
    /// What cannot be read fails with <see cref="EvalErrors.NotCastable"/>; the evaluator turns that into NULL for TRY_CAST.
    /// </summary>
    /// <returns>Null when it is not implemented.</returns>
    public static ScalarKernel? Find(LogicalType from, LogicalType to, SessionContext session)
    {
        if (from.Kind == TypeKind.Null)
            return ScalarKernel.Boxed((ReadOnlySpan<object?> _, ref Outcome outcome) => outcome.Null<object?>());
        if (from.IsCharacter)
            return FromText(to, session);
        if (to.IsCharacter)
            return TemporalTextCasts.ToText(from, to, session);
        return from.Kind switch
        {
            TypeKind.Date => FromDate(to, session),
            TypeKind.Time => FromTime(to, session),
            TypeKind.Timestamp => FromTimestamp(from, to, session),
            TypeKind.TimestampLtz => FromInstant(from, to, session),
            _ => ToInterval(from, to),
        };
    }

    private static ScalarKernel? FromText(LogicalType to, SessionContext session) => to.Kind switch
    {
        TypeKind.Date => ScalarKernel.Of((string text, ref Outcome outcome) =>
            TemporalText.TryParseDate(text, out int days) ? days : outcome.Fail<int>(TemporalErrors.NotCastable(text, to))),
        TypeKind.Time => ScalarKernel.Of((string text, ref Outcome outcome) =>
            TemporalText.TryParseTime(text, out long millis) ? WholeSeconds(millis) : outcome.Fail<long>(TemporalErrors.NotCastable(text, to))),
        TypeKind.Timestamp => ScalarKernel.Of((string text, ref Outcome outcome) => ReadTimestamp(text, to, ref outcome)),
        TypeKind.TimestampLtz => InstantFromText(to, ZoneDatabase.Machine.Get(session.TimeZone)),
        _ => null,
    };

    private static ScalarKernel InstantFromText(LogicalType to, ZoneRules zone) => ScalarKernel.Of((string text, ref Outcome outcome) =>
    {
        Timestamp local = ReadTimestamp(text, to, ref outcome);
        return local with { Seconds = zone.ToInstant(local.Seconds) };
    });

    private static Timestamp ReadTimestamp(string text, LogicalType to, ref Outcome outcome) => TemporalText.TryParseTimestamp(text, out Timestamp value) switch
    {
        ParseResult.Read => EpochTime.Truncate(value, to.Precision),
        ParseResult.ImpossibleDay => outcome.Fail<Timestamp>(TemporalErrors.ImpossibleDay(text)),
        _ => outcome.Fail<Timestamp>(TemporalErrors.NotCastable(text, to)),
    };

    private static ScalarKernel? FromDate(LogicalType to, SessionContext session)
    {
        switch (to.Kind)
        {
            case TypeKind.Date:
                return ScalarKernel.Of((int days, ref Outcome _) => days);
            case TypeKind.Timestamp:
                return ScalarKernel.Of((int days, ref Outcome _) => EpochTime.FromDays(days));
            case TypeKind.TimestampLtz:
                ZoneRules zone = ZoneDatabase.Machine.Get(session.TimeZone);
                return ScalarKernel.Of((int days, ref Outcome _) => new Timestamp(zone.ToInstant(days * 86_400L), 0));
            default:
                return null;
        }
    }

    /// <summary>A TIME keeps its milliseconds whatever the precision of the target, as in Flink.</summary>
    private static ScalarKernel? FromTime(LogicalType to, SessionContext session)
    {
        switch (to.Kind)
        {
            case TypeKind.Time:
                return ScalarKernel.Of((long micros, ref Outcome _) => micros);
            case TypeKind.Timestamp:
                return ScalarKernel.Of((long micros, ref Outcome _) => EpochTime.Truncate(Timestamp.FromMicros(micros), 3));
            case TypeKind.TimestampLtz:
                ZoneRules zone = ZoneDatabase.Machine.Get(session.TimeZone);
                return ScalarKernel.Of((long micros, ref Outcome _) => ToInstant(EpochTime.Truncate(Timestamp.FromMicros(micros), 3), zone));
            default:
                return null;
        }
    }

    private static ScalarKernel? FromTimestamp(LogicalType from, LogicalType to, SessionContext session)
    {
        switch (to.Kind)
        {
            case TypeKind.Date:
                return ScalarKernel.Of((Timestamp value, ref Outcome outcome) => DateOf(value, ref outcome));
            case TypeKind.Time:
                return ScalarKernel.Of((Timestamp value, ref Outcome outcome) => TimeOf(value, ref outcome));
            case TypeKind.Timestamp:
                return Shorten(from, to);
            case TypeKind.TimestampLtz:
                ZoneRules zone = ZoneDatabase.Machine.Get(session.TimeZone);
                return ScalarKernel.Of((Timestamp value, ref Outcome outcome) => Shortened(ToInstant(value, zone), from, to, ref outcome));
            default:
                return null;
        }
    }

    private static ScalarKernel? FromInstant(LogicalType from, LogicalType to, SessionContext session)
    {
        ZoneRules zone = ZoneDatabase.Machine.Get(session.TimeZone);
        return to.Kind switch
        {
            TypeKind.Date => ScalarKernel.Of((Timestamp value, ref Outcome _) => (int)EpochTime.Days(ToLocal(value, zone))),
            TypeKind.Time => ScalarKernel.Of((Timestamp value, ref Outcome _) => CivilDate.FloorMod(ToLocal(value, zone).Seconds, 86_400) * 1_000_000),
            TypeKind.Timestamp => ScalarKernel.Of((Timestamp value, ref Outcome outcome) => Shortened(ToLocal(value, zone), from, to, ref outcome)),
            TypeKind.TimestampLtz => Shorten(from, to),
            _ => null,
        };
    }

    private static ScalarKernel? ToInterval(LogicalType from, LogicalType to) => (from.Kind, to.Kind) switch
    {
        (TypeKind.IntervalMonths, _) => ScalarKernel.Of((int months, ref Outcome _) => months),
        (TypeKind.IntervalMillis, _) => ScalarKernel.Of((long millis, ref Outcome _) => millis),
        (TypeKind.TinyInt, TypeKind.IntervalMonths) => ScalarKernel.Of((sbyte value, ref Outcome _) => (int)value),
        (TypeKind.SmallInt, TypeKind.IntervalMonths) => ScalarKernel.Of((short value, ref Outcome _) => (int)value),
        (TypeKind.Int, TypeKind.IntervalMonths) => ScalarKernel.Of((int value, ref Outcome _) => value),
        (TypeKind.BigInt, TypeKind.IntervalMonths) => ScalarKernel.Of((long value, ref Outcome outcome) =>
            value is >= int.MinValue and <= int.MaxValue ? (int)value : outcome.Fail<int>(TooManyMonths(value))),
        (TypeKind.TinyInt, _) => ScalarKernel.Of((sbyte value, ref Outcome _) => (long)value),
        (TypeKind.SmallInt, _) => ScalarKernel.Of((short value, ref Outcome _) => (long)value),
        (TypeKind.Int, _) => ScalarKernel.Of((int value, ref Outcome _) => (long)value),
        (TypeKind.BigInt, _) => ScalarKernel.Of((long value, ref Outcome _) => value),
        _ => null,
    };

    private static EvalError TooManyMonths(long value)
    {
        string what = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value} months do not fit an interval");
        return new EvalError(EvalErrors.Overflow, what) { Deviation = Deviation.NumericNarrowing };
    }

    private static int DateOf(Timestamp value, ref Outcome outcome)
    {
        long days = EpochTime.Days(value);
        if (outcome.IsObserved && EpochTime.Millis(value) / TimeUnits.MillisPerDay != days)
            outcome.Deviates(Deviation.TimesBefore1970);
        return (int)days;
    }

    private static long TimeOf(Timestamp value, ref Outcome outcome)
    {
        long seconds = CivilDate.FloorMod(value.Seconds, 86_400);
        if (outcome.IsObserved && EpochTime.Millis(value) % TimeUnits.MillisPerDay / 1_000 != seconds)
            outcome.Deviates(Deviation.TimesBefore1970);
        return seconds * 1_000_000;
    }

    private static ScalarKernel Shorten(LogicalType from, LogicalType to) => to.Precision >= from.Precision
        ? ScalarKernel.Of((Timestamp value, ref Outcome _) => value)
        : ScalarKernel.Of((Timestamp value, ref Outcome outcome) => Shortened(value, from, to, ref outcome));

    private static Timestamp Shortened(Timestamp value, LogicalType from, LogicalType to, ref Outcome outcome)
    {
        if (to.Precision >= from.Precision)
            return value;
        Timestamp result = EpochTime.Truncate(value, to.Precision);
        if (outcome.IsObserved && value.Seconds < 0 && FlinkTime.Truncate(value, to.Precision) != result)
            outcome.Deviates(Deviation.TimesBefore1970);
        return result;
    }

    private static long WholeSeconds(long millis) => millis / 1_000 * 1_000_000;

    private static Timestamp ToInstant(Timestamp local, ZoneRules zone) => local with { Seconds = zone.ToInstant(local.Seconds) };

    internal static Timestamp ToLocal(Timestamp instant, ZoneRules zone) => instant with { Seconds = instant.Seconds + zone.OffsetAt(instant.Seconds) };
}
