using System.Text;

namespace Sluice.Types;

/// <summary>One thing that is wrong, in the four parts every user-visible error has: code, what, where and how to fix it.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="What">A lower-case clause with the offending value in it; never a secret.</param>
public sealed record Problem(ErrorCode Code, string What)
{
    /// <summary>The place in the user's terms: <c>orders.yaml:14:17</c>, <c>table shop.orders, column price</c>, a host and port.</summary>
    public string? Where { get; init; }

    /// <summary>The line of the user's text that <see cref="Where"/> points into, and the span in it; shown with a caret.</summary>
    public string? SourceLine { get; init; }

    /// <summary>The span within <see cref="SourceLine"/>; its line is the line in the file.</summary>
    public SourceSpan? Span { get; init; }

    /// <summary>An imperative that says how to mend it.</summary>
    public string? Fix { get; init; }

    /// <summary>
    /// The whole text shown to a person: <c>code: what</c>, <c>at where</c>, the line with a caret, <c>fix: …</c>. No trailing newline.
    /// </summary>
    public string Render()
    {
        var text = new StringBuilder().Append(Code.Name).Append(": ").Append(What);
        if (Where is not null)
            text.Append("\n  at ").Append(Where);
        if (SourceLine is not null && Span is { } span)
        {
            string margin = span.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
            text.Append("\n  ").Append(margin).Append(" | ").Append(SourceLine.Replace('\t', ' '));
            text.Append("\n  ").Append(' ', margin.Length).Append(" | ").Append(' ', Math.Max(0, span.Column - 1))
                .Append('^', Math.Clamp(span.Length, 1, Math.Max(1, SourceLine.Length - span.Column + 1)));
        }

        if (Fix is not null)
            text.Append("\n  fix: ").Append(Fix);
        return text.ToString();
    }
}
