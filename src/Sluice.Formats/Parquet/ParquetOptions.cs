using System.Collections.Immutable;
using Sluice.Connectors.Options;

namespace Sluice.Formats.Parquet;

/// <summary>The options of the format.</summary>
internal static class ParquetOptions
{
    private const string Compression = "compression";
    private const string RowGroup = "row_group";
    private const long DefaultRowGroupBytes = 64L << 20;

    private const string SkipColumns = "skip_columns";

    /// <summary>Options in <c>source:</c>.</summary>
    public static OptionSchema Read { get; } = new(
        new OptionSpec(SkipColumns, OptionKind.TextList, "Columns that are not read at all: those of types that have no form here, which are refused otherwise."));

    /// <summary>Options in <c>sink:</c>.</summary>
    public static OptionSchema Write { get; } = new(
        new OptionSpec(Compression, OptionKind.Choice, "How pages are compressed: snappy is the fastest, zstd about a quarter smaller, none neither.")
        {
            Default = "snappy",
            Choices = ["snappy", "zstd", "none"],
        },
        new OptionSpec(RowGroup, OptionKind.Bytes, "Size in the file at which a row group is closed; the writer's share of limits.memory may close it earlier.")
        {
            Default = "64MB",
            Minimum = 64 << 10,
        });

    /// <summary>The columns that are not read.</summary>
    public static ImmutableArray<string> SkippedOf(OptionValues options) => options.List(SkipColumns);

    /// <summary>The codec chosen.</summary>
    public static ParquetCodec CodecOf(OptionValues options) => options.Text(Compression) switch
    {
        "zstd" => ParquetCodec.Zstd,
        "none" => ParquetCodec.None,
        _ => ParquetCodec.Snappy,
    };

    /// <summary>The size at which a row group is closed.</summary>
    public static long RowGroupBytesOf(OptionValues options) => options.Integer(RowGroup) ?? DefaultRowGroupBytes;
}
