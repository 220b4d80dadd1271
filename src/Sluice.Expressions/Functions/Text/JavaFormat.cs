using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>
/// PRINTF: <c>java.util.Formatter</c> in the US locale for <c>%s %S %d %x %X %o %c %C %b %B %e %E %f %n %%</c> with flags, width, precision and
/// argument numbers. A format that Java refuses gives NULL; one that is not built (<c>%g %a %h %t</c>) fails the row by name.
/// </summary>
internal static partial class JavaFormat
{
    /// <summary>Turns a value into what Flink hands to the formatter: long with the width of its type, double, bool, or text for %s only.</summary>
    internal delegate Argument Converter(object value, ref Outcome outcome);

    /// <summary>The converter of a type; null when its text in Java means nothing to a user (binary, nested, intervals).</summary>
    internal static Converter? ConverterOf(LogicalType type, SessionContext session) => type.Kind switch
    {
        TypeKind.Null => (_, ref _) => new Argument(null, 0, null, null),
        TypeKind.Char or TypeKind.VarChar => (value, ref _) => new Argument((string)value, 0, null, null),
        TypeKind.Boolean => (value, ref _) => new Argument((bool)value ? "true" : "false", 0, null, null) { Boolean = (bool)value },
        TypeKind.TinyInt => (value, ref _) => Argument.Of((sbyte)value, 8),
        TypeKind.SmallInt => (value, ref _) => Argument.Of((short)value, 16),
        TypeKind.Int or TypeKind.Date => (value, ref _) => Argument.Of((int)value, 32),
        TypeKind.BigInt => (value, ref _) => Argument.Of((long)value, 64),
        TypeKind.Double or TypeKind.Float when CastTable.Find(type, LogicalType.String, session) is { } cast => (value, ref outcome) =>
            new Argument((string?)cast.Invoke([value], ref outcome), 0, null, value is float single ? single : (double)value),
        TypeKind.Decimal when CastTable.Find(type, LogicalType.String, session) is { } cast => (value, ref outcome) =>
            new Argument((string?)cast.Invoke([value], ref outcome), 0, null, null),
        _ => null,
    };

    /// <summary>The text; NULL or an error through the outcome.</summary>
    internal static object? Format(string format, ReadOnlySpan<object?> values, Converter[] converters, ref Outcome outcome)
    {
        var result = new StringBuilder();
        int ordinary = 0;
        int last = -1;
        for (int i = 0; i < format.Length;)
        {
            if (format[i] != '%')
            {
                result.Append(format[i++]);
                continue;
            }

            Match match = Specifier().Match(format, i);
            if (!match.Success)
                return outcome.Null<object>();
            i += match.Length;
            char conversion = match.Groups["c"].Value[0];
            string flags = match.Groups["f"].Value;
            if (IsUnsupported(conversion))
                return outcome.Fail<object>(new EvalError(EvalErrors.InvalidArgument, $"PRINTF's conversion %{conversion} is not supported"));
            int width = Number(match.Groups["w"], -1);
            int precision = Number(match.Groups["p"], -1);
            if (conversion is '%' or 'n')
            {
                if ((conversion == 'n' && (width >= 0 || flags.Length > 0)) || precision >= 0)
                    return outcome.Null<object>();
                result.Append(conversion == 'n' ? "\n" : Fill("%", flags, width));
                continue;
            }

            int index = flags.Contains('<', StringComparison.Ordinal) ? last : match.Groups["n"].Success ? Number(match.Groups["n"], 0) - 1 : ordinary++;
            flags = flags.Replace("<", "", StringComparison.Ordinal);
            if (index < 0 || index >= values.Length || (flags.Contains('-', StringComparison.Ordinal) && width < 0) || flags.Distinct().Count() < flags.Length)
                return outcome.Null<object>();
            last = index;
            Argument? argument = values[index] is { } value ? converters[index](value, ref outcome) : null;
            string? piece = One(conversion, flags, width, precision, argument);
            if (piece is null)
                return outcome.Null<object>();
            result.Append(piece);
            if (result.Length > Rewriting.MaxLength)
                return outcome.Fail<object>(TextErrors.TooLong("PRINTF"));
        }

        return result.ToString();
    }

    /// <summary>The first conversion of a format that is not built, for example <c>%g</c>; null when there is none.</summary>
    internal static string? UnsupportedConversion(string format)
    {
        for (int i = format.IndexOf('%', StringComparison.Ordinal); i >= 0;)
        {
            Match match = Specifier().Match(format, i);
            if (!match.Success)
                return null;
            if (IsUnsupported(match.Groups["c"].Value[0]))
                return "%" + match.Groups["c"].Value;
            i = format.IndexOf('%', i + match.Length);
        }

        return null;
    }

    [GeneratedRegex(@"\G%((?<n>\d+)\$)?(?<f>[-#+ 0,(<]*)(?<w>[1-9]\d*)?(\.(?<p>\d+))?(?<c>[a-zA-Z%])")]
    private static partial Regex Specifier();

    private static bool IsUnsupported(char conversion) => conversion is 'g' or 'G' or 'a' or 'A' or 'h' or 'H' or 't' or 'T';

    private static int Number(Group group, int otherwise) =>
        !group.Success ? otherwise : int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;

