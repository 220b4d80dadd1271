using Sluice.Types;

namespace Sluice.Expressions.Syntax;

/// <summary>The text of an expression: turns offsets into places.</summary>
internal sealed class SourceText(string text)
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>The place of a range of characters; cut at the end of its first line.</summary>
    public SourceSpan Span(int start, int end)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < start && i < Text.Length; i++)
        {
            if (Text[i] == '\n')
                (line, lineStart) = (line + 1, i + 1);
        }

        int lineEnd = Text.IndexOf('\n', Math.Min(start, Text.Length));
        int last = lineEnd < 0 ? end : Math.Min(end, lineEnd);
        return new SourceSpan(line, start - lineStart + 1, Math.Max(1, last - start));
    }

    /// <summary>A line of the text, from 1.</summary>
    public string Line(int line) => Text.Split('\n')[line - 1].TrimEnd('\r');

    /// <summary>A problem at a place.</summary>
    public Problem Problem(ErrorCode code, string what, SourceSpan span, string? fix) =>
        new(code, what) { SourceLine = span.Line > 0 ? Line(span.Line) : null, Span = span.Line > 0 ? span : null, Fix = fix };
}
