using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.JsonLines;

/// <summary>One JSON object a line (also called NDJSON).</summary>
public sealed class JsonLinesFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "jsonl";

    /// <inheritdoc/>
    public string Summary => "one JSON object a line";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".jsonl", ".ndjson"];

    /// <inheritdoc/>
    public OptionSchema ReadOptions => JsonLinesOptions.Read;

    /// <inheritdoc/>
    public OptionSchema WriteOptions => JsonLinesOptions.Write;

    /// <inheritdoc/>
    public bool NeedsSeek => false;

    /// <inheritdoc/>
    public ValueTask<FormatSchema> DescribeAsync(IInputFile file, FormatReadRequest request, CancellationToken cancellationToken) =>
        new JsonLinesDescriber(file, request).DescribeAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<FilePart> SplitAsync(IInputFile file, FormatReadRequest request, CancellationToken cancellationToken) =>
        // Strings hold no line end, so every line end is the end of a row.
        TextParts.SplitAsync(file, request, null, (byte)'\n', request.Options.Integer("max_row") ?? TextOptions.DefaultMaxRow, cancellationToken);

    /// <inheritdoc/>
    public IFormatReader OpenReader(IInputFile file, FilePart part, FormatReadRequest request) => new JsonLinesReader(file, part, request);

    /// <inheritdoc/>
    public IFormatWriter OpenWriter(IOutputFile file, FormatWriteRequest request) => new JsonLinesWriter(file, request);

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeColumns(TableSchema schema, OptionValues options) => [.. schema.Columns.Select(c => Describe(c, options))];

    private static string Describe(Column column, OptionValues options) => column.Type switch
    {
        { Kind: TypeKind.Boolean } => "true or false",
        { IsNumeric: true } or { IsInterval: true } => "number",
        { IsBinary: true } => $"string, {options.Text("binary") ?? "base64"}",
        { IsDateTime: true } => "string, ISO 8601",
        { Kind: TypeKind.Array } => "array",
        { IsNested: true } => "object",
        _ when column.Tag == Tags.Json => "JSON as it is",
        _ => "string",
    };
}
