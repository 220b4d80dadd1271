using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Syntax;

/// <summary>Escapes in <c>U&amp;'…'</c> and <c>E'…'</c> strings.</summary>
internal static class StringEscapes
{
    /// <summary>Replaces <c>\4e2d</c> and doubled escapes; false when one is malformed.</summary>
    public static bool TryUnicode(string value, char escape, out string text)
    {
        var result = new StringBuilder();
        text = "";
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != escape)
            {
                result.Append(value[i]);
            }
            else if (i + 1 < value.Length && value[i + 1] == escape)
            {
                result.Append(escape);
                i++;
            }
            else
            {
                if (i + 5 > value.Length || !TryHex(value.AsSpan(i + 1, 4), out int code))
                    return false;
                result.Append((char)code);
                i += 4;
            }
        }

        text = result.ToString();
        return true;
    }

    /// <summary>Replaces <c>\n</c>, <c>\t</c>, <c>\b</c>, <c>\f</c>, <c>\r</c>, <c>\ooo</c>, <c>\xhh</c>, <c>\uxxxx</c>; any other character stands for itself.</summary>
    public static string CStyle(string value)
    {
        var result = new StringBuilder();
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
            {
                result.Append(value[i]);
                continue;
            }

            i++;
            i += Escape(value, i, result);
        }

        return result.ToString();
    }

    private static int Escape(string value, int at, StringBuilder result)
    {
        switch (value[at])
        {
            case 'n': result.Append('\n'); return 0;
            case 't': result.Append('\t'); return 0;
            case 'b': result.Append('\b'); return 0;
            case 'f': result.Append('\f'); return 0;
            case 'r': result.Append('\r'); return 0;
            case 'u' when at + 5 <= value.Length && TryHex(value.AsSpan(at + 1, 4), out int code): result.Append((char)code); return 4;
            case 'x' when at + 3 <= value.Length && TryHex(value.AsSpan(at + 1, 2), out int code): result.Append((char)code); return 2;
            default: result.Append(value[at]); return 0;
        }
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out int code) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
}
