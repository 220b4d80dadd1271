using YamlDotNet.Core;

namespace Sluice.Jobs.Yaml;

/// <summary>Finds for each character of a scalar's value the character of the file it came from.</summary>
internal static class ScalarMap
{
    /// <summary>
    /// Walks value and file side by side: quotes, doubled quotes, escapes, the header and the indentation of blocks and folded line breaks are
    /// stepped over. Where the two cannot be matched the rest points at the last place that could.
    /// </summary>
    public static int[] Align(string file, int start, int end, ScalarStyle style, string value)
    {
        int[] map = new int[value.Length + 1];
        int at = style switch
        {
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => start + 1,
            ScalarStyle.Literal or ScalarStyle.Folded => AfterLine(file, start),
            _ => start,
        };
        for (int i = 0; i < value.Length; i++)
        {
            (int here, int next) = Step(file, at, end, style, value[i]);
            map[i] = here;
            at = next;
        }

        map[value.Length] = Math.Min(at, end);
        return map;
    }

    private static (int Here, int Next) Step(string file, int at, int end, ScalarStyle style, char character)
    {
        if (at >= end)
            return (Math.Max(0, end - 1), end);
        if (style == ScalarStyle.DoubleQuoted && file[at] == '\\')
            return Escape(file, at, end, character);
        if (style == ScalarStyle.SingleQuoted && file[at] == '\'' && character == '\'')
            return (at, at + 2);
        if (character is ' ' or '\n' && file[at] is '\r' or '\n')
            return (at, SkipBreak(file, at, end, character));
        if (file[at] == character)
            return (at, at + 1);
        // Indentation, or blanks before a folded line break.
        int skipped = at;
        while (skipped < end && file[skipped] is ' ' or '\t' or '\r' or '\n')
            skipped++;
        return skipped > at && skipped < end ? Step(file, skipped, end, style, character) : (at, at);
    }

    private static (int Here, int Next) Escape(string file, int at, int end, char character)
    {
        char kind = at + 1 < end ? file[at + 1] : '\\';
        if (kind is '\r' or '\n')
            return Step(file, SkipBlanks(file, at + 1, end), end, ScalarStyle.DoubleQuoted, character);
        int length = kind switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };
        return (at, Math.Min(end, at + length));
    }

    private static int SkipBreak(string file, int at, int end, char character)
    {
        int next = file[at] == '\r' && at + 1 < end && file[at + 1] == '\n' ? at + 2 : at + 1;
        // A folded break (a blank in the value) takes the indentation of the next line with it; a kept one leaves that to the next character.
        return character == ' ' ? SkipBlanks(file, next, end) : next;
    }

    private static int SkipBlanks(string file, int at, int end)
    {
        while (at < end && file[at] is ' ' or '\t' or '\r' or '\n')
            at++;
        return at;
    }

    private static int AfterLine(string file, int start)
    {
        int lineEnd = file.IndexOf('\n', start);
        return lineEnd < 0 ? file.Length : lineEnd + 1;
    }
}
