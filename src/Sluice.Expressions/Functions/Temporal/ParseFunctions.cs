using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Text and numbers to dates and times: TO_DATE, TO_TIMESTAMP, TO_TIMESTAMP_LTZ, UNIX_TIMESTAMP.</summary>
internal static class ParseFunctions
{
    private static readonly ArgumentRule s_epoch = new("a number or text", type => type.IsNumeric || type.IsCharacter) { AllowsNull = true };
    private static readonly ArgumentRule s_precision = new("a precision or a pattern", type => type.IsInteger || type.IsCharacter);

    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("TO_DATE", "TO_DATE(text[, pattern])", "A text as DATE, by yyyy-MM-dd or a pattern of Java's SimpleDateFormat; NULL where it is none.",
            [ArgumentRule.Text, ArgumentRule.Text], 1, 2, BindToDate),
        new("TO_TIMESTAMP", "TO_TIMESTAMP(text[, pattern])", "A text as TIMESTAMP(3), by yyyy-MM-dd HH:mm:ss or a pattern of Java's DateTimeFormatter; NULL where it is none.",
            [ArgumentRule.Text, ArgumentRule.Text], 1, 2, BindToTimestamp),
        new("TO_TIMESTAMP_LTZ", "TO_TIMESTAMP_LTZ(seconds, 0), TO_TIMESTAMP_LTZ(milliseconds[, 3]), TO_TIMESTAMP_LTZ(text[, pattern[, zone]])",
            "A number since 1970 UTC, or a text in UTC or the zone given, as TIMESTAMP_LTZ(3).",
            [s_epoch, s_precision, ArgumentRule.Text], 1, 3, EpochFunctions.Bind),
        new("UNIX_TIMESTAMP", "UNIX_TIMESTAMP([text[, pattern]])", "Seconds since 1970 UTC: now, or of a text in the session time zone; NULL where it is none.",
            [ArgumentRule.Text, ArgumentRule.Text], 0, 2, BindUnixTimestamp)
        {
            ReadsSession = true,
        },
    ];

    private static FunctionBinding? BindToDate(FunctionCall call)
    {
        if (call.Count == 1)
        {
            return new FunctionBinding(LogicalType.Date, ScalarKernel.Of((string text, ref Outcome outcome) =>
                TemporalText.TryParseDate(text, out int days) ? days
                : TemporalText.HasOverlongNumber(text) ? outcome.Fail<int>(TemporalErrors.NotCastable(text, LogicalType.Date))
                : outcome.Null<int>()));
        }

        if (TemporalPatterns.RefusedForSimpleReading(call, 1) is { } refused)
            return call.Reject(ExpressionErrors.UnsupportedSyntax, refused, "take another pattern");
        PatternCache<SimpleDateParser> parsers = Parsers(call);
        return new FunctionBinding(LogicalType.Date, ScalarKernel.Of((string text, string pattern, ref Outcome outcome) =>
        {
            PatternCache<SimpleDateParser>.Entry parser = parsers.Get(pattern);
            if (parser.Error is not null)
                return outcome.Fail<int>(TemporalErrors.Pattern(pattern, parser.Error));
            bool isDate = parser.Value!.TryParseStrictly(text, ZoneRules.Utc, true, out long millis);
            int days = isDate ? (int)CivilDate.FloorDiv(millis, TimeUnits.MillisPerDay) : 0;
            if (outcome.IsObserved && (FlinkDate(parser.Value, text) != days || !isDate))
                outcome.Deviates(Deviation.StrictDateParsing);
            return isDate ? days : outcome.Null<int>();
        }));
    }

    /// <summary>Flink's answer, which is a date in any case.</summary>
    private static long FlinkDate(SimpleDateParser parser, string text) =>
        CivilDate.FloorDiv(parser.TryParse(text, ZoneRules.Utc, out long millis) ? millis : long.MinValue, TimeUnits.MillisPerDay);

    private static PatternCache<SimpleDateParser> Parsers(FunctionCall call)
    {
        Timestamp now = call.Session.Now;
        return new PatternCache<SimpleDateParser>(pattern =>
        {
            SimpleDatePattern? compiled = SimpleDatePattern.Compile(pattern, out PatternError? error);
            SimpleDateParser? parser = compiled is null ? null : new SimpleDateParser(compiled, now);
            return new PatternCache<SimpleDateParser>.Entry(pattern, parser, error ?? parser?.NotReadable);
        });
    }

    private static FunctionBinding? BindToTimestamp(FunctionCall call)
    {
        LogicalType type = LogicalType.Timestamp(3);
        if (call.Count == 1)
        {
            return new FunctionBinding(type, ScalarKernel.Of((string text, ref Outcome outcome) =>
                OrNull(TemporalText.TryParseTimestamp(text, out Timestamp value), EpochTime.Truncate(value, 3), ref outcome)));
        }

        if (TemporalPatterns.RefusedForReading(call, 1) is { } refused)
            return call.Reject(ExpressionErrors.UnsupportedSyntax, refused, "take another pattern");
        var patterns = new PatternCache<DateTimePattern>(TemporalPatterns.DateTime);
        return new FunctionBinding(type, ScalarKernel.Of((string text, string pattern, ref Outcome outcome) =>
            ByPattern(patterns.Get(pattern), text, ref outcome)));
    }

    /// <summary>A text read by a pattern, else as java.sql.Timestamp reads it; NULL where neither can, or where the pattern is none.</summary>
    internal static Timestamp ByPattern(PatternCache<DateTimePattern>.Entry pattern, string text, ref Outcome outcome)
    {
        if (pattern.Value is null)
            return pattern.Error is { IsUnsupported: true } error ? outcome.Fail<Timestamp>(TemporalErrors.Pattern(pattern.Pattern, error)) : outcome.Null<Timestamp>();
        ParseResult result = pattern.Value.Parse(text, out Timestamp value, out bool isRefused, out PatternError? unsupported);
        if (unsupported is not null)
            return outcome.Fail<Timestamp>(TemporalErrors.Pattern(pattern.Pattern, unsupported));
        if (result == ParseResult.Refused && isRefused)
            result = SqlTimestampText.Read(text, out value);
        // The type has three digits: what Flink keeps beyond them it loses as soon as it stores the value.
        return OrNull(result, EpochTime.Truncate(value, 3), ref outcome);
    }

    private static Timestamp OrNull(ParseResult result, Timestamp value, ref Outcome outcome)
    {
        if (result == ParseResult.Read)
            return value;
        if (result == ParseResult.ImpossibleDay)
            outcome.Deviates(Deviation.ImpossibleDay);
        return outcome.Null<Timestamp>();
    }

    private static FunctionBinding? BindUnixTimestamp(FunctionCall call)
    {
        if (call.Count == 0)
        {
            long now = call.Session.Now.Seconds;
            return new FunctionBinding(LogicalType.BigInt.NotNull(), ScalarKernel.Of((ref Outcome _) => now));
        }

        if (call.Count == 2 && TemporalPatterns.RefusedForSimpleReading(call, 1) is { } refused)
            return call.Reject(ExpressionErrors.UnsupportedSyntax, refused, "take another pattern");
        ZoneRules zone = ZoneDatabase.Machine.Get(call.Session.TimeZone);
        PatternCache<SimpleDateParser> parsers = Parsers(call);
        if (call.Count == 1)
        {
            var parser = new SimpleDateParser(SimpleDatePattern.Default, call.Session.Now);
            return new FunctionBinding(UnixType(call, parser, zone), ScalarKernel.Of((string text, ref Outcome outcome) => UnixSeconds(parser, text, zone, ref outcome)));
        }

        SimpleDateParser? constant = call.TryConstant(1, out object? value) && value is string written ? parsers.Get(written).Value : null;
        return new FunctionBinding(UnixType(call, constant, zone), ScalarKernel.Of((string text, string pattern, ref Outcome outcome) =>
        {
            PatternCache<SimpleDateParser>.Entry parser = parsers.Get(pattern);
            return parser.Error is not null
                ? outcome.Fail<long>(TemporalErrors.Pattern(pattern, parser.Error))
                : UnixSeconds(parser.Value!, text, zone, ref outcome);
        }));
    }

    /// <summary>NOT NULL only where the text is a constant that can be read: D6 gives NULL where Flink gives a number that means nothing.</summary>
    private static LogicalType UnixType(FunctionCall call, SimpleDateParser? parser, ZoneRules zone)
    {
        bool isReadable = call.TryConstant(0, out object? value) && value is string text && parser?.TryParseStrictly(text, zone, false, out _) == true;
        return isReadable ? call.NullIfAny(LogicalType.BigInt) : LogicalType.BigInt;
    }

    private static long UnixSeconds(SimpleDateParser parser, string text, ZoneRules zone, ref Outcome outcome)
    {
        bool isRead = parser.TryParseStrictly(text, zone, false, out long millis);
        long seconds = millis / 1_000;
        if (outcome.IsObserved)
        {
            long flink = parser.TryParse(text, zone, out long lenient) ? lenient / 1_000 : long.MinValue;
            if (!isRead || flink != seconds)
                outcome.Deviates(Deviation.StrictDateParsing);
        }

        return isRead ? seconds : outcome.Null<long>();
    }
}
