using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The time of the run. Every row of a run sees the same.</summary>
internal static class NowFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        Keyword("CURRENT_DATE", "Today in the session time zone.", LogicalType.Date, (now, zone) => Of((int)EpochTime.Days(TemporalCasts.ToLocal(now, zone)))),
        Keyword("CURRENT_TIME|LOCALTIME", "The time of day in the session time zone.", LogicalType.Time(0), (now, zone) => Of(TimeOfDay(TemporalCasts.ToLocal(now, zone)))),
        Keyword("CURRENT_TIMESTAMP", "Now.", LogicalType.TimestampLtz(3), (now, _) => Of(now)),
        Keyword("LOCALTIMESTAMP", "Now in the session time zone, without zone.", LogicalType.Timestamp(3), (now, zone) => Of(TemporalCasts.ToLocal(now, zone))),
        Call("NOW", "Now.", LogicalType.TimestampLtz(3), (now, _) => Of(now)),
        Call("CURRENT_ROW_TIMESTAMP", "Now.", LogicalType.TimestampLtz(3), (now, _) => Of(now)),
    ];

    private static Function Keyword(string name, string summary, LogicalType type, Func<Timestamp, ZoneRules, ScalarKernel> kernel) =>
        // Flink's validator takes a precision too, and does nothing with it.
        new(name, name.Split('|')[0], summary, [ArgumentRule.Int], 0, 1, call => Bind(call, type, kernel) with { Arguments = [] }) { ReadsSession = true, IsKeyword = true };

    private static Function Call(string name, string summary, LogicalType type, Func<Timestamp, ZoneRules, ScalarKernel> kernel) =>
        new(name, name + "()", summary, [], call => Bind(call, type, kernel)) { ReadsSession = true };

    private static FunctionBinding Bind(FunctionCall call, LogicalType type, Func<Timestamp, ZoneRules, ScalarKernel> kernel) =>
        new(type.NotNull(), kernel(EpochTime.Truncate(call.Session.Now, 3), ZoneDatabase.Machine.Get(call.Session.TimeZone)));

    private static ScalarKernel Of<T>(T value) => ScalarKernel.Of((ref Outcome _) => value);

    private static long TimeOfDay(Timestamp local) => (CivilDate.FloorMod(local.Seconds, 86_400) * 1_000_000) + (local.Nanos / 1_000);
}
