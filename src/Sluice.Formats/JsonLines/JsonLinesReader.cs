using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Sluice.Connectors.Files;
using Sluice.Connectors.Runs;
using Sluice.Formats.Json;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.JsonLines;

/// <summary>Reads one part of a JSON lines file.</summary>
internal sealed class JsonLinesReader : IFormatReader
{
    private const int ShownBytes = 200;
    private readonly IInputFile _file;
    private readonly FilePart _part;
    private readonly FormatReadRequest _request;
    private readonly RunContext _run;
    private readonly TableSchema _columns;
    private readonly BatchBuilder _batch;
    private readonly TextBuffer _buffer;
    private readonly JsonFault _fault = new();
    private readonly JsonFields _fields;
    private TextInput _input = null!;
    private IByteSource? _source;
    private LineReader? _lines;
    private LineMap _map;
    private long _sourceBytes;

    public JsonLinesReader(IInputFile file, FilePart part, FormatReadRequest request)
    {
        (_file, _part, _request) = (file, part, request);
        _run = request.Run ?? throw new ArgumentException("a reader needs a run", nameof(request));
        _columns = request.Columns ?? request.Schema ?? throw new ArgumentException("a reader needs a schema", nameof(request));
        _batch = new BatchBuilder(_columns, _run.Pool);
        _buffer = new TextBuffer(_run.Pool, request.Options.Integer("max_row") ?? TextOptions.DefaultMaxRow);
        _map = new LineMap(file.Path);
        _fields = FieldsOf(request);
    }

    public async ValueTask<FormatRows?> ReadAsync(CancellationToken cancellationToken)
    {
        LineReader lines = _lines ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
        // The text of a row is a fair measure of its values, and known without asking every column.
        long textBytes = 0;
        while (_batch.RowCount < _run.BatchRows && textBytes < _run.BatchBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!lines.TryRead() && !await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
                break;
            textBytes += lines.Length;
            ReadRow(lines);
        }

        return _batch.RowCount == 0 ? null : Build();
    }

    public async ValueTask DisposeAsync()
    {
        _batch.Dispose();
        _buffer.Dispose();
        if (_source is not null)
            await _source.DisposeAsync().ConfigureAwait(false);
    }

    private JsonFields FieldsOf(FormatReadRequest request)
    {
        TableSchema schema = request.Schema ?? _columns;
        bool ignores = request.Options.Text("unknown_keys") switch { "ignore" => true, "dirty" => false, _ => !request.IsInferred };
        TimeZoneInfo? zone = request.TimeZone is "UTC" or "" ? null : TimeZoneInfo.FindSystemTimeZoneById(request.TimeZone);
        var options = new JsonReadOptions(zone, request.Options.Text("binary") == "hex", ignores);
        JsonColumn? ColumnOf(string name)
        {
            int at = _columns.IndexOf(name);
            return at < 0 ? null : JsonColumn.Create(_batch.Columns[at], _columns.Columns[at].Tag, options, _fault);
        }

        return new JsonFields([.. schema.Columns.Select(c => c.Name)], [.. schema.Columns.Select(c => ColumnOf(c.Name))], ignores, _fault);
    }

    private async ValueTask<LineReader> OpenAsync(CancellationToken cancellationToken)
    {
        _input = await TextInput.OfAsync(_file, _request.Options, cancellationToken).ConfigureAwait(false);
        _source = _input.Open(_file, _part.Start, _part.End);
        while (_part.Start == 0 && _buffer.Text.Length < 4 && await _buffer.FillAsync(_source, cancellationToken).ConfigureAwait(false))
        {
        }

        if (_part.Start == 0)
            _buffer.Start += TextInput.MarkLength(_buffer.Text);
        return new LineReader(_source, _buffer, Math.Max(1, _part.FirstLine));
    }

    private unsafe void ReadRow(LineReader lines)
    {
        var text = new ReadOnlySpan<byte>(_buffer.Data + lines.Start, lines.Length);
        if (text.Trim(" \t"u8).IsEmpty)
            return;
        if (lines.IsTooLong)
        {
            Report(lines.Line, text, TextErrors.RowTooLong, "the row is longer than max_row", null, null);
            return;
        }

        if (!Utf8.IsValid(text) || (_input.Encoding is not null && text.IndexOf("\uFFFF"u8) >= 0))
        {
            Report(lines.Line, text, TextErrors.WrongEncoding, $"the line holds bytes that are not valid {_input.EncodingName}", null, null);
            return;
        }

        _fault.Text = _buffer.Data + lines.Start;
        if (TryReadObject(text, out string? malformed))
        {
            _map.Add(_batch.RowCount, lines.Line);
            _batch.CloseRow();
            return;
        }

        // Invariant 10: the row is taken back and reported; the others go on.
        _batch.DropOpenRow();
        if (malformed is not null)
            Report(lines.Line, text, JsonErrors.Malformed, malformed, null, null);
        else
            Report(lines.Line, text, _fault.Code, _fault.What, _fault.Path, _fault.Value);
    }

    private bool TryReadObject(ReadOnlySpan<byte> text, out string? malformed)
    {
        malformed = null;
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                malformed = "the line is not a JSON object";
                return false;
            }

            if (!_fields.Read(ref reader))
                return false;
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException e)
        {
            malformed = $"the line is not valid JSON near byte {e.BytePositionInLine + 1}";
            return false;
        }
        catch (InvalidOperationException)
        {
            malformed = "a name or string of the line is not valid text";
            return false;
        }
    }

    private FormatRows Build()
    {
        LineMap map = _map;
        _map = new LineMap(_file.Path);
        long bytes = _source!.SourceBytes - _sourceBytes;
        _sourceBytes += bytes;
        return new FormatRows(_batch.Build(), map, bytes);
    }

    private void Report(long line, ReadOnlySpan<byte> text, ErrorCode code, string reason, string? column, string? value)
    {
        string place = LineMap.Place(_file.Path, line);
        if (_request.DirtyRows is not { } dirty)
            throw new SluiceException(code, reason, place);
        string shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, ShownBytes)]) + (text.Length > ShownBytes ? "…" : "");
        dirty.Report(new DirtyRow
        {
            Table = _request.Table,
            Stage = "read",
            Code = code,
            Reason = reason,
            Position = place,
            Column = string.IsNullOrEmpty(column) ? null : column,
            Value = value ?? shown,
            Row = [new("line", shown)],
        });
    }
}
