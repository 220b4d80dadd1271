using System.Text;

namespace Sluice.Expressions;

/// <summary>Text as it stands.</summary>
internal sealed class LiteralPart(string text) : PatternPart
{
    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target)
    {
        target.Append(text);
        return true;
    }

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text1, int at) =>
        text1[at..].StartsWith(text, StringComparison.Ordinal) ? at + text.Length : -1;
}
