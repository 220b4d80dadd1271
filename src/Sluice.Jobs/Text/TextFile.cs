using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>A text that a person wrote: a file, or one argument of the command line. Immutable.</summary>
public sealed class TextFile
{
    private readonly int[] _lineStarts;

    /// <summary>A text under a name.</summary>
    /// <param name="name">The name shown in errors: the path as given, or the flag.</param>
    /// <param name="text">The text.</param>
    public TextFile(string name, string text)
    {
        Name = name;
        Text = text.StartsWith('\uFEFF') ? text[1..] : text;
        List<int> starts = [0];
        for (int i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\n')
                starts.Add(i + 1);
        }

        _lineStarts = [.. starts];
    }

    /// <summary>The name shown in errors.</summary>
    public string Name { get; }

    /// <summary>The text, without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>The number of lines.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>A line, from 1, without its line break.</summary>
    public string Line(int line)
    {
        int start = _lineStarts[line - 1];
        int end = line < _lineStarts.Length ? _lineStarts[line] : Text.Length;
        return Text[start..end].TrimEnd('\n', '\r');
    }

    /// <summary>The index of a place, clamped to the text.</summary>
    public int IndexOf(long line, long column)
    {
        if (line > _lineStarts.Length)
            return Text.Length;
        return (int)Math.Clamp(_lineStarts[Math.Max(1, line) - 1] + column - 1, 0, Text.Length);
    }

    /// <summary>The place of a range of characters, cut at the end of its first line.</summary>
    public SourceSpan SpanOf(int start, int end)
    {
        int line = Array.BinarySearch(_lineStarts, start);
        if (line < 0)
            line = ~line - 1;
        int column = start - _lineStarts[line];
        int most = Math.Max(1, Line(line + 1).Length - column);
        return new SourceSpan(line + 1, column + 1, Math.Clamp(end - start, 1, most));
    }
}
