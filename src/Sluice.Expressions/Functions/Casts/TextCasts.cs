using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Casts from text to text, BOOLEAN and numbers. What cannot be read is an error; TRY_CAST makes it NULL.</summary>
internal static class TextCasts
{
    /// <summary>The kernel.</summary>
    public static ScalarKernel? Find(LogicalType to) => to.Kind switch
    {
        TypeKind.Char or TypeKind.VarChar => ScalarKernel.Of((string a, ref Outcome _) => TextFit.Fit(a, to)),
        TypeKind.Boolean => ScalarKernel.Of(static (string a, ref Outcome outcome) => ReadBoolean(a) ?? outcome.Fail<bool>(Unreadable(a, "BOOLEAN"))),
        TypeKind.TinyInt => Integer<sbyte>(to),
        TypeKind.SmallInt => Integer<short>(to),
        TypeKind.Int => Integer<int>(to),
        TypeKind.BigInt => Integer<long>(to),
        TypeKind.Float => ScalarKernel.Of(static (string a, ref Outcome outcome) =>
            JavaNumberReader.TryFloat(a, out float value) ? value : outcome.Fail<float>(Unreadable(a, "FLOAT"))),
        TypeKind.Double => ScalarKernel.Of(static (string a, ref Outcome outcome) =>
            JavaNumberReader.TryDouble(a, out double value) ? value : outcome.Fail<double>(Unreadable(a, "DOUBLE"))),
        TypeKind.Decimal => ScalarKernel.Of((string a, ref Outcome outcome) => ReadDecimal(a, to, ref outcome)),
        _ => null,
    };

    /// <summary>The error that a text is not a value of a type.</summary>
    public static EvalError Unreadable(string text, string type) =>
        new(EvalErrors.NotCastable, $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is not {type}");

    private static bool? ReadBoolean(string text) => text.ToUpperInvariant() switch
    {
        "T" or "TRUE" or "Y" or "YES" or "1" => true,
        "F" or "FALSE" or "N" or "NO" or "0" => false,
        _ => null,
    };

    private static ScalarKernel Integer<T>(LogicalType to)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        string type = to.Nullable().ToString();
        return ScalarKernel.Of((string a, ref Outcome outcome) =>
            TryInteger(a, out Int128 value) && value >= Int128.CreateTruncating(T.MinValue) && value <= Int128.CreateTruncating(T.MaxValue)
                ? T.CreateTruncating(value)
                : outcome.Fail<T>(Unreadable(a, type)));
    }

    // Blanks (U+0020 only) around, a sign, digits, and digits behind a point that are read but do not count. "." is 0.
    private static bool TryInteger(string text, out Int128 value)
    {
        value = 0;
        ReadOnlySpan<char> rest = text.AsSpan().Trim(' ');
        if (rest.IsEmpty)
            return false;
        bool isNegative = rest[0] == '-';
        if (rest[0] is '-' or '+')
            rest = rest[1..];
        if (rest.IsEmpty)
            return false;
        int point = rest.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? rest : rest[..point];
        if (whole.ContainsAnyExceptInRange('0', '9') || (point >= 0 && rest[(point + 1)..].ContainsAnyExceptInRange('0', '9')))
            return false;
        foreach (char digit in whole)
        {
            value = (value * 10) + (digit - '0');
            if (value > (Int128)long.MaxValue + 1)
                return false;
        }

        value = isNegative ? -value : value;
        return true;
    }

    private static Int128 ReadDecimal(string text, LogicalType to, ref Outcome outcome)
    {
        string trimmed = TrimControls(text);
        bool isShort = to.Precision <= ShortDecimal.MostDigits;
        if (isShort ? ShortDecimal.TryRead(trimmed, out BigInteger digits, out int scale) : BigDecimalText.TryRead(trimmed, out digits, out scale))
        {
            if (BigDecimalText.TryFit(digits, scale, to.Precision, to.Scale, out Int128 value))
            {
                if (outcome.IsObserved && isShort && ShortDecimal.CountsLeadingZero(trimmed, to))
                    outcome.Deviates(Deviation.LeadingZeroInDecimalText);
                return value;
            }

            return outcome.Fail<Int128>(new EvalError(EvalErrors.NotCastable, $"'{text}' does not fit {to.Nullable()}"));
        }

        return outcome.Fail<Int128>(Unreadable(text, to.Nullable().ToString()));
    }

    private static string TrimControls(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;
        while (end > start && text[end - 1] <= ' ')
            end--;
        return text[start..end];
    }
}
