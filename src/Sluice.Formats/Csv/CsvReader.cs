using System.Diagnostics;
using Sluice.Connectors.Files;
using Sluice.Connectors.Runs;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Reads one part of a CSV file: regular records a chunk at a time and column by column, every other one by itself.</summary>
internal sealed class CsvReader : IFormatReader
{
    private readonly IInputFile _file;
    private readonly FilePart _part;
    private readonly FormatReadRequest _request;
    private readonly RunContext _run;
    private readonly CsvOptions _options;
    private readonly TableSchema _columns;
    private readonly BatchBuilder _batch;
    private readonly TextBuffer _buffer;
    private readonly CsvScanner _scanner;
    private readonly CsvRecord _record;
    private readonly CsvChunk _chunk;
    private TextInput _input = null!;
    private IByteSource? _source;
    private CsvIndex? _index;
    private CsvHeader _header = null!;
    private CsvColumn[] _parsers = [];
    private LineMap _lines;
    private long _line;
    private long _sourceBytes;
    private bool _skipsLine;

    public CsvReader(IInputFile file, FilePart part, FormatReadRequest request)
    {
        (_file, _part, _request) = (file, part, request);
        _run = request.Run ?? throw new ArgumentException("a reader needs a run", nameof(request));
        _options = CsvOptions.From(request.Options, file.Path);
        _columns = request.Columns ?? request.Schema ?? throw new ArgumentException("a reader needs a schema", nameof(request));
        _batch = new BatchBuilder(_columns, _run.Pool);
        _buffer = new TextBuffer(_run.Pool, _options.MaxRow);
        _scanner = new CsvScanner(_options);
        _record = new CsvRecord(_options);
        _chunk = new CsvChunk(_options);
        _lines = new LineMap(file.Path);
    }

