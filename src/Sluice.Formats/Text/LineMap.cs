using System.Globalization;
using Sluice.Connectors.Sources;

namespace Sluice.Formats.Text;

/// <summary>Which line each row of a batch begins on, kept as runs of rows on consecutive lines.</summary>
internal sealed class LineMap(string file) : IRowLocator
{
    private readonly List<(int Row, long Line)> _runs = [];

    /// <summary>Rows from <paramref name="row"/> on begin at <paramref name="line"/>, one a line, until the next call.</summary>
    public void Add(int row, long line)
    {
        if (_runs.Count > 0 && line - _runs[^1].Line == row - _runs[^1].Row)
            return;
        if (_runs.Count > 0 && _runs[^1].Row == row)
            _runs[^1] = (row, line);
        else
            _runs.Add((row, line));
    }

    /// <summary>The line of a row.</summary>
    public long LineOf(int row)
    {
        int low = 0;
        int high = _runs.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_runs[middle].Row <= row)
                low = middle;
            else
                high = middle - 1;
        }

        return _runs[low].Line + row - _runs[low].Row;
    }

    /// <inheritdoc/>
    public string Locate(int row) => Place(file, LineOf(row));

    /// <summary>A line of a file, as printed.</summary>
    public static string Place(string file, long line) => string.Create(CultureInfo.InvariantCulture, $"{file}:{line}");
}
