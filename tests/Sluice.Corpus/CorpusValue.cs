using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Sluice.Types;

namespace Sluice.Corpus;

/// <summary>Between the corpus' JSON values and values of the expression language.</summary>
internal static class CorpusValue
{
    /// <summary>Reads a value.</summary>
    public static object? Read(JsonElement value, LogicalType type)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        return type.Kind switch
        {
            TypeKind.Boolean => value.GetBoolean(),
            TypeKind.TinyInt => value.GetSByte(),
            TypeKind.SmallInt => value.GetInt16(),
            TypeKind.Int => value.GetInt32(),
            TypeKind.BigInt => value.GetInt64(),
            TypeKind.Float => Floating(value.GetString()!, out float single) ? single : float.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            TypeKind.Double => double.Parse(value.GetString()!.Replace("Infinity", "∞", StringComparison.Ordinal), s_numbers),
            TypeKind.Decimal => Decimal(value.GetString()!, type.Scale),
            TypeKind.Char or TypeKind.VarChar => value.GetString()!,
            TypeKind.Binary or TypeKind.VarBinary => Convert.FromHexString(value.GetString()![2..]),
            TypeKind.Date => Days(value.GetString()!),
            TypeKind.Time => (long)(Nanos(value.GetString()!) / 1000),
            TypeKind.Timestamp or TypeKind.TimestampLtz => Moment(value.GetString()!.TrimEnd('Z')),
            TypeKind.Array => value.EnumerateArray().Select(item => Read(item, type.Element)).ToArray(),
            TypeKind.Row => value.EnumerateArray().Select((item, i) => Read(item, type.Fields[i].Type)).ToArray(),
            TypeKind.Map => value.EnumerateArray()
                .Select(pair => new KeyValuePair<object?, object?>(Read(pair[0], type.Key), Read(pair[1], type.Value))).ToArray(),
            _ => throw new NotSupportedException(type.ToString()),
        };
    }

    private static readonly NumberFormatInfo s_numbers = new() { PositiveInfinitySymbol = "∞", NegativeInfinitySymbol = "-∞", NaNSymbol = "NaN" };

    private static bool Floating(string text, out float value) =>
        float.TryParse(text.Replace("Infinity", "∞", StringComparison.Ordinal), NumberStyles.Float, s_numbers, out value);

    private static Int128 Decimal(string text, int scale)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        string part = point < 0 ? "" : text[(point + 1)..];
        return (Int128)BigInteger.Parse((point < 0 ? text : text[..point]) + part.PadRight(scale, '0'), CultureInfo.InvariantCulture);
    }

    private static int Days(string text)
    {
        string[] parts = text.Split('-');
        return new DateOnly(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture))
            .DayNumber - new DateOnly(1970, 1, 1).DayNumber;
    }

    private static long Nanos(string time)
    {
        int point = time.IndexOf('.', StringComparison.Ordinal);
        string[] parts = (point < 0 ? time : time[..point]).Split(':');
        long seconds = (long.Parse(parts[0], CultureInfo.InvariantCulture) * 3600) + (long.Parse(parts[1], CultureInfo.InvariantCulture) * 60)
            + long.Parse(parts[2], CultureInfo.InvariantCulture);
        return (seconds * 1_000_000_000) + (point < 0 ? 0 : long.Parse(time[(point + 1)..].PadRight(9, '0'), CultureInfo.InvariantCulture));
    }

    private static Timestamp Moment(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        long nanos = Nanos(text[(blank + 1)..]);
        return new Timestamp((Days(text[..blank]) * 86_400L) + (nanos / 1_000_000_000), (int)(nanos % 1_000_000_000));
    }

    /// <summary>Writes a value as the corpus does, as a JSON text that can be compared.</summary>
    public static string Write(object? value, LogicalType type) => value is null ? "null" : type.Kind switch
    {
        TypeKind.Boolean => (bool)value ? "true" : "false",
        TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.BigInt => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        TypeKind.Float => Quote(JavaText.Of((float)value)),
        TypeKind.Double => Quote(JavaText.Of((double)value)),
        TypeKind.Decimal => Quote(DecimalText((Int128)value, type.Scale)),
        TypeKind.Char or TypeKind.VarChar => Quote(Scalars((string)value)),
        TypeKind.Binary or TypeKind.VarBinary => Quote("0x" + Convert.ToHexStringLower((byte[])value)),
        TypeKind.Date => Quote(DateText((int)value)),
        TypeKind.Time => Quote(TimeText((long)value * 1000)),
        TypeKind.Timestamp => Quote(MomentText((Timestamp)value)),
        TypeKind.TimestampLtz => Quote(MomentText((Timestamp)value) + "Z"),
        TypeKind.IntervalMonths => string.Create(CultureInfo.InvariantCulture, $"{{\"months\":{value}}}"),
        TypeKind.IntervalMillis => string.Create(CultureInfo.InvariantCulture, $"{{\"millis\":{value}}}"),
        TypeKind.Array => "[" + string.Join(",", ((object?[])value).Select(item => Write(item, type.Element))) + "]",
        TypeKind.Row => "[" + string.Join(",", ((object?[])value).Select((item, i) => Write(item, type.Fields[i].Type))) + "]",
        TypeKind.Map => "[" + string.Join(",", ((KeyValuePair<object?, object?>[])value)
            .Select(pair => $"[{Write(pair.Key, type.Key)},{Write(pair.Value, type.Value)}]").Order(StringComparer.Ordinal)) + "]",
        _ => Quote(value.ToString()!),
    };

    /// <summary>The corpus' own value in the same form: no blanks, maps sorted.</summary>
    public static string Canonical(JsonElement value, LogicalType type)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null: return "null";
            case JsonValueKind.Array when type.Kind == TypeKind.Map:
                return "[" + string.Join(",", value.EnumerateArray().Select(pair => $"[{Canonical(pair[0], type.Key)},{Canonical(pair[1], type.Value)}]")
                    .Order(StringComparer.Ordinal)) + "]";
            case JsonValueKind.Array:
                return "[" + string.Join(",", value.EnumerateArray().Select((item, i) =>
                    Canonical(item, type.Kind == TypeKind.Row ? type.Fields[i].Type : type.Element))) + "]";
            // Shortest digits may be a choice of two: compare the numbers they stand for.
            case JsonValueKind.String when type.IsApproximateNumeric: return Write(Read(value, type), type);
            case JsonValueKind.String: return Quote(value.GetString()!);
            default: return value.GetRawText().Replace(" ", "", StringComparison.Ordinal);
        }
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, CorpusJson.Options);

    // A lone surrogate is '?', as in the corpus.
    private static string Scalars(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            result.Append(rune == Rune.ReplacementChar ? "\uFFFD" : rune.ToString());
        string clean = result.ToString();
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return clean;
        return Encoding.UTF8.GetString(Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback).GetBytes(text));
    }

    private static string DecimalText(Int128 value, int scale)
    {
        string digits = (value < 0 ? -value : value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (value < 0 ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }

    private static string DateText(int days)
    {
        (long year, int month, int day) = Civil(days);
        string sign = year > 9999 ? "+" : year < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(year):D4}-{month:D2}-{day:D2}");
    }

    private static string TimeText(long nanos)
    {
        if (nanos is < 0 or >= 86_400_000_000_000)
            return string.Create(CultureInfo.InvariantCulture, $"millis:{nanos / 1_000_000}");
        long seconds = nanos / 1_000_000_000;
        string fraction = (nanos % 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}{(fraction.Length > 0 ? "." : "")}{fraction}");
    }

    private static string MomentText(Timestamp moment)
    {
        long days = Math.DivRem(moment.Seconds, 86_400, out long rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + 86_400);
        return DateText((int)days) + " " + TimeText((rest * 1_000_000_000) + moment.Nanos);
    }

    // Days since 1970 to the proleptic Gregorian calendar, by counting 400-year eras from 0000-03-01.
    private static (long Year, int Month, int Day) Civil(long days)
    {
        days += 719_468;
        long era = (days >= 0 ? days : days - 146_096) / 146_097;
        long dayOfEra = days - (era * 146_097);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long shifted = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1);
        int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }
}
