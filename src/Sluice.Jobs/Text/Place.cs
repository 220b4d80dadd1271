using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>A range of a text that a person wrote, and how the characters of the value read from it lie in it. Immutable.</summary>
/// <param name="file">The text.</param>
/// <param name="start">The first character.</param>
/// <param name="end">One past the last character.</param>
/// <param name="map">
/// Gives for each character of the value its index in the file, and at the end one more; null when the value is the range itself.
/// </param>
public sealed class Place(TextFile file, int start, int end, Func<int[]>? map = null) : IPlace
{
    private int[]? _indexes;

    /// <summary>The text.</summary>
    public TextFile File { get; } = file;

    /// <summary>The first character.</summary>
    public int Start { get; } = start;

    /// <summary>One past the last character.</summary>
    public int End { get; } = end;

    /// <summary>The place as it is underlined: the first line of the range.</summary>
    public SourceSpan Span => File.SpanOf(Start, End);

    /// <summary>The text of the range as it was written, quotes, escapes and variables included.</summary>
    public string Written => File.Text[Start..End];

    /// <summary>The whole of an argument.</summary>
    public static Place OfArgument(string name, string text) => new(new TextFile(name, text), 0, text.Length);

    /// <inheritdoc/>
    public Problem At(ErrorCode code, string what, string? fix) => Point(new Problem(code, what) { Fix = fix }, Span);

    /// <inheritdoc/>
    public Problem Within(Problem problem)
    {
        if (problem.Span is not { } span || problem.SourceLine is null)
            return Point(problem, Span);
        int from = ValueIndex(span);
        return Point(problem, File.SpanOf(FileIndex(from), Math.Max(FileIndex(from) + 1, FileIndex(from + span.Length))));
    }

    /// <summary>The place of a part of the value.</summary>
    public Place Part(int from, int to)
    {
        if (map is null)
            return new Place(File, Start + from, Start + to);
        return new Place(File, FileIndex(from), FileIndex(to), () => Indexes[from..(to + 1)]);
    }

    /// <summary>The index in the file of a character of the value.</summary>
    public int FileIndex(int valueIndex) => map is null
        ? Math.Clamp(Start + valueIndex, Start, End)
        : Indexes[Math.Clamp(valueIndex, 0, Indexes.Length - 1)];

    private int[] Indexes => _indexes ??= map!();

    /// <summary>The value; only its line breaks matter here, and they are found through the map.</summary>
    private int ValueIndex(SourceSpan span)
    {
        if (span.Line == 1)
            return span.Column - 1;
        // Lines of the value: a value character is a line break when it came from one of a literal block or from an escape.
        return LineStart(span.Line) + span.Column - 1;
    }

    /// <summary>Where the lines of the value start; set by who made the value when it has several.</summary>
    public IReadOnlyList<int> LineStarts { get; init; } = [];

    private int LineStart(int line) => line - 1 < LineStarts.Count ? LineStarts[line - 1] : 0;

    private Problem Point(Problem problem, SourceSpan span) =>
        problem with { Where = $"{File.Name}:{span}", SourceLine = File.Line(span.Line), Span = span };
}
