using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Functions.Text;

/// <summary>JSON_QUOTE and the string part of JSON_UNQUOTE.</summary>
public static class JsonQuoting
{
    /// <summary>
    /// The text as a JSON string: <c>/</c> escaped, everything but ASCII as <c>\u</c> escapes. As in Flink a supplementary character comes
    /// out as its five digits and then its low surrogate.
    /// </summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            int c = CodePoints.At(text, i);
            if (c >= 128)
                result.Append("\\u").Append(c.ToString("x4", CultureInfo.InvariantCulture));
            else if (EscapeOf((char)c) is { } letter)
                result.Append('\\').Append(letter);
            else
                result.Append((char)c);
        }

        return result.Append('"').ToString();
    }

    /// <summary>The text that the inside of a JSON string means; null when an escape is wrong.</summary>
    public static string? Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            switch (text[i])
            {
                case 'b': result.Append('\b'); break;
                case 'f': result.Append('\f'); break;
                case 'n': result.Append('\n'); break;
                case 'r': result.Append('\r'); break;
                case 't': result.Append('\t'); break;
                case 'u' when i + 4 < text.Length && TryHex(text.AsSpan(i + 1, 4), out char unit):
                    result.Append(unit);
                    i += 4;
                    break;
                case '"' or '\'' or '\\' or '/': result.Append(text[i]); break;
                default: return null;
            }
        }

        return result.ToString();
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out char unit)
    {
        bool ok = ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value);
        unit = (char)value;
        return ok;
    }

    private static char? EscapeOf(char c) => c switch
    {
        '"' or '\\' or '/' => c,
        '\b' => 'b',
        '\f' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        _ => null,
    };
}
