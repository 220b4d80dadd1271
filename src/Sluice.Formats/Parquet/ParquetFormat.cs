using System.Globalization;
using System.Runtime.CompilerServices;
using ParquetSharp;
using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Types;
using LogicalType = Sluice.Types.LogicalType;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Apache Parquet. Written by our own encoder, in parallel; read by the Arrow C++ library. Why: <c>docs/decisions/20261124-parquet-writer.md</c>.
/// </summary>
public sealed class ParquetFormat : IFormat
{
    private const int MetadataBatchRows = 1024;
    private const int MetadataBufferBytes = 64 << 10;
    private const long PartBytes = 16L << 20;

    /// <inheritdoc/>
    public string Name => "parquet";

    /// <inheritdoc/>
    public string Summary => "Apache Parquet: typed columns in row groups, compressed, with statistics.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".parquet"];

    /// <inheritdoc/>
    public OptionSchema ReadOptions => ParquetOptions.Read;

    /// <inheritdoc/>
    public OptionSchema WriteOptions => ParquetOptions.Write;

    /// <inheritdoc/>
    public bool NeedsSeek => true;

    /// <inheritdoc/>
    public async ValueTask<FormatSchema> DescribeAsync(IInputFile file, FormatReadRequest request, CancellationToken cancellationToken)
    {
        using ParquetFile parquet = await OpenMetadataAsync(file, cancellationToken).ConfigureAwait(false);
        FileSchema schema = FileSchema.Of(parquet);
        return parquet.Guarded(() => new FormatSchema(request.Schema ?? schema.ToTableSchema(ParquetOptions.SkippedOf(request.Options)), parquet.Metadata.NumRows, Notes(parquet)));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FilePart> SplitAsync(
        IInputFile file, FormatReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ParquetFile parquet = await OpenMetadataAsync(file, cancellationToken).ConfigureAwait(false);
        List<long> sizes = parquet.Guarded(() => RowGroupBytes(parquet));
        if (sizes.Count == 0)
            yield return new FilePart(0, 0, 0);
        long start = 0;
        long bytes = 0;
        for (int i = 0; i < sizes.Count; i++)
        {
            // Small row groups are read together: each part opens the file and reads its footer.
            bytes += sizes[i];
            if (bytes < PartBytes && i + 1 < sizes.Count)
                continue;
            yield return new FilePart(start, i + 1, 0);
            start = i + 1;
            bytes = 0;
        }
    }

    /// <inheritdoc/>
    public IFormatReader OpenReader(IInputFile file, FilePart part, FormatReadRequest request) => new ParquetReader(file, part, request);

    /// <inheritdoc/>
    public IFormatWriter OpenWriter(IOutputFile file, FormatWriteRequest request) => new ParquetWriter(file, request);

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeColumns(TableSchema schema, OptionValues options)
    {
        _ = ParquetLeaf.Of(schema);
        return [.. schema.Columns.Select(SchemaElements.Describe)];
    }

    private static ValueTask<ParquetFile> OpenMetadataAsync(IInputFile file, CancellationToken cancellationToken) =>
        ParquetFile.OpenAsync(file, MetadataBatchRows, MetadataBufferBytes, cancellationToken);

    private static List<long> RowGroupBytes(ParquetFile file)
    {
        var sizes = new List<long>();
        for (int i = 0; i < file.Metadata.NumRowGroups; i++)
        {
            using RowGroupReader group = file.Reader.ParquetReader.RowGroup(i);
            sizes.Add(group.MetaData.TotalByteSize);
        }

        return sizes;
    }

    private static List<string> Notes(ParquetFile file)
    {
        FileMetaData metadata = file.Metadata;
        var notes = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{metadata.NumRows} rows in {metadata.NumRowGroups} row groups, written by {metadata.CreatedBy}"),
        };
        foreach (FileColumn column in FileColumn.Of(file).Where(c => c.IsInt96))
            notes.Add($"column '{column.Name}' is INT96: read as {LogicalType.Timestamp(9)}, a date-time without zone");
        return notes;
    }
}
