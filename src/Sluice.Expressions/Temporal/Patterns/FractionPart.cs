using System.Globalization;
using System.Text;

namespace Sluice.Expressions;

/// <summary>The digits behind the second.</summary>
internal sealed class FractionPart(int width) : PatternPart
{
    /// <inheritdoc/>
    public override bool IsNumber => true;

    /// <inheritdoc/>
    public override bool IsFixedNumber => true;

    /// <inheritdoc/>
    public override int MostDigits => width;

    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target)
    {
        target.Append(fields[DateField.Nano].ToString("D9", CultureInfo.InvariantCulture), 0, width);
        return true;
    }

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at)
    {
        if (at + width > text.Length)
            return -1;
        long value = 0;
        for (int i = 0; i < 9; i++)
        {
            if (i < width && !char.IsAsciiDigit(text[at + i]))
                return -1;
            value = (value * 10) + (i < width ? text[at + i] - '0' : 0);
        }

        return fields.TrySet(DateField.Nano, value) ? at + width : -1;
    }
}
