using System.Collections.Immutable;
using System.Text;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A pattern of Java's <c>DateTimeFormatter.ofPattern</c> (Java 17, American English): DATE_FORMAT and TO_TIMESTAMP. Immutable.</summary>
internal sealed class DateTimePattern
{
    private readonly ImmutableArray<PatternPart> _parts;

    internal DateTimePattern(ImmutableArray<PatternPart> parts, char printOnly)
    {
        _parts = parts;
        NotReadable = printOnly == '\0' ? null : new PatternError($"has the letter {printOnly}, which is not supported in reading text", true);
    }

    /// <summary>Why it cannot be used to read text; null when it can.</summary>
    public PatternError? NotReadable { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="error">What is wrong with it, a lower-case clause.</param>
    /// <returns>Null when it is none.</returns>
    public static DateTimePattern? Compile(string pattern, out PatternError? error) => new DateTimePatternCompiler(pattern).Compile(out error);

    /// <summary>Prints a date-time; null when the pattern asks for what a date-time does not have (a zone, an offset) or a width is too small.</summary>
    public string? Format(Timestamp value)
    {
        var fields = new DateFields(value);
        var target = new StringBuilder();
        foreach (PatternPart part in _parts)
        {
            if (!part.Print(fields, target))
                return null;
        }

        return target.ToString();
    }

    /// <summary>Reads a date-time; fields that are not in the pattern are those of 1970-01-01 00:00:00.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="value">The date-time.</param>
    /// <param name="isRefused">Whether the text itself does not fit the pattern.</param>
    /// <param name="unsupported">Set when a zone's name had to be read.</param>
    public ParseResult Parse(ReadOnlySpan<char> text, out Timestamp value, out bool isRefused, out PatternError? unsupported)
    {
        value = default;
        isRefused = true;
        unsupported = null;
        var fields = new ParsedFields();
        int at = 0;
        foreach (PatternPart part in _parts)
        {
            at = part.Parse(fields, text, at);
            if (at >= 0)
                continue;
            unsupported = fields.NeedsZoneName ? NotReadable : null;
            return ParseResult.Refused;
        }

        return at == text.Length ? fields.Resolve(out value, out isRefused) : ParseResult.Refused;
    }
}