    private static string? One(char conversion, string flags, int width, int precision, Argument? argument)
    {
        bool isUpper = char.IsAsciiLetterUpper(conversion);
        char kind = char.ToLowerInvariant(conversion);
        if (isUpper && kind is not ('s' or 'b' or 'c' or 'x' or 'e'))
            return null;
        if (width > Rewriting.MaxLength || precision > Rewriting.MaxLength)
            return null;
        string? text = kind switch
        {
            's' or 'b' => flags.Any(flag => flag != '-') ? null : Cut(kind == 's' ? argument?.Text ?? "null" : Truth(argument), precision),
            'c' => flags.Any(flag => flag != '-') || precision >= 0 ? null : Character(argument),
            'd' => precision >= 0 || flags.Contains('#', StringComparison.Ordinal) ? null : argument is null ? "null" : Decimal(argument.Value, flags, width),
            'x' or 'o' => precision >= 0 || flags.AsSpan().ContainsAny("+ ,(") ? null : argument is null ? "null" : Unsigned(argument.Value, kind, flags, width),
            'e' or 'f' => argument is null ? Cut("null", precision) : Floating(argument.Value, kind, flags, width, precision),
            _ => null,
        };
        if (text is null)
            return null;
        text = isUpper ? CaseMapping.Upper(text) : text;
        return Fill(text, flags, width);
    }

    private static string Fill(string text, string flags, int width) =>
        flags.Contains('-', StringComparison.Ordinal) ? text.PadRight(Math.Max(width, 0)) : text.PadLeft(Math.Max(width, 0));

    private static string Cut(string text, int precision) => precision >= 0 && precision < text.Length ? text[..precision].ToWellFormed('?') : text;

    private static string Truth(Argument? argument) => argument is { } value ? value.Boolean == false ? "false" : "true" : "false";

    private static string? Character(Argument? argument)
    {
        if (argument is not { } value)
            return "null";
        return value.Integer is { } code and >= 0 and <= 0x10FFFF && value.Bits < 64 ? code is >= 0xD800 and < 0xE000 ? "?" : char.ConvertFromUtf32((int)code) : null;
    }

    private static string? Decimal(Argument argument, string flags, int width)
    {
        if (argument.Integer is not { } number || !AreSane(flags, width))
            return null;
        string digits = number.ToString(CultureInfo.InvariantCulture).TrimStart('-');
        if (flags.Contains(',', StringComparison.Ordinal))
            digits = Group(digits);
        return Signed(digits, number < 0, flags, width);
    }

    private static string? Unsigned(Argument argument, char kind, string flags, int width)
    {
        if (argument.Integer is not { } number || !AreSane(flags, width))
            return null;
        ulong value = argument.Bits == 64 ? (ulong)number : (ulong)number & ((1UL << argument.Bits) - 1);
        string digits = kind == 'x' ? value.ToString("x", CultureInfo.InvariantCulture) : Octal(value);
        string prefix = !flags.Contains('#', StringComparison.Ordinal) ? "" : kind == 'x' ? "0x" : "0";
        return flags.Contains('0', StringComparison.Ordinal) ? prefix + digits.PadLeft(width - prefix.Length, '0') : prefix + digits;
    }

    private static string Octal(ulong value)
    {
        var digits = new StringBuilder();
        do
            digits.Insert(0, (char)('0' + (value & 7)));
        while ((value >>= 3) != 0);
        return digits.ToString();
    }

    private static string? Floating(Argument argument, char kind, string flags, int width, int precision)
    {
        if (argument.Floating is not { } number || !AreSane(flags, width) || (kind == 'e' && flags.Contains(',', StringComparison.Ordinal)))
            return null;
        if (double.IsNaN(number))
            return "NaN";
        bool isNegative = double.IsNegative(number);
        if (double.IsInfinity(number))
            return isNegative ? flags.Contains('(', StringComparison.Ordinal) ? "(Infinity)" : "-Infinity" : flags.Contains('+', StringComparison.Ordinal) ? "+Infinity" : "Infinity";
        string digits = DecimalDigits.Print(argument.Text!.TrimStart('-'), precision < 0 ? 6 : precision, isScientific: kind == 'e');
        if (flags.Contains('#', StringComparison.Ordinal) && precision == 0)
            digits = kind == 'e' ? digits.Replace("e", ".e", StringComparison.Ordinal) : digits + ".";
        if (flags.Contains(',', StringComparison.Ordinal))
        {
            int point = digits.IndexOf('.', StringComparison.Ordinal);
            digits = point < 0 ? Group(digits) : Group(digits[..point]) + digits[point..];
        }

        return Signed(digits, isNegative, flags, width);
    }

    private static bool AreSane(string flags, int width) =>
        !(flags.Contains('+', StringComparison.Ordinal) && flags.Contains(' ', StringComparison.Ordinal))
        && !(flags.Contains('-', StringComparison.Ordinal) && flags.Contains('0', StringComparison.Ordinal))
        && !(flags.Contains('0', StringComparison.Ordinal) && width < 0);

    private static string Signed(string digits, bool isNegative, string flags, int width)
    {
        bool parenthesis = isNegative && flags.Contains('(', StringComparison.Ordinal);
        string sign = isNegative ? parenthesis ? "(" : "-"
            : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
        string end = parenthesis ? ")" : "";
        if (flags.Contains('0', StringComparison.Ordinal))
            digits = digits.PadLeft(width - sign.Length - end.Length, '0');
        return sign + digits + end;
    }

    private static string Group(string digits)
    {
        var result = new StringBuilder(digits);
        for (int i = digits.Length - 3; i > 0; i -= 3)
            result.Insert(i, ',');
        return result.ToString();
    }

    /// <summary>A value for the formatter.</summary>
    internal readonly record struct Argument(string? Text, int Bits, long? Integer, double? Floating)
    {
        internal bool? Boolean { get; init; }

        internal static Argument Of(long value, int bits) => new(value.ToString(CultureInfo.InvariantCulture), bits, value, null);
    }
}
