using System.Globalization;
using System.Text;

namespace Sluice.Expressions;

/// <summary>A field as a number.</summary>
/// <param name="field">The field.</param>
/// <param name="least">Digits at least.</param>
/// <param name="most">Digits at most.</param>
/// <param name="sign">Which signs.</param>
internal sealed class NumberPart(DateField field, int least, int most, NumberSign sign) : PatternPart
{
    /// <summary>Whether it is the last two digits of a year from 2000 on.</summary>
    public bool IsReduced { get; init; }

    /// <inheritdoc/>
    public override bool IsNumber => true;

    /// <inheritdoc/>
    public override bool IsFixedNumber => least == most && sign == NumberSign.NotNegative;

    /// <inheritdoc/>
    public override int MostDigits => most;

    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target)
    {
        long value = fields[field];
        if (IsReduced)
            value = Math.Abs(value) % 100;
        string digits = Math.Abs(value).ToString(CultureInfo.InvariantCulture);
        if (digits.Length > most || (value < 0 && sign == NumberSign.NotNegative))
            return false;
        if (value < 0)
            target.Append('-');
        else if (sign == NumberSign.ExceedsPad && digits.Length > least)
            target.Append('+');
        target.Append('0', Math.Max(0, least - digits.Length)).Append(digits);
        return true;
    }

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length)
            return -1;
        bool isSigned = text[at] is '+' or '-';
        bool isNegative = text[at] == '-';
        if (isSigned && (sign == NumberSign.NotNegative || (sign == NumberSign.Normal && !isNegative)))
            return -1;
        int start = isSigned ? at + 1 : at;
        int width = Math.Max(SubsequentWidth, 0);
        int end = ReadDigits(text, start, most + width, out long value);
        if (SubsequentWidth > 0 && end - start >= least)
            end = ReadDigits(text, start, Math.Max(least, end - start - width), out value);
        if (end - start < least || end == start || (isNegative && value == 0))
            return -1;
        // A plus is for numbers that are wider than the least width, and they must have it.
        if (sign == NumberSign.ExceedsPad && !isNegative && isSigned != end - start > least)
            return -1;
        return fields.TrySet(field, Value(isNegative ? -value : value, end - start)) ? end : -1;
    }

    private long Value(long value, int digits) => IsReduced && digits == least && value >= 0 ? 2_000 + value : value;

    private static int ReadDigits(ReadOnlySpan<char> text, int start, int most, out long value)
    {
        value = 0;
        int at = start;
        while (at < text.Length && at - start < most && char.IsAsciiDigit(text[at]))
            value = value > (long.MaxValue - 9) / 10 ? long.MaxValue - 9 : (value * 10) + text[at++] - '0';
        return at;
    }
}
