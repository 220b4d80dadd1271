using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// <c>FLOOR(value TO unit)</c> and <c>CEIL(value TO unit)</c>, bound here when FLOOR or CEIL has a unit. The result has the type of the value and whole milliseconds.
/// </summary>
internal static class TemporalRounding
{
    /// <summary>Binds a call with one argument and the unit in <see cref="FunctionCall.Keyword"/>.</summary>
    /// <returns>Null when the types or the unit are refused.</returns>
    public static FunctionBinding? Bind(FunctionCall call, bool isCeil)
    {
        bool isFloor = !isCeil;
        if (TimeUnits.Find(call.Keyword ?? "") is not { } unit || call.Keyword!.StartsWith("SQL", StringComparison.Ordinal))
            return call.Reject(ExpressionErrors.Syntax, $"{call.Keyword} is no unit of time", "write YEAR, MONTH, DAY, HOUR, MINUTE, SECOND or another unit");
        LogicalType type = call.TypeOf(0);
        ScalarKernel? kernel = type.Kind switch
        {
            TypeKind.Date => OfDate(unit, isFloor),
            TypeKind.Time => OfTime(unit, isFloor),
            TypeKind.Timestamp => OfTimestamp(unit, isFloor),
            TypeKind.TimestampLtz => OfInstant(unit, isFloor, ZoneDatabase.Machine.Get(call.Session.TimeZone)),
            _ => null,
        };
        if (kernel is null)
            return call.RejectTypes($"write {call.Function.Name}(date TO YEAR), … TO DAY), … TO SECOND)");
        return new FunctionBinding(call.NullIfAny(type.Kind == TypeKind.Time ? LogicalType.Time(0) : type), kernel);
    }

    /// <summary>MILLENNIUM to WEEK: rounded by the calendar.</summary>
    private static bool IsCalendarUnit(TimeUnit unit) => unit is TimeUnit.Year or TimeUnit.Quarter or TimeUnit.Month or TimeUnit.Week
        or TimeUnit.Decade or TimeUnit.Century or TimeUnit.Millennium;

    /// <summary>HOUR to MILLISECOND: rounded as a number; ISOYEAR is twelve milliseconds in Flink. 0 for what Flink divides by zero.</summary>
    private static long? Size(TimeUnit unit) => unit switch
    {
        TimeUnit.Microsecond or TimeUnit.Nanosecond => 0,
        TimeUnit.IsoYear => 12,
        TimeUnit.Day or TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second or TimeUnit.Millisecond => TimeUnits.Millis(unit),
        _ => null,
    };

    private static ScalarKernel OfDate(TimeUnit unit, bool isFloor) => IsCalendarUnit(unit) || unit == TimeUnit.Day
        ? ScalarKernel.Of((int days, ref Outcome outcome) => (int)RoundDays(unit, days, days, isFloor, ref outcome))
        : ScalarKernel.Of((int days, ref Outcome _) => days);

    private static ScalarKernel? OfTime(TimeUnit unit, bool isFloor)
    {
        // Flink takes the milliseconds of a TIME for days where the unit is one of the calendar.
        if (IsCalendarUnit(unit) || unit == TimeUnit.Day)
            return ScalarKernel.Of((long micros, ref Outcome _) => CalendarFields.Round(unit, CivilDate.FloorDiv(micros, 1_000), isFloor) * 1_000);
        return Size(unit) switch
        {
            null => null,
            0 => ScalarKernel.Of((long _, ref Outcome outcome) => outcome.Fail<long>(TooFine(unit))),
            { } size => ScalarKernel.Of((long micros, ref Outcome _) => RoundMillis(CivilDate.FloorDiv(micros, 1_000), size, isFloor) * 1_000),
        };
    }

