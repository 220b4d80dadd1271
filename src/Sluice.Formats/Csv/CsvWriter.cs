using System.Text;
using Sluice.Connectors.Files;
using Sluice.Connectors.Runs;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Writes one CSV file for several encoders.</summary>
internal sealed class CsvWriter : IFormatWriter
{
    private readonly FormatWriteRequest _request;
    private readonly CsvOptions _options;
    private readonly BlockAppender _appender;

    public CsvWriter(IOutputFile file, FormatWriteRequest request)
    {
        _request = request;
        _options = CsvOptions.From(request.Options, file.Path);
        if (_options.QuoteByte is null)
            throw CsvErrors.BadCharacter("quote", "");
        _appender = new BlockAppender(file, TextCompressions.Of(request.Options.Text("compression"), file.Path));
        if (_options.HasHeader)
            _appender.BeginWith(HeaderLine());
        if (request.Resumed is { } state)
            _appender.Resume(BlockAppender.RowsOf(state));
    }

    public IFormatEncoder CreateEncoder(IDirtyRows dirtyRows) => new CsvEncoder(_request, _options, _appender);

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

    private byte[] HeaderLine()
    {
        char quote = (char)_options.QuoteByte!.Value;
        var line = new StringBuilder();
        foreach (Column column in _request.Schema.Columns)
        {
            if (line.Length > 0)
                line.Append((char)_options.DelimiterByte);
            bool isPlain = column.Name.Length > 0 && column.Name.AsSpan().Trim().Length == column.Name.Length
                && column.Name.AsSpan().IndexOfAny(['\r', '\n', quote, (char)_options.DelimiterByte]) < 0 && _options.Quoting == "needed";
            line.Append(isPlain ? column.Name : $"{quote}{column.Name.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}");
        }

        return Encoding.UTF8.GetBytes(line.Append(_options.IsCrLf ? "\r\n" : "\n").ToString());
    }
}
