using System.Text;

namespace Sluice.Expressions;

/// <summary>An element with blanks before it up to a width.</summary>
internal sealed class PaddedPart(PatternPart inner, int width) : PatternPart
{
    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target)
    {
        int start = target.Length;
        if (!inner.Print(fields, target) || target.Length - start > width)
            return false;
        target.Insert(start, " ", width - (target.Length - start));
        return true;
    }

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at)
    {
        int end = at + width;
        if (end > text.Length)
            return -1;
        while (at < end && text[at] == ' ')
            at++;
        return inner.Parse(fields, text[..end], at) == end ? end : -1;
    }
}
