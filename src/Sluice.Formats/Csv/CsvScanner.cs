using System.Numerics;
using Sluice.Formats.Text;

namespace Sluice.Formats.Csv;

/// <summary>Why a scan stopped.</summary>
internal enum ScanStop
{
    /// <summary>The window ends in the middle of a record.</summary>
    NeedsMore,

    /// <summary>The index is full.</summary>
    Full,

    /// <summary>The next record is not like the others: another number of fields, a quote out of place, an empty line.</summary>
    Irregular,
}

/// <summary>
/// Finds the ends of fields 64 bytes at a time. It takes regular records only: those of the expected number of fields whose quotes stand where
/// RFC 4180 wants them. At any other it stops, and <see cref="CsvRecord"/> looks at that one byte by byte.
/// </summary>
internal sealed unsafe class CsvScanner(CsvOptions options)
{
    private readonly byte _delimiter = options.DelimiterByte;
    private readonly byte? _quote = options.QuoteByte;

    /// <summary>The first byte after the last complete record.</summary>
    public int Next { get; private set; }

    /// <summary>The line that <see cref="Next"/> is on.</summary>
    public long NextLine { get; private set; }

    /// <summary>Adds records from <paramref name="start"/> on to an empty index, until it has so many rows or their text so many bytes.</summary>
    public ScanStop Scan(byte* text, int start, int end, long line, int maxRows, long maxBytes, CsvIndex index)
    {
        index.Begin(start, line);
        (Next, NextLine) = (start, line);
        maxRows = Math.Min(maxRows, index.Capacity);
        if (options.EscapeByte is not null)
            return ScanByRecord(text, start, end, line, maxRows, index);
        int* ends = index.Ends + 1;
        (int count, int recordBase, int width) = (0, 0, index.Width);
        int limit = width * maxRows;
        int stopAt = (int)Math.Min(end, start + maxBytes);
        var quotes = default(QuoteState);
        quotes.Begin();
        long embeddedLines = 0;
        for (int at = start; at < end; at += ByteMasks.Block)
        {
            ulong valid = ByteMasks.Low(end - at);
            ulong newLines = ByteMasks.Of(text + at, (byte)'\n') & valid;
            ulong separators = (ByteMasks.Of(text + at, _delimiter) & valid) | newLines;
            ulong embedded = 0;
            bool isBad = false;
            if (_quote is { } quote)
            {
                ulong marks = ByteMasks.Of(text + at, quote) & valid;
                if ((marks | quotes.Pending) != 0)
                {
                    ulong returns = ByteMasks.Of(text + at, (byte)'\r') & valid;
                    ulong inside = quotes.Next(marks, separators, returns, newLines, valid, out ulong bad);
                    isBad = bad != 0;
                    ulong good = isBad ? ByteMasks.Low(BitOperations.TrailingZeroCount(bad)) : ulong.MaxValue;
                    embedded = newLines & inside & good;
                    separators &= ~inside & good;
                }
                else
                {
                    quotes.EndsWithSeparator = separators >> 63;
                }
            }

            while (separators != 0)
            {
                int bit = BitOperations.TrailingZeroCount(separators);
                separators &= separators - 1;
                if (count - recordBase == width)
                    return ScanStop.Irregular;
                ends[count++] = at + bit;
                if ((newLines >> bit & 1) == 0)
                    continue;
                if (count - recordBase != width)
                    return ScanStop.Irregular;
                recordBase = count;
                index.Rows++;
                Next = at + bit + 1;
                NextLine++;
                ulong before = embedded & ByteMasks.Low(bit);
                if (before != 0 || embeddedLines != 0)
                {
                    NextLine += embeddedLines + ByteMasks.Count(before);
                    (embeddedLines, embedded) = (0, embedded & ~before);
                    index.Break(NextLine);
                }

                if (count == limit || Next >= stopAt)
                    return ScanStop.Full;
            }

            embeddedLines += ByteMasks.Count(embedded);
            if (isBad)
                return ScanStop.Irregular;
        }

        return ScanStop.NeedsMore;
    }

    /// <summary>The same, record by record, for files whose quotes are escaped by another byte.</summary>
    private ScanStop ScanByRecord(byte* text, int start, int end, long line, int maxRows, CsvIndex index)
    {
        var record = new CsvRecord(options);
        (Next, NextLine) = (start, line);
        while (index.Rows < maxRows)
        {
            RecordKind kind = record.Read(text, Next, end, isLast: false);
            if (kind == RecordKind.NeedsMore)
                return ScanStop.NeedsMore;
            if (kind != RecordKind.Good || record.Fields.Count != index.Width)
                return ScanStop.Irregular;
            int* ends = index.Ends + (index.Rows * index.Width) + 1;
            for (int i = 0; i < index.Width; i++)
                ends[i] = record.Fields[i].Separator;
            index.Rows++;
            Next = record.Next;
            NextLine += record.Lines;
            if (record.Lines > 1)
                index.Break(NextLine);
        }

        return ScanStop.Full;
    }
}
