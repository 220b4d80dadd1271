namespace Sluice.Formats.Parquet;

/// <summary>The encodings we write. The numbers are those of Parquet's <c>Encoding</c>.</summary>
internal enum ParquetEncoding
{
    /// <summary>Values one after the other.</summary>
    Plain = 0,

    /// <summary>Run-length and bit-packing hybrid: levels.</summary>
    RunLength = 3,

    /// <summary>Indices into the chunk's dictionary.</summary>
    Dictionary = 8,
}
