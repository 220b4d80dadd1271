using System.Buffers;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>
/// Where the fields of consecutive records end, as offsets into a window. Entry 0 is the byte before the first field; field <c>k</c> is what
/// lies between entries <c>k</c> and <c>k + 1</c>; every record has <see cref="Width"/> fields, so record <c>r</c> begins at entry <c>r * Width</c>.
/// </summary>
internal sealed unsafe class CsvIndex : IDisposable
{
    private readonly IMemoryOwner<byte> _owner;
    private readonly List<(int Row, long Line)> _breaks = [];

    public CsvIndex(BufferPool pool, int width, int maxRows)
    {
        Width = width;
        // An index of about 64K fields stays in the second-level cache beside the text it points into.
        Capacity = Math.Clamp((1 << 16) / width, 1, maxRows);
        _owner = pool.Rent(((Capacity * width) + 1) * sizeof(int));
        Ends = (int*)_owner.Memory.Pin().Pointer;
    }

    /// <summary>Fields of a record.</summary>
    public int Width { get; }

    /// <summary>Records that fit.</summary>
    public int Capacity { get; }

    /// <summary>The entries.</summary>
    public int* Ends { get; }

    /// <summary>Complete records.</summary>
    public int Rows { get; set; }

    /// <summary>Records from <c>Row</c> on begin at <c>Line</c>, one a line, until the next entry.</summary>
    public IReadOnlyList<(int Row, long Line)> Breaks => _breaks;

    /// <summary>Empties the index for records that begin at an offset, on a line.</summary>
    public void Begin(int start, long line)
    {
        Rows = 0;
        Ends[0] = start - 1;
        _breaks.Clear();
        _breaks.Add((0, line));
    }

    /// <summary>Notes that the next record does not begin on the line after the last one's.</summary>
    public void Break(long line) => _breaks.Add((Rows, line));

    /// <summary>The line a record begins on.</summary>
    public long LineOf(int row)
    {
        int at = _breaks.Count - 1;
        while (_breaks[at].Row > row)
            at--;
        return _breaks[at].Line + row - _breaks[at].Row;
    }

    public void Dispose() => _owner.Dispose();
}
