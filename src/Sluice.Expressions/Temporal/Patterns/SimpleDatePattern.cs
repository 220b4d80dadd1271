using System.Collections.Immutable;
using System.Text;

namespace Sluice.Expressions;

/// <summary>
/// A pattern of Java's <c>SimpleDateFormat</c> (Java 17, American English, Gregorian calendar from 1582-10-15): FROM_UNIXTIME, UNIX_TIMESTAMP(string), TO_DATE with a
/// pattern, CONVERT_TZ, DATE_FORMAT(string). Immutable.
/// </summary>
internal sealed class SimpleDatePattern
{
    private const string Letters = "GyMdkHmsSEDFwWahKzZYuXL";

    private SimpleDatePattern(ImmutableArray<SimpleField> fields) => Fields = fields;

    /// <summary><c>yyyy-MM-dd HH:mm:ss</c>.</summary>
    public static SimpleDatePattern Default { get; } = Compile("yyyy-MM-dd HH:mm:ss", out _)!;

    /// <summary>The elements.</summary>
    public ImmutableArray<SimpleField> Fields { get; }

    /// <summary>Compiles a pattern; null and the reason when it is none.</summary>
    public static SimpleDatePattern? Compile(string pattern, out PatternError? error)
    {
        error = null;
        var fields = new List<SimpleField>();
        var text = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\'' && i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                text.Append(pattern[i++]);
                continue;
            }

            if (c == '\'')
            {
                isQuoted = !isQuoted;
                continue;
            }

            if (isQuoted || !char.IsAsciiLetter(c))
            {
                text.Append(c);
                continue;
            }

            int start = i;
            while (i + 1 < pattern.Length && pattern[i + 1] == c)
                i++;
            AddText(fields, text);
            fields.Add(new SimpleField(c, i - start + 1, ""));
            error ??= Check(c, i - start + 1);
        }

        if (isQuoted)
            error ??= new PatternError("ends inside a quoted text");
        AddText(fields, text);
        return error is null ? new SimpleDatePattern([.. fields]) : null;
    }

    private static PatternError? Check(char letter, int count) =>
        !Letters.Contains(letter, StringComparison.Ordinal) ? new PatternError($"has the letter {letter}, which means nothing")
        : letter == 'X' && count > 3 ? new PatternError("has the letter X more than three times in a row, which means nothing")
        : null;

    private static void AddText(List<SimpleField> fields, StringBuilder text)
    {
        if (text.Length > 0)
            fields.Add(new SimpleField('\0', 0, text.ToString()));
        text.Clear();
    }
}
