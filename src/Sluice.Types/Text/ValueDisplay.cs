using System.Globalization;
using System.Text;

namespace Sluice.Types;

/// <summary>Values as a person reads them: in previews, dirty rows and messages. Not a format to parse back, but exact to the last digit.</summary>
public static class ValueDisplay
{
    /// <summary>The text of a boxed value of a type; null for NULL.</summary>
    public static string? Text(object? value, LogicalType type) => value switch
    {
        null => null,
        bool b => b ? "true" : "false",
        string s => s,
        byte[] bytes => "0x" + Convert.ToHexStringLower(bytes),
        Int128 unscaled => Decimal(unscaled, type.Scale),
        int days when type.Kind == TypeKind.Date => Date(days),
        long micros when type.Kind == TypeKind.Time => Time(micros, type.Precision),
        Timestamp timestamp => Moment(timestamp, type),
        object?[] values when type.Kind == TypeKind.Array => "[" + string.Join(", ", values.Select(v => Text(v, type.Element) ?? "NULL")) + "]",
        object?[] values => "(" + string.Join(", ", values.Select((v, i) => Text(v, type.Fields[i].Type) ?? "NULL")) + ")",
        KeyValuePair<object, object?>[] pairs =>
            "{" + string.Join(", ", pairs.Select(p => $"{Text(p.Key, type.Key)}={Text(p.Value, type.Value) ?? "NULL"}")) + "}",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>An unscaled decimal with all its digits.</summary>
    public static string Decimal(Int128 unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return Int128.IsNegative(unscaled) ? "-" + text : text;
    }

    /// <summary>A date, <c>yyyy-MM-dd</c>; years outside 0 to 9999 with a sign.</summary>
    public static string Date(int days)
    {
        long shifted = days + 719468L;
        long era = Math.DivRem(shifted >= 0 ? shifted : shifted - 146096, 146097, out _);
        long dayOfEra = shifted - (era * 146097);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long monthShifted = ((5 * dayOfYear) + 2) / 153;
        long day = dayOfYear - (((153 * monthShifted) + 2) / 5) + 1;
        long month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9;
        long year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        string sign = year > 9999 ? "+" : year < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(year):0000}-{month:00}-{day:00}");
    }

    private static string Time(long micros, int precision)
    {
        long seconds = Math.DivRem(micros, 1_000_000, out long fraction);
        string text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return Fraction(new StringBuilder(text), fraction * 1000, precision);
    }

    private static string Moment(Timestamp timestamp, LogicalType type)
    {
        long days = Math.DivRem(timestamp.Seconds, 86400, out long rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + 86400);
        string text = string.Create(CultureInfo.InvariantCulture, $"{Date((int)days)} {rest / 3600:00}:{rest / 60 % 60:00}:{rest % 60:00}");
        text = Fraction(new StringBuilder(text), timestamp.Nanos, type.Precision);
        return type.Kind == TypeKind.TimestampLtz ? text + "Z" : text;
    }

    private static string Fraction(StringBuilder text, long nanos, int precision)
    {
        if (precision > 0)
            text.Append('.').Append(nanos.ToString("000000000", CultureInfo.InvariantCulture).AsSpan(0, precision));
        return text.ToString();
    }
}
