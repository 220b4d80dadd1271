using System.Text;

namespace Sluice.Expressions;

/// <summary>A field as a word.</summary>
/// <param name="field">The field.</param>
/// <param name="width">3 short, 4 full, 5 one letter.</param>
internal sealed class TextPart(DateField field, int width) : PatternPart
{
    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target)
    {
        target.Append(DateTexts.Word(field, fields[field], width));
        return true;
    }

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at)
    {
        (int least, int most) = DateTexts.Range(field);
        int found = -1;
        int length = 0;
        for (int value = least; value <= most; value++)
        {
            string word = DateTexts.Word(field, value, width);
            if (word.Length > length && text[at..].StartsWith(word, StringComparison.Ordinal))
                (found, length) = (value, word.Length);
        }

        return found >= 0 && fields.TrySet(field, found) ? at + length : -1;
    }
}