    public async ValueTask<FormatRows?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_source is null)
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        CsvIndex index = _index!;
        while (_batch.RowCount < _run.BatchRows && _batch.ByteCount < _run.BatchBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScanStop stop = ScanStop.NeedsMore;
            if (!_skipsLine)
            {
                stop = Scan(index);
                if (index.Rows > 0)
                {
                    TakeRows(index);
                    continue;
                }

                if (stop == ScanStop.Irregular && TakeIrregular(isLast: false))
                    continue;
            }
            else if (SkipLine())
            {
                continue;
            }

            if (await _buffer.FillAsync(_source!, cancellationToken).ConfigureAwait(false))
                continue;
            if (_buffer.Text.IsEmpty || _skipsLine)
                break;
            TakeIrregular(isLast: true);
        }

        return _batch.RowCount == 0 ? null : Build();
    }

    public async ValueTask DisposeAsync()
    {
        _batch.Dispose();
        _buffer.Dispose();
        _index?.Dispose();
        if (_source is not null)
            await _source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What is wrong with a record, without its place.</summary>
    internal static string Describe(RecordKind kind) => kind switch
    {
        RecordKind.QuoteInside => "a quote stands inside a value that is not in quotes",
        RecordKind.TextAfterQuote => "text follows a closing quote",
        RecordKind.Unterminated => "a quoted value begins on this line and is not closed",
        RecordKind.TooLong => "the row is longer than max_row",
        _ => throw new UnreachableException(),
    };

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _input = await TextInput.OfAsync(_file, _request.Options, cancellationToken).ConfigureAwait(false);
        if (_part.Start > 0)
            _header = await CsvHeader.ReadAsync(_file, _input, _options, _run.Pool, cancellationToken).ConfigureAwait(false);
        _source = _input.Open(_file, _part.Start, _part.End);
        if (_part.Start == 0)
        {
            _header = await CsvHeader.ReadAsync(_file.Path, _source, _buffer, _input, _options, cancellationToken).ConfigureAwait(false);
            _line = 1 + _header.Lines;
        }
        else
        {
            _line = _part.FirstLine;
        }

        TableSchema schema = _request.Schema ?? _columns;
        bool isEmpty = _options.HasHeader && _header.Names.Count == 0;
        int width = isEmpty ? 1 : _options.HasHeader ? _header.Names.Count : schema.Columns.Length;
        int[] fields = isEmpty ? new int[_columns.Columns.Length] : _header.Map(schema, _columns.Columns.Select(c => c.Name), _file.Path, _options);
        TimeZoneInfo? zone = _request.TimeZone is "UTC" or "" ? null : TimeZoneInfo.FindSystemTimeZoneById(_request.TimeZone);
        _parsers = [.. fields.Select((field, i) => CsvColumn.Create(i, field, field == width - 1, _batch.Columns[i], _options, zone))];
        _index = new CsvIndex(_run.Pool, width, _run.BatchRows);
    }

    private unsafe ScanStop Scan(CsvIndex index) =>
        _scanner.Scan(_buffer.Data, _buffer.Start, _buffer.End, _line, _run.BatchRows - _batch.RowCount, _run.BatchBytes - _batch.ByteCount, index);

    private FormatRows Build()
    {
        LineMap lines = _lines;
        _lines = new LineMap(_file.Path);
        long bytes = _source!.SourceBytes - _sourceBytes;
        _sourceBytes += bytes;
        return new FormatRows(_batch.Build(), lines, bytes);
    }

    private unsafe void TakeRows(CsvIndex index)
    {
        Span<byte> text = new(_buffer.Data + _buffer.Start, _scanner.Next - _buffer.Start);
        _chunk.IsValidText = System.Text.Unicode.Utf8.IsValid(text) && (_input.Encoding is null || text.IndexOf("\uFFFF"u8) < 0);
        _chunk.ClearBad();
        Parse(index, 0, index.Rows);
        if (_chunk.Bad.Count > 0)
            TakeGoodRows(index);
        else
            Accept(index, 0, index.Rows);
        _buffer.Start = _scanner.Next;
        _line = _scanner.NextLine;
    }

    /// <summary>Invariant 10: the bad rows are reported and left out; the good ones around them are parsed again without them.</summary>
    private void TakeGoodRows(CsvIndex index)
    {
        _batch.DropOpenRow();
        int from = 0;
        foreach ((int row, CsvChunk.BadValue bad) in _chunk.Bad.ToArray())
        {
            Take(index, from, row - from);
            Report(index, row, bad);
            from = row + 1;
        }

        Take(index, from, index.Rows - from);
    }

    private void Take(CsvIndex index, int from, int rows)
    {
        if (rows == 0)
            return;
        Parse(index, from, rows);
        Accept(index, from, rows);
    }

    private unsafe void Parse(CsvIndex index, int from, int rows)
    {
        _chunk.Set(_buffer.Data, index, from, rows);
        foreach (CsvColumn parser in _parsers)
            parser.Parse(_chunk);
    }

    private void Accept(CsvIndex index, int from, int rows)
    {
        int first = _batch.RowCount;
        _lines.Add(first, index.LineOf(from));
        foreach ((int row, long line) in index.Breaks)
        {
            if (row > from && row < from + rows)
                _lines.Add(first + row - from, line);
        }

        _batch.CloseRows(rows);
    }

    /// <summary>Looks at the one record that the scan did not take. False when more of it must be read first.</summary>
    private unsafe bool TakeIrregular(bool isLast)
    {
        RecordKind kind = _record.Read(_buffer.Data, _buffer.Start, _buffer.End, isLast);
        if (kind == RecordKind.NeedsMore)
            return false;
        if (kind == RecordKind.Good)
            ReportFieldCount();
        else if (kind != RecordKind.Blank)
            ReportSpoilt(kind);
        _skipsLine = _record.Next < 0;
        _line += _skipsLine ? 0 : _record.Lines;
        _buffer.Start = _skipsLine ? _buffer.End : _record.Next;
        return true;
    }

    /// <summary>Goes on to the next line after one that did not fit the window. False when its end is not in the window.</summary>
    private bool SkipLine()
    {
        int at = _buffer.Text.IndexOf((byte)'\n');
        _skipsLine = at < 0;
        _line += _skipsLine ? 0 : 1;
        _buffer.Start = _skipsLine ? _buffer.End : _buffer.Start + at + 1;
        return !_skipsLine;
    }

    private unsafe void Report(CsvIndex index, int row, CsvChunk.BadValue bad)
    {
        int* ends = index.Ends + (row * index.Width);
        ReadOnlySpan<byte> field = Field(ends, _parsers[bad.Column].Field, index.Width);
        Column column = _columns.Columns[bad.Column];
        string value = CsvText.Show(field, _options);
        string reason = bad.Code == TextErrors.WrongEncoding ? $"the value holds bytes that are not valid {_input.EncodingName}"
            : CsvText.IsNull(field, _options) ? $"NULL in a column of type {column.Type}"
            : $"'{value}' is not a value of type {column.Type}";
        var texts = new List<KeyValuePair<string, string?>>();
        for (int i = 0; i < _parsers.Length; i++)
        {
            ReadOnlySpan<byte> other = Field(ends, _parsers[i].Field, index.Width);
            texts.Add(new(_columns.Columns[i].Name, CsvText.IsNull(other, _options) ? null : CsvText.Show(other, _options)));
        }

        Report(index.LineOf(row), bad.Code, reason, column.Name, value, texts);
    }

    private unsafe ReadOnlySpan<byte> Field(int* ends, int field, int width)
    {
        int start = ends[field] + 1;
        int end = ends[field + 1];
        return new ReadOnlySpan<byte>(_buffer.Data + start, field == width - 1 && end > start && _buffer.Data[end - 1] == '\r' ? end - 1 - start : end - start);
    }

    private void ReportFieldCount()
    {
        var texts = new List<KeyValuePair<string, string?>>();
        for (int i = 0; i < _record.Fields.Count; i++)
        {
            string name = i < _header.Names.Count ? _header.Names[i] : i < _columns.Columns.Length && !_options.HasHeader ? _columns.Columns[i].Name : $"column_{i + 1}";
            texts.Add(new(name, CsvText.Show(Field(i), _options)));
        }

        Report(_line, CsvErrors.FieldCount, CsvErrors.CountText(_record.Fields.Count, _index!.Width), null, null, texts);
    }

    private unsafe ReadOnlySpan<byte> Field(int i) => new(_buffer.Data + _record.Fields[i].Start, _record.Fields[i].End - _record.Fields[i].Start);

    private void ReportSpoilt(RecordKind kind)
    {
        ErrorCode code = kind switch
        {
            RecordKind.Unterminated => CsvErrors.UnterminatedQuote,
            RecordKind.TooLong => TextErrors.RowTooLong,
            _ => CsvErrors.LoneQuote,
        };
        string? column = _record.BadField < _header.Names.Count ? _header.Names[_record.BadField]
            : !_options.HasHeader && _record.BadField < _columns.Columns.Length ? _columns.Columns[_record.BadField].Name : null;
        ReadOnlySpan<byte> line = _buffer.Text;
        int end = line.IndexOf((byte)'\n');
        string text = CsvText.Show((end < 0 ? line : line[..end]).TrimEnd((byte)'\r'), _options with { QuoteByte = null });
        Report(_line, code, Describe(kind), column, text, null);
    }

    private void Report(
        long line, ErrorCode code, string reason, string? column, string? value, IReadOnlyList<KeyValuePair<string, string?>>? row) =>
        (_request.DirtyRows ?? throw new SluiceException(code, reason, LineMap.Place(_file.Path, line))).Report(new DirtyRow
        {
            Table = _request.Table,
            Stage = "read",
            Code = code,
            Reason = reason,
            Position = LineMap.Place(_file.Path, line),
            Column = column,
            Value = value,
            Row = row,
        });
}
