using System.Text;

namespace Sluice.Cli.Output;

/// <summary>Columns of text under each other, for output that goes to people and to pipes alike.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [headers];

    /// <summary>Columns whose cells stand to the right, by index.</summary>
    public HashSet<int> RightAligned { get; } = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public string Render(string margin = "")
    {
        int[] widths = [.. Enumerable.Range(0, headers.Length).Select(c => _rows.Max(row => row[c].Length))];
        var text = new StringBuilder();
        foreach (string[] row in _rows)
        {
            var line = new StringBuilder(margin);
            for (int c = 0; c < row.Length; c++)
                line.Append(c == 0 ? "" : "  ").Append(RightAligned.Contains(c) ? row[c].PadLeft(widths[c]) : row[c].PadRight(widths[c]));
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
