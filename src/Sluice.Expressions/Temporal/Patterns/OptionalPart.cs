using System.Collections.Immutable;
using System.Text;

namespace Sluice.Expressions;

/// <summary>A part in brackets: printed where it can be, read where it is there.</summary>
internal sealed class OptionalPart(ImmutableArray<PatternPart> parts) : PatternPart
{
    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target)
    {
        int start = target.Length;
        foreach (PatternPart part in parts)
        {
            if (part.Print(fields, target))
                continue;
            target.Length = start;
            break;
        }

        return true;
    }

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at)
    {
        ParsedFields.Mark mark = fields.Save();
        int position = at;
        foreach (PatternPart part in parts)
        {
            position = part.Parse(fields, text, position);
            if (position >= 0)
                continue;
            fields.Restore(mark);
            return at;
        }

        return position;
    }
}
