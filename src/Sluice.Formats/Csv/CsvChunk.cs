using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Consecutive records to be parsed, column by column, and the rows of them that turned out bad.</summary>
internal sealed unsafe class CsvChunk(CsvOptions options)
{
    /// <summary>A bad value: the column, and why.</summary>
    internal readonly record struct BadValue(int Column, ErrorCode Code);

    private readonly SortedDictionary<int, BadValue> _bad = [];

    /// <summary>How the text is written.</summary>
    public CsvOptions Options { get; } = options;

    /// <summary>The window.</summary>
    public byte* Text { get; private set; }

    /// <summary>Where the fields are.</summary>
    public CsvIndex Index { get; private set; } = null!;

    /// <summary>The first record to parse.</summary>
    public int FirstRow { get; private set; }

    /// <summary>Records to parse.</summary>
    public int Rows { get; private set; }

    /// <summary>The whole text is valid UTF-8, so that no field need be looked at.</summary>
    public bool IsValidText { get; set; }

    /// <summary>Bad records by their number in the index; the first bad column of each.</summary>
    public IReadOnlyDictionary<int, BadValue> Bad => _bad;

    /// <summary>A place for the text of one field without quotes.</summary>
    public byte[] Scratch { get; private set; } = new byte[256 + (2 * TextBuffer.Padding)];

    /// <summary>Takes records of an index.</summary>
    public void Set(byte* text, CsvIndex index, int firstRow, int rows)
    {
        Text = text;
        (Index, FirstRow, Rows) = (index, firstRow, rows);
    }

    /// <summary>Forgets bad records.</summary>
    public void ClearBad() => _bad.Clear();

    /// <summary>Notes a bad value; of several in a row the first column's stays.</summary>
    public void Report(int row, int column, ErrorCode code) => _bad.TryAdd(FirstRow + row, new BadValue(column, code));

    /// <summary>Makes the scratch at least so long, padding apart.</summary>
    public void EnsureScratch(int length)
    {
        if (Scratch.Length < length + (2 * TextBuffer.Padding))
            Scratch = new byte[Math.Max(length + (2 * TextBuffer.Padding), Scratch.Length * 2)];
    }
}
