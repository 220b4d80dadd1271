using System.Text;
using Apache.Arrow;
using Sluice.Connectors.Files;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Formats.Json;
using Sluice.Formats.Text;
using Sluice.Types;
using Column = Sluice.Types.Column;

namespace Sluice.Formats.JsonLines;

/// <summary>Writes one JSON lines file for several encoders.</summary>
internal sealed class JsonLinesWriter(IOutputFile file, FormatWriteRequest request) : IFormatWriter
{
    private readonly BlockAppender _appender = Begin(file, request);

    private static BlockAppender Begin(IOutputFile file, FormatWriteRequest request)
    {
        var appender = new BlockAppender(file, TextCompressions.Of(request.Options.Text("compression"), file.Path));
        if (request.Resumed is { } state)
            appender.Resume(BlockAppender.RowsOf(state));
        return appender;
    }

    public IFormatEncoder CreateEncoder(IDirtyRows dirtyRows) => new JsonLinesEncoder(request, _appender, dirtyRows);

    public string Snapshot() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_appender.Rows} ");

    public async ValueTask<FileSummary> FinishAsync(CancellationToken cancellationToken)
    {
        await _appender.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new FileSummary(_appender.Rows, _appender.Bytes);
    }

    public ValueTask DisposeAsync()
    {
        _appender.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Formats the rows of one worker into a block, which is appended when it is large enough.</summary>
internal sealed class JsonLinesEncoder : IFormatEncoder
{
    private const long LargestBlock = 1 << 20;
    private const long SmallestBlock = 1 << 16;
    private readonly FormatWriteRequest _request;
    private readonly BlockAppender _appender;
    private readonly IDirtyRows _dirtyRows;
    private readonly GrowingBuffer _block;
    private readonly JsonOutput _output;
    private readonly byte[][] _keys;
    private readonly long _blockBytes;
    private long _rows;

    public JsonLinesEncoder(FormatWriteRequest request, BlockAppender appender, IDirtyRows dirtyRows)
    {
        (_request, _appender, _dirtyRows) = (request, appender, dirtyRows);
        _block = new GrowingBuffer(request.Run.Pool);
        _output = new JsonOutput(_block, request.Options.Text("binary") == "hex");
        _blockBytes = Math.Clamp(request.MemoryBytes / Math.Max(1, request.Encoders) / 2, SmallestBlock, LargestBlock);
        _keys = [.. request.Schema.Columns.Select(c => KeyOf(c.Name))];
    }

    public async ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken)
    {
        for (int row = 0; row < batch.Length;)
        {
            row = EncodeRows(batch, row, locator);
            if (_block.Length >= _blockBytes)
                await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_rows == 0)
            return;
        // The block is borrowed by the appender until it returns.
        await _appender.AppendAsync(new PinnedBlock(_block).Memory, _rows, cancellationToken).ConfigureAwait(false);
        _block.Truncate(0);
        _rows = 0;
    }

    public ValueTask DisposeAsync()
    {
        _block.Dispose();
        return ValueTask.CompletedTask;
    }

    private byte[] KeyOf(string name)
    {
        using var buffer = new GrowingBuffer(_request.Run.Pool);
        var output = new JsonOutput(buffer, false);
        output.WriteString(Encoding.UTF8.GetBytes(name));
        output.Raw(":"u8);
        return buffer.Written.ToArray();
    }

    private int EncodeRows(RecordBatch batch, int row, IRowLocator? locator)
    {
        for (; row < batch.Length && _block.Length < _blockBytes; row++)
        {
            int start = _block.Length;
            if (TryEncode(batch, row, locator))
                _rows++;
            else
                _block.Truncate(start);
        }

        return row;
    }

    private bool TryEncode(RecordBatch batch, int row, IRowLocator? locator)
    {
        bool isFirst = true;
        _output.Raw("{"u8);
        for (int i = 0; i < _keys.Length; i++)
        {
            Column column = _request.Schema.Columns[i];
            var view = new ColumnView(batch.Column(i));
            bool isJson = column.Tag == Tags.Json && column.Type.IsCharacter;
            // JSON's own null is a value of such a column; NULL is a key that is not there.
            if (isJson && view.IsNull(row))
                continue;
            if (isJson && !JsonText.IsValid(view.Bytes(row)))
            {
                Report(column, view.Bytes(row), row, locator);
                return false;
            }

            if (!isFirst)
                _output.Raw(","u8);
            isFirst = false;
            _output.Raw(_keys[i]);
            _output.Write(column.Type, column.Tag, view, row);
        }

        _output.Raw("}\n"u8);
        return true;
    }

    private void Report(Column column, ReadOnlySpan<byte> value, int row, IRowLocator? locator)
    {
        string text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)]);
        _dirtyRows.Report(new DirtyRow
        {
            Table = _request.Table,
            Stage = "write",
            Code = JsonErrors.Malformed,
            Reason = $"'{text}' is not valid JSON",
            Position = locator?.Locate(row),
            Column = column.Name,
            Value = text,
        });
    }
}
