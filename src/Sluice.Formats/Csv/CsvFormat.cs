using System.Runtime.CompilerServices;
using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Comma-separated values as RFC 4180 has them, and its relatives with other delimiters, quotes and encodings.</summary>
public sealed class CsvFormat : IFormat
{
    private const long SmallestPart = 1L << 20;
    private const long LargestPart = 16L << 20;
    private const int PartsPerReader = 16;

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
    public async IAsyncEnumerable<FilePart> SplitAsync(
        IInputFile file, FormatReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CsvOptions options = CsvOptions.From(request.Options, file.Path);
        int readers = request.Run?.Parallelism ?? 1;
        bool isWorthIt = readers > 1 && file.Length > 2 * SmallestPart && options.EscapeByte is null;
        TextInput? input = isWorthIt ? await TextInput.OfAsync(file, request.Options, cancellationToken).ConfigureAwait(false) : null;
        if (input is not { IsPlain: true })
        {
            yield return new FilePart(0, long.MaxValue, 1);
            yield break;
        }

        long partBytes = Math.Clamp(file.Length!.Value / (readers * PartsPerReader), SmallestPart, LargestPart);
        var splitter = new CsvSplitter(options, file, partBytes, request.Run!.Pool);
        await foreach (FilePart part in splitter.SplitAsync(cancellationToken).ConfigureAwait(false))
            yield return part;
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