    private static ScalarKernel? OfTimestamp(TimeUnit unit, bool isFloor)
    {
        if (IsCalendarUnit(unit))
        {
            return ScalarKernel.Of((Timestamp value, ref Outcome outcome) =>
                EpochTime.FromDays(RoundDays(unit, EpochTime.Days(value), EpochTime.Millis(value) / TimeUnits.MillisPerDay, isFloor, ref outcome)));
        }

        if (unit == TimeUnit.Millisecond)
        {
            return ScalarKernel.Of((Timestamp value, ref Outcome _) =>
                EpochTime.FromMillis(EpochTime.Millis(value) + (!isFloor && EpochTime.NanoOfMilli(value) > 0 ? 1 : 0), 0));
        }

        return Size(unit) switch
        {
            null => null,
            0 => ScalarKernel.Of((Timestamp _, ref Outcome outcome) => outcome.Fail<Timestamp>(TooFine(unit))),
            { } size => ScalarKernel.Of((Timestamp value, ref Outcome _) => EpochTime.FromMillis(RoundMillis(EpochTime.Millis(value), size, isFloor), 0)),
        };
    }

    private static ScalarKernel? OfInstant(TimeUnit unit, bool isFloor, ZoneRules zone)
    {
        if (IsCalendarUnit(unit))
            return ScalarKernel.Of((Timestamp value, ref Outcome outcome) => CalendarOfInstant(unit, value, isFloor, zone, ref outcome));
        if (unit is TimeUnit.Day or TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second)
            return ScalarKernel.Of((Timestamp value, ref Outcome outcome) => ClockOfInstant(TimeUnits.Millis(unit), value, isFloor, zone, ref outcome));
        return unit == TimeUnit.Millisecond ? ScalarKernel.Of((Timestamp value, ref Outcome _) => EpochTime.FromMillis(EpochTime.Millis(value), 0)) : null;
    }

    /// <summary>The local day is rounded, and goes back to an instant by the offset of the value, not of the result.</summary>
    private static Timestamp CalendarOfInstant(TimeUnit unit, Timestamp value, bool isFloor, ZoneRules zone, ref Outcome outcome)
    {
        int offset = zone.OffsetAt(value.Seconds);
        long days = CalendarFields.Round(unit, CivilDate.FloorDiv(value.Seconds + offset, 86_400), isFloor);
        var result = new Timestamp((days * 86_400) - offset, 0);
        if (outcome.IsObserved)
        {
            int flinkOffset = zone.LegacyOffsetAt(value.Seconds);
            long flinkDays = (EpochTime.Millis(value) + (flinkOffset * 1_000L)) / TimeUnits.MillisPerDay;
            if ((FlinkTime.Round(unit, flinkDays, isFloor) * 86_400) - flinkOffset != result.Seconds)
                outcome.Deviates(Deviation.TimesBefore1970);
        }

        return result;
    }

    private static Timestamp ClockOfInstant(long size, Timestamp value, bool isFloor, ZoneRules zone, ref Outcome outcome)
    {
        long millis = EpochTime.Millis(value);
        Timestamp result = Clock(millis, size, isFloor, zone.OffsetAt(value.Seconds));
        if (outcome.IsObserved && Clock(millis, size, isFloor, zone.LegacyOffsetAt(value.Seconds)) != result)
            outcome.Deviates(Deviation.TimesBefore1970);
        return result;
    }

    private static Timestamp Clock(long millis, long size, bool isFloor, int offsetSeconds)
    {
        long offset = offsetSeconds * 1_000L;
        return EpochTime.FromMillis(RoundMillis(millis + offset, size, isFloor) - offset, 0);
    }

    private static long RoundDays(TimeUnit unit, long days, long flinkDays, bool isFloor, ref Outcome outcome)
    {
        long result = CalendarFields.Round(unit, days, isFloor);
        if (outcome.IsObserved && FlinkTime.Round(unit, flinkDays, isFloor) != result)
            outcome.Deviates(Deviation.TimesBefore1970);
        return result;
    }

    private static long RoundMillis(long millis, long size, bool isFloor)
    {
        long rest = CivilDate.FloorMod(millis, size);
        return millis - rest + (!isFloor && rest > 0 ? size : 0);
    }

    private static EvalError TooFine(TimeUnit unit) => TemporalErrors.Invalid($"FLOOR and CEIL to {unit} are not defined: values have whole milliseconds there");
}
