using System.Text;

namespace Sluice.Expressions;

/// <summary>A time zone's name: a date-time has none, so that printing fails; reading one is not supported.</summary>
internal sealed class ZonePart : PatternPart
{
    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target) => false;

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at)
    {
        fields.NeedsZoneName = true;
        return -1;
    }
}
