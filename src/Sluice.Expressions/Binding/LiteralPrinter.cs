using System.Globalization;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Prints constants as Flink SQL.</summary>
internal static class LiteralPrinter
{
    /// <summary>Whether the text begins with a minus.</summary>
    public static bool IsNegative(BoundLiteral literal) => literal.Value switch
    {
        int number => literal.Type.IsInteger && number < 0,
        long number => literal.Type.IsInteger && number < 0,
        Int128 number => number < 0,
        double number => double.IsNegative(number) && double.IsFinite(number),
        _ => false,
    };

    /// <summary>The text.</summary>
    public static string Print(BoundLiteral literal)
    {
        LogicalType type = literal.Type;
        switch (literal.Value)
        {
            case null:
                return type.Kind == TypeKind.Null ? "NULL" : $"CAST(NULL AS {type.Nullable()})";
            case bool truth:
                return truth ? "TRUE" : "FALSE";
            case string text:
                return type.Kind == TypeKind.Char && type.Length == text.Length
                    ? ExpressionPrinter.QuoteText(text)
                    : $"CAST({ExpressionPrinter.QuoteText(text)} AS {type.Nullable()})";
            case byte[] bytes:
                return type.Kind == TypeKind.Binary && type.Length == bytes.Length ? $"x'{Convert.ToHexString(bytes)}'" : $"CAST(x'{Convert.ToHexString(bytes)}' AS {type.Nullable()})";
            case Int128 number:
                string digits = DecimalMath.ToText(number, type.Scale);
                return type.Scale > 0 && digits.Count(char.IsAsciiDigit) == type.Precision ? digits
                    : type.Scale > 0 && type.Scale == type.Precision && digits.Count(char.IsAsciiDigit) == type.Precision + 1 ? digits.Replace("0.", ".", StringComparison.Ordinal)
                    : $"CAST('{digits}' AS {type.Nullable()})";
            case double number when double.IsFinite(number):
                string shortest = number.ToString("E16", CultureInfo.InvariantCulture);
                return shortest;
            case float or double:
                return $"CAST('{(literal.Value is float single ? JavaNumberText.Of(single) : JavaNumberText.Of((double)literal.Value))}' AS {type.Nullable()})";
            case sbyte or short:
                return string.Create(CultureInfo.InvariantCulture, $"CAST({literal.Value} AS {type.Nullable()})");
            case int number when type.IsInteger:
                return number.ToString(CultureInfo.InvariantCulture);
            case long number when type.IsInteger:
                return number is >= int.MinValue and <= int.MaxValue
                    ? string.Create(CultureInfo.InvariantCulture, $"CAST({number} AS BIGINT)")
                    : number.ToString(CultureInfo.InvariantCulture);
            default:
                return TemporalText(literal);
        }
    }

    private static string TemporalText(BoundLiteral literal)
    {
        LogicalType type = literal.Type;
        if (type.Kind == TypeKind.IntervalMonths)
            return string.Create(CultureInfo.InvariantCulture, $"INTERVAL '{literal.Value}' MONTH({Math.Max(2, Digits((int)literal.Value!))})");
        if (type.Kind == TypeKind.IntervalMillis)
        {
            long millis = (long)literal.Value!;
            long size = Math.Abs(millis);
            string text = string.Create(CultureInfo.InvariantCulture, $"{size / 86_400_000} {size / 3_600_000 % 24:D2}:{size / 60_000 % 60:D2}:{size / 1000 % 60:D2}.{size % 1000:D3}");
            return string.Create(CultureInfo.InvariantCulture, $"INTERVAL '{(millis < 0 ? "-" : "")}{text}' DAY({Math.Max(2, Digits(size / 86_400_000))}) TO SECOND");
        }

        var outcome = default(Outcome);
        object? shown = TemporalCasts.Find(type, LogicalType.String, SessionContext.Default)?.Invoke([literal.Value], ref outcome);
        string written = shown as string ?? literal.Value!.ToString()!;
        return type.Kind switch
        {
            TypeKind.Date => $"DATE '{written}'",
            TypeKind.Time => $"TIME '{written}'",
            TypeKind.Timestamp => $"TIMESTAMP '{written}'",
            TypeKind.TimestampLtz => $"TIMESTAMP WITH LOCAL TIME ZONE '{written}'",
            _ => written,
        };
    }

    private static int Digits(long value) => Math.Abs(value).ToString(CultureInfo.InvariantCulture).Length;
}
