using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>TO_TIMESTAMP_LTZ. The result is a TIMESTAMP_LTZ(3) whatever the precision argument says, and NULL outside the years 0 to 9999.</summary>
internal static class EpochFunctions
{
    private const long LeastMillis = -62_167_219_200_000;
    private const long MostMillis = 253_402_300_799_999;
    private static readonly LogicalType s_type = LogicalType.TimestampLtz(3);

    /// <summary>Binds a call.</summary>
    public static FunctionBinding? Bind(FunctionCall call)
    {
        LogicalType type = call.TypeOf(0);
        if (type.Kind == TypeKind.Null)
            return new FunctionBinding(s_type, ScalarKernel.Boxed((ReadOnlySpan<object?> _, ref Outcome outcome) => outcome.Null<object?>(), true));
        if (type.IsCharacter)
            return call.Count == 1 || call.TypeOf(1).IsCharacter ? BindText(call) : call.RejectTypes();
        if (call.Count == 3 || (call.Count == 2 && !call.TypeOf(1).IsInteger))
            return call.RejectTypes();
        return BindNumber(call, type);
    }

    private static FunctionBinding? BindNumber(FunctionCall call, LogicalType type)
    {
        LogicalType wide = type.IsInteger ? LogicalType.BigInt : type.Kind == TypeKind.Decimal ? type : LogicalType.Double;
        if (call.CastTo(0, wide) is not { } number)
            return null;
        Int128 scale = 1;
        for (int i = 0; type.Kind == TypeKind.Decimal && i < type.Scale; i++)
            scale *= 10;
        if (call.Count == 1)
        {
            ScalarKernel millis = wide.Kind switch
            {
                TypeKind.BigInt => ScalarKernel.Of((long value, ref Outcome outcome) => OfInteger(value, 3, ref outcome)),
                TypeKind.Double => ScalarKernel.Of((double value, ref Outcome outcome) => OfDouble(value, 3, ref outcome)),
                _ => ScalarKernel.Of((Int128 value, ref Outcome outcome) => OfDecimal(value / scale, 3, ref outcome)),
            };
            return new FunctionBinding(s_type, millis) { Arguments = [number] };
        }

        if (call.CastTo(1, LogicalType.Int) is not { } precision)
            return null;
        ScalarKernel kernel = wide.Kind switch
        {
            TypeKind.BigInt => ScalarKernel.Of((long value, int digits, ref Outcome outcome) => OfInteger(value, digits, ref outcome)),
            TypeKind.Double => ScalarKernel.Of((double value, int digits, ref Outcome outcome) => OfDouble(value, digits, ref outcome)),
            _ => ScalarKernel.Of((Int128 value, int digits, ref Outcome outcome) => OfDecimal(value / scale, digits, ref outcome)),
        };
        return new FunctionBinding(s_type, kernel) { Arguments = [number, precision] };
    }

    private static FunctionBinding? BindText(FunctionCall call)
    {
        if (call.Count == 1)
        {
            return new FunctionBinding(s_type, ScalarKernel.Of((string text, ref Outcome outcome) => TemporalText.TryParseTimestamp(text, out Timestamp value) switch
            {
                ParseResult.Read => EpochTime.Truncate(value, 3),
                ParseResult.ImpossibleDay => outcome.Fail<Timestamp>(TemporalErrors.ImpossibleDay(text)),
                _ => outcome.Fail<Timestamp>(TemporalErrors.NotCastable(text, s_type)),
            }));
        }

        if (TemporalPatterns.RefusedForReading(call, 1) is { } refused)
            return call.Reject(ExpressionErrors.UnsupportedSyntax, refused, "take another pattern");
        var patterns = new PatternCache<DateTimePattern>(TemporalPatterns.DateTime);
        if (call.Count == 2)
        {
            return new FunctionBinding(s_type, ScalarKernel.Of((string text, string pattern, ref Outcome outcome) =>
                ParseFunctions.ByPattern(patterns.Get(pattern), text, ref outcome)));
        }

        return new FunctionBinding(s_type, ScalarKernel.Of((string text, string pattern, string zone, ref Outcome outcome) =>
        {
            Timestamp local = ParseFunctions.ByPattern(patterns.Get(pattern), text, ref outcome);
            if (!outcome.HasValue)
                return local;
            return ZoneDatabase.Machine.Find(zone) is { } rules ? local with { Seconds = rules.ToInstant(local.Seconds) } : outcome.Null<Timestamp>();
        }));
    }

    private static Timestamp OfInteger(long value, int precision, ref Outcome outcome) => precision switch
    {
        0 => value is >= LeastMillis / 1_000 and <= MostMillis / 1_000 ? new Timestamp(value, 0) : outcome.Null<Timestamp>(),
        3 => OfMillis(value, ref outcome),
        _ => outcome.Fail<Timestamp>(BadPrecision(precision)),
    };

    private static Timestamp OfDouble(double value, int precision, ref Outcome outcome) => precision switch
    {
        0 => value is >= LeastMillis / 1_000 and <= MostMillis / 1_000 ? OfMillis(ToLong(value * 1_000), ref outcome) : outcome.Null<Timestamp>(),
        3 => OfMillis(ToLong(value), ref outcome),
        _ => outcome.Fail<Timestamp>(BadPrecision(precision)),
    };

    /// <summary>The whole part of a DECIMAL, the low 64 bits of it as Java takes them.</summary>
    private static Timestamp OfDecimal(Int128 whole, int precision, ref Outcome outcome)
    {
        long value = unchecked((long)whole);
        return precision switch
        {
            0 => OfMillis(unchecked(value * 1_000), ref outcome),
            3 => OfMillis(value, ref outcome),
            _ => outcome.Fail<Timestamp>(BadPrecision(precision)),
        };
    }

    private static Timestamp OfMillis(long millis, ref Outcome outcome) =>
        millis is >= LeastMillis and <= MostMillis ? EpochTime.FromMillis(millis, 0) : outcome.Null<Timestamp>();

    /// <summary>Java's conversion: NaN is 0, what is too big the nearest.</summary>
    private static long ToLong(double value) =>
        double.IsNaN(value) ? 0 : value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;

    private static EvalError BadPrecision(int precision) => TemporalErrors.Invalid(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the precision {precision} of TO_TIMESTAMP_LTZ is neither 0 (seconds) nor 3 (milliseconds)"));
}
