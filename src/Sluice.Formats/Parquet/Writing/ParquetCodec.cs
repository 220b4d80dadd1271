namespace Sluice.Formats.Parquet;

/// <summary>How pages are compressed. The numbers are those of Parquet's <c>CompressionCodec</c>.</summary>
public enum ParquetCodec
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Snappy: the default; the cheapest in time.</summary>
    Snappy = 1,

    /// <summary>Zstandard, level 1: about a quarter smaller, about a quarter more CPU in the encoder.</summary>
    Zstd = 6,
}
