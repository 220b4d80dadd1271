using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>EXTRACT and the functions that are named after its units. The result is a BIGINT.</summary>
internal static class ExtractFunctions
{
    private static readonly ArgumentRule s_argument = new("a date, time or interval", type => type.IsDateTime || type.IsInterval);

    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("EXTRACT", "EXTRACT(unit FROM value)", "A field of a date, time or interval: YEAR, QUARTER, MONTH, WEEK (ISO), DAY, HOUR … NANOSECOND, DOY, DOW, ISODOW, ISOYEAR, EPOCH …",
            [s_argument], call => TimeUnits.Find(call.Keyword ?? "") is { } unit && !call.Keyword!.StartsWith("SQL", StringComparison.Ordinal)
                ? Bind(call, unit)
                : call.Reject(ExpressionErrors.Syntax, $"{call.Keyword} is no unit of time", "write YEAR, MONTH, DAY, HOUR, MINUTE, SECOND or another unit"))
        {
            ReadsSession = true,
        },
        Named("YEAR", "The year", TimeUnit.Year),
        Named("QUARTER", "The quarter, 1 to 4", TimeUnit.Quarter),
        Named("MONTH", "The month, 1 to 12", TimeUnit.Month),
        Named("WEEK", "The ISO week of the year, 1 to 53", TimeUnit.Week),
        Named("DAYOFYEAR", "The day of the year, 1 to 366", TimeUnit.DayOfYear),
        Named("DAYOFMONTH", "The day of the month, 1 to 31", TimeUnit.Day),
        Named("DAYOFWEEK", "The day of the week, 1 Sunday to 7 Saturday", TimeUnit.DayOfWeek),
        Named("HOUR", "The hour, 0 to 23", TimeUnit.Hour),
        Named("MINUTE", "The minute, 0 to 59", TimeUnit.Minute),
        Named("SECOND", "The second, 0 to 59", TimeUnit.Second),
    ];

    private static Function Named(string name, string summary, TimeUnit unit) =>
        new(name, $"{name}(value)", $"{summary}, of a date, time or interval.", [s_argument], call => Bind(call, unit)) { ReadsSession = true };

    private static FunctionBinding? Bind(FunctionCall call, TimeUnit unit)
    {
        LogicalType type = call.TypeOf(0);
        ScalarKernel? kernel = type.Kind switch
        {
            TypeKind.Date => OfDate(unit),
            TypeKind.Time => OfTime(unit),
            TypeKind.Timestamp => ScalarKernel.Of((Timestamp value, ref Outcome outcome) => OfTimestamp(unit, value, ref outcome)),
            TypeKind.TimestampLtz => OfInstant(unit, ZoneDatabase.Machine.Get(call.Session.TimeZone)),
            TypeKind.IntervalMonths => OfMonths(unit),
            _ => OfMillis(unit),
        };
        return kernel is null
            ? call.Reject(ExpressionErrors.TypeMismatch, $"{type.Nullable()} has no field {unit}", "take a field that the type has")
            : new FunctionBinding(call.NullIfAny(LogicalType.BigInt), kernel);
    }

    private static ScalarKernel? OfDate(TimeUnit unit) => unit switch
    {
        TimeUnit.Microsecond or TimeUnit.Nanosecond => null,
        TimeUnit.Epoch => ScalarKernel.Of((int days, ref Outcome _) => days * 86_400L),
        _ when TimeUnits.IsOfTime(unit) => ScalarKernel.Of((int days, ref Outcome outcome) =>
        {
            // Flink takes the number of days for milliseconds.
            if (outcome.IsObserved && FlinkTime.ExtractOfTime(unit, days) != 0)
                outcome.Deviates(Deviation.TimesBefore1970);
            return 0L;
        }),
        _ => ScalarKernel.Of((int days, ref Outcome _) => CalendarFields.Extract(unit, days)),
    };

    private static ScalarKernel? OfTime(TimeUnit unit) => unit is TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second or TimeUnit.Millisecond
        ? ScalarKernel.Of((long micros, ref Outcome _) => FlinkTime.ExtractOfTime(unit, CivilDate.FloorDiv(micros, 1_000)))
        : null;

    private static long OfTimestamp(TimeUnit unit, Timestamp value, ref Outcome outcome)
    {
        long result = Field(unit, value);
        if (outcome.IsObserved && FlinkTime.Extract(unit, EpochTime.Millis(value), EpochTime.NanoOfMilli(value)) != result)
            outcome.Deviates(Deviation.TimesBefore1970);
        return result;
    }

    private static ScalarKernel OfInstant(TimeUnit unit, ZoneRules zone) => ScalarKernel.Of((Timestamp value, ref Outcome outcome) =>
    {
        long result = Field(unit, value with { Seconds = value.Seconds + zone.OffsetAt(value.Seconds) });
        if (outcome.IsObserved)
        {
            long millis = EpochTime.Millis(value) + (zone.LegacyOffsetAt(value.Seconds) * 1_000L);
            if (FlinkTime.Extract(unit, millis, EpochTime.NanoOfMilli(value)) != result)
                outcome.Deviates(Deviation.TimesBefore1970);
        }

        return result;
    });

    private static long Field(TimeUnit unit, Timestamp value) => unit switch
    {
        TimeUnit.Epoch => value.Seconds,
        TimeUnit.Hour => CivilDate.FloorMod(value.Seconds, 86_400) / 3_600,
        TimeUnit.Minute => CivilDate.FloorMod(value.Seconds, 3_600) / 60,
        TimeUnit.Second => CivilDate.FloorMod(value.Seconds, 60),
        TimeUnit.Millisecond => value.Nanos / 1_000_000,
        TimeUnit.Microsecond => value.Nanos / 1_000,
        TimeUnit.Nanosecond => value.Nanos,
        _ => CalendarFields.Extract(unit, EpochTime.Days(value)),
    };

    private static ScalarKernel? OfMonths(TimeUnit unit) => unit switch
    {
        TimeUnit.Year => ScalarKernel.Of((int months, ref Outcome _) => months / 12L),
        // As Flink: the rest of the months, less one, in threes.
        TimeUnit.Quarter => ScalarKernel.Of((int months, ref Outcome _) => (((months % 12L) - 1) / 3) + 1),
        TimeUnit.Month => ScalarKernel.Of((int months, ref Outcome _) => months % 12L),
        TimeUnit.Century => ScalarKernel.Of((int months, ref Outcome _) => months / 1_200L),
        TimeUnit.Millennium => ScalarKernel.Of((int months, ref Outcome _) => months / 12_000L),
        _ => null,
    };

    private static ScalarKernel? OfMillis(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => ScalarKernel.Of((long millis, ref Outcome _) => millis / TimeUnits.MillisPerDay),
        TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second or TimeUnit.Millisecond =>
            ScalarKernel.Of((long millis, ref Outcome _) => FlinkTime.ExtractOfTime(unit, millis)),
        _ => null,
    };
}
