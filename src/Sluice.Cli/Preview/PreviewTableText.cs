using System.Text;

namespace Sluice.Cli.Preview;

/// <summary>Draws rows as a table that fits the terminal: wide cells are cut, columns that do not fit are counted.</summary>
internal static class PreviewTableText
{
    private const int WidestCell = 40;

    public static string Render(PreviewResult result, int width, bool isColored)
    {
        string[] names = [.. result.Schema.Columns.Select(c => Clean(c.Name))];
        string[] types = [.. result.Schema.Columns.Select(c => c.Tag is null ? c.Type.Nullable().ToString() : $"{c.Type.Nullable()} [{c.Tag}]")];
        string[][] cells = [.. result.Rows.Select(row => row.Select(value => Clean(value ?? "NULL")).ToArray())];
        int[] widths = [.. Enumerable.Range(0, names.Length).Select(c => Math.Max(Width(names[c]), Math.Max(Width(types[c]), cells.Select(row => Width(row[c])).DefaultIfEmpty().Max())))];
        int shown = Fitting(widths, width);
        var text = new StringBuilder();
        Rule(text, widths, shown, '┌', '┬', '┐');
        Line(text, names, widths, shown, c => isColored ? "\e[1m" : "");
        Line(text, types, widths, shown, c => isColored ? "\e[2m" : "");
        Rule(text, widths, shown, '├', '┼', '┤');
        for (int r = 0; r < cells.Length; r++)
        {
            int row = r;
            Line(text, cells[r], widths, shown, c => isColored && result.Rows[row][c] is null ? "\e[2m" : "", c => IsNumber(result, c));
        }

        Rule(text, widths, shown, '└', '┴', '┘');
        if (shown < names.Length)
            text.Append($"{names.Length - shown} more columns: {string.Join(", ", names.Skip(shown))}\n");
        return text.ToString();
    }

    private static int Fitting(int[] widths, int width)
    {
        int used = 1;
        int shown = 0;
        while (shown < widths.Length && (shown == 0 || used + widths[shown] + 3 <= width))
            used += widths[shown++] + 3;
        return shown;
    }

    private static bool IsNumber(PreviewResult result, int column) => result.Schema.Columns[column].Type.IsNumeric;

    private static void Rule(StringBuilder text, int[] widths, int shown, char left, char middle, char right)
    {
        for (int c = 0; c < shown; c++)
            text.Append(c == 0 ? left : middle).Append('─', widths[c] + 2);
        text.Append(right).Append('\n');
    }

    private static void Line(StringBuilder text, string[] cells, int[] widths, int shown, Func<int, string> color, Func<int, bool>? isRight = null)
    {
        for (int c = 0; c < shown; c++)
        {
            string cell = cells[c];
            string blanks = new(' ', widths[c] - Width(cell));
            string start = color(c);
            string shownCell = start.Length == 0 ? cell : $"{start}{cell}\e[0m";
            text.Append("│ ").Append(isRight?.Invoke(c) == true ? blanks + shownCell : shownCell + blanks).Append(' ');
        }

        text.Append("│\n");
    }

    private static string Clean(string value)
    {
        var text = new StringBuilder();
        int width = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            string part = rune.Value switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", < 32 or 127 => "·", _ => rune.ToString() };
            if (width + RuneWidth(rune) > WidestCell)
                return text.Append('…').ToString();
            text.Append(part);
            width += part.Length == rune.Utf16SequenceLength ? RuneWidth(rune) : part.Length;
        }

        return text.ToString();
    }

    private static int Width(string text) => text.EnumerateRunes().Sum(RuneWidth);

    // East Asian wide characters and emoji take two cells; combining marks none. The ranges that occur in names, not all of UAX 11.
    private static int RuneWidth(Rune rune) => rune.Value switch
    {
        >= 0x300 and <= 0x36F or 0x200B or 0x200D or (>= 0xFE00 and <= 0xFE0F) => 0,
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
            or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
