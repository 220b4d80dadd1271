using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Comma-separated values as RFC 4180 has them, and its relatives with other delimiters, quotes and encodings.</summary>
public sealed class CsvFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string Summary => "values separated by commas or another character, one record a line (RFC 4180)";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".csv", ".tsv"];

    /// <inheritdoc/>
    public OptionSchema ReadOptions => CsvOptions.Read;

    /// <inheritdoc/>
    public OptionSchema WriteOptions => CsvOptions.Write;

    /// <inheritdoc/>
    public bool NeedsSeek => false;

    /// <inheritdoc/>
    public async ValueTask<FormatSchema> DescribeAsync(IInputFile file, FormatReadRequest request, CancellationToken cancellationToken)
    {
        CsvOptions options = CsvOptions.From(request.Options, file.Path);
        TextInput input = await TextInput.OfAsync(file, request.Options, cancellationToken).ConfigureAwait(false);
        return await new CsvDescriber(file, request, options, input).DescribeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<FilePart> SplitAsync(IInputFile file, FormatReadRequest request, CancellationToken cancellationToken)
    {
        CsvOptions options = CsvOptions.From(request.Options, file.Path);
        if (options.EscapeByte is not null)
            return TextParts.Whole();
        return TextParts.SplitAsync(file, request, options.QuoteByte, options.DelimiterByte, options.MaxRow, cancellationToken);
    }

    /// <inheritdoc/>
    public IFormatReader OpenReader(IInputFile file, FilePart part, FormatReadRequest request) => new CsvReader(file, part, request);

    /// <inheritdoc/>
    public IFormatWriter OpenWriter(IOutputFile file, FormatWriteRequest request) => new CsvWriter(file, request);

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeColumns(TableSchema schema, OptionValues options)
    {
        string binary = options.Text("binary") ?? "base64";
        return [.. schema.Columns.Select(c => c.Type.IsNested ? "JSON text" : c.Type.IsBinary ? $"{binary} text" : c.Type.Kind == TypeKind.TimestampLtz ? "text in UTC with Z" : "text")];
    }
}
