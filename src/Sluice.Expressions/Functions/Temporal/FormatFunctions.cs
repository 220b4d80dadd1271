using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Dates and times to text by a pattern: DATE_FORMAT, FROM_UNIXTIME, CONVERT_TZ.</summary>
internal static class FormatFunctions
{
    private static readonly ArgumentRule s_formattable = new("a timestamp or text", type => type.Kind is TypeKind.Timestamp or TypeKind.TimestampLtz || type.IsCharacter);

    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("DATE_FORMAT", "DATE_FORMAT(timestamp, pattern)", "A timestamp as text by a pattern of Java's DateTimeFormatter; a text 'yyyy-MM-dd HH:mm:ss' by one of SimpleDateFormat.",
            [s_formattable, ArgumentRule.Text], BindDateFormat)
        {
            ReadsSession = true,
        },
        new("FROM_UNIXTIME", "FROM_UNIXTIME(seconds[, pattern])", "Seconds since 1970 UTC as text in the session time zone, by a pattern of Java's SimpleDateFormat.",
            [ArgumentRule.BigInt, ArgumentRule.Text], 1, 2, BindFromUnixTime)
        {
            ReadsSession = true,
        },
        new("CONVERT_TZ", "CONVERT_TZ(text, from_zone, to_zone)", "A text 'yyyy-MM-dd HH:mm:ss' moved from one time zone to another; an unknown zone is GMT.",
            [ArgumentRule.Text, ArgumentRule.Text, ArgumentRule.Text], BindConvert),
    ];

    private static FunctionBinding? BindDateFormat(FunctionCall call)
    {
        LogicalType type = call.TypeOf(0);
        if (type.IsCharacter)
            return BindTextFormat(call);
        if (TemporalPatterns.RefusedForPrinting(call, 1) is { } refused)
            return call.Reject(ExpressionErrors.UnsupportedSyntax, refused, "take another pattern");
        var patterns = new PatternCache<DateTimePattern>(TemporalPatterns.DateTime);
        ZoneRules zone = type.Kind == TypeKind.Timestamp ? ZoneRules.Utc : ZoneDatabase.Machine.Get(call.Session.TimeZone);
        return new FunctionBinding(LogicalType.String, ScalarKernel.Of((Timestamp value, string pattern, ref Outcome outcome) =>
        {
            PatternCache<DateTimePattern>.Entry compiled = patterns.Get(pattern);
            if (compiled.Value is null)
                return outcome.Fail<string>(TemporalErrors.Pattern(pattern, compiled.Error!));
            return compiled.Value.Format(TemporalCasts.ToLocal(value, zone)) ?? outcome.Fail<string>(TemporalErrors.Pattern(pattern, s_notPrintable));
        }));
    }

    private static readonly PatternError s_notPrintable = new("asks for a zone, an offset or a width that the value does not have");

    private static FunctionBinding BindTextFormat(FunctionCall call)
    {
        var parser = new SimpleDateParser(SimpleDatePattern.Default, call.Session.Now);
        var patterns = new PatternCache<SimpleDatePattern>(TemporalPatterns.Simple);
        return new FunctionBinding(LogicalType.String, ScalarKernel.Of((string text, string pattern, ref Outcome outcome) =>
        {
            PatternCache<SimpleDatePattern>.Entry compiled = patterns.Get(pattern);
            if (compiled.Value is null)
                return outcome.Fail<string>(TemporalErrors.Pattern(pattern, compiled.Error!));
            return parser.TryParse(text, ZoneRules.Utc, out long millis) ? Print(compiled.Value, pattern, millis, ZoneRules.Utc, ref outcome) : outcome.Null<string>();
        }));
    }

    private static FunctionBinding BindFromUnixTime(FunctionCall call)
    {
        ZoneRules zone = ZoneDatabase.Machine.Get(call.Session.TimeZone);
        // As Flink: seconds times 1000 wraps.
        if (call.Count == 1)
        {
            return new FunctionBinding(LogicalType.String, ScalarKernel.Of((long seconds, ref Outcome outcome) =>
                Print(SimpleDatePattern.Default, "", unchecked(seconds * 1_000), zone, ref outcome)));
        }

        var patterns = new PatternCache<SimpleDatePattern>(TemporalPatterns.Simple);
        return new FunctionBinding(LogicalType.String, ScalarKernel.Of((long seconds, string pattern, ref Outcome outcome) =>
        {
            PatternCache<SimpleDatePattern>.Entry compiled = patterns.Get(pattern);
            return compiled.Value is null
                ? outcome.Fail<string>(TemporalErrors.Pattern(pattern, compiled.Error!))
                : Print(compiled.Value, pattern, unchecked(seconds * 1_000), zone, ref outcome);
        }));
    }

    private static string Print(SimpleDatePattern compiled, string pattern, long millis, ZoneRules zone, ref Outcome outcome)
    {
        string text = SimpleDatePrinter.Format(compiled, millis, zone, out PatternError? refused);
        return refused is null ? text : outcome.Fail<string>(TemporalErrors.Pattern(pattern, refused));
    }

    private static FunctionBinding BindConvert(FunctionCall call)
    {
        var parser = new SimpleDateParser(SimpleDatePattern.Default, call.Session.Now);
        return new FunctionBinding(LogicalType.String, ScalarKernel.Of((string text, string from, string to, ref Outcome outcome) =>
            parser.TryParse(text, ZoneDatabase.Machine.FindLegacy(from), out long millis)
                ? Print(SimpleDatePattern.Default, "", millis, ZoneDatabase.Machine.FindLegacy(to), ref outcome)
                : outcome.Null<string>()));
    }
}
