namespace Sluice.Formats.Csv;

/// <summary>What one record turned out to be.</summary>
internal enum RecordKind
{
    /// <summary>Its fields are known; their number may be wrong.</summary>
    Good,

    /// <summary>The window ends before the record does.</summary>
    NeedsMore,

    /// <summary>A line without anything on it.</summary>
    Blank,

    /// <summary>A quote inside an unquoted value.</summary>
    QuoteInside,

    /// <summary>Text after a closing quote.</summary>
    TextAfterQuote,

    /// <summary>A quoted value without an end.</summary>
    Unterminated,

    /// <summary>Longer than allowed.</summary>
    TooLong,
}

/// <summary>A field of a record: its bytes, quotes included, and where the separator behind it stands.</summary>
internal readonly record struct CsvField(int Start, int End, int Separator);

/// <summary>
/// Reads one record byte by byte: the rules in their plainest form. A record that breaks them spoils the line it begins on and no other: reading goes on at the next
/// line, so a lone quote costs one row and not all rows up to the next quote.
/// </summary>
internal sealed unsafe class CsvRecord(CsvOptions options)
{
    private readonly List<CsvField> _fields = [];

    /// <summary>The fields, as far as they are known.</summary>
    public IReadOnlyList<CsvField> Fields => _fields;

    /// <summary>The first byte after the record, or after the line it spoilt; -1 when that line does not end in the window.</summary>
    public int Next { get; private set; }

    /// <summary>Lines from the record's first byte to <see cref="Next"/>.</summary>
    public int Lines { get; private set; }

    /// <summary>The field at fault.</summary>
    public int BadField { get; private set; }

    /// <summary>Reads the record at <paramref name="start"/>.</summary>
    /// <param name="text">The window.</param>
    /// <param name="start">The record's first byte.</param>
    /// <param name="end">The window's end.</param>
    /// <param name="isLast">Nothing more can come: the file ends here, or the window may not grow.</param>
    public RecordKind Read(byte* text, int start, int end, bool isLast)
    {
        _fields.Clear();
        Lines = 0;
        int fieldStart = start;
        int at = start;
        while (at < end)
        {
            RecordKind kind = text[at] == options.QuoteByte ? SkipQuoted(text, ref at, end) : SkipPlain(text, ref at, end);
            if (kind == RecordKind.NeedsMore)
                break;
            if (kind != RecordKind.Good)
                return Spoil(text, start, end, kind, isLast);
            bool isLineEnd = text[at] == '\n';
            int fieldEnd = isLineEnd && at > fieldStart && text[at - 1] == '\r' ? at - 1 : at;
            _fields.Add(new CsvField(fieldStart, fieldEnd, at));
            fieldStart = ++at;
            if (isLineEnd)
            {
                Next = at;
                Lines++;
                return _fields is [{ } only] && only.Start == only.End ? RecordKind.Blank : RecordKind.Good;
            }
        }

        if (!isLast)
            return RecordKind.NeedsMore;
        return Spoil(text, start, end, fieldStart < end && text[fieldStart] == options.QuoteByte ? RecordKind.Unterminated : RecordKind.TooLong, isLast);
    }

    private RecordKind Spoil(byte* text, int start, int end, RecordKind kind, bool isLast)
    {
        BadField = _fields.Count;
        int lineEnd = new ReadOnlySpan<byte>(text + start, end - start).IndexOf((byte)'\n');
        if (lineEnd < 0 && !isLast)
            return RecordKind.NeedsMore;
        Next = lineEnd < 0 ? -1 : start + lineEnd + 1;
        Lines = 1;
        return kind;
    }

    /// <summary>Goes to the separator behind an unquoted field.</summary>
    private RecordKind SkipPlain(byte* text, ref int at, int end)
    {
        for (; at < end; at++)
        {
            byte b = text[at];
            if (b == options.DelimiterByte || b == '\n')
                return RecordKind.Good;
            if (b == options.QuoteByte)
                return RecordKind.QuoteInside;
        }

        return RecordKind.NeedsMore;
    }

    /// <summary>Goes to the separator behind a quoted field.</summary>
    private RecordKind SkipQuoted(byte* text, ref int at, int end)
    {
        byte quote = options.QuoteByte!.Value;
        int lines = 0;
        for (at++; at < end; at++)
        {
            byte b = text[at];
            if (b == '\n')
            {
                lines++;
            }
            else if (b == options.EscapeByte)
            {
                at++;
            }
            else if (b == quote)
            {
                if (at + 1 >= end)
                    break;
                byte after = text[at + 1];
                if (after == quote && options.EscapeByte is null)
                {
                    at++;
                    continue;
                }

                Lines += lines;
                at++;
                if (after == options.DelimiterByte || after == '\n')
                    return RecordKind.Good;
                if (after != '\r')
                    return RecordKind.TextAfterQuote;
                if (at + 1 >= end)
                    break;
                at++;
                return text[at] == '\n' ? RecordKind.Good : RecordKind.TextAfterQuote;
            }
        }

        return RecordKind.NeedsMore;
    }
}
