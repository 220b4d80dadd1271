namespace Sluice.Formats.Parquet;

/// <summary>The finished column chunk of one leaf in one row group. Whoever takes it disposes its pages.</summary>
internal sealed record EncodedChunk(ParquetLeaf Leaf, BlockList? DictionaryPage, BlockList DataPages, ChunkRange Range) : IDisposable
{
    /// <summary>Values and NULLs: the number of levels.</summary>
    public required long ValueCount { get; init; }

    /// <summary>Levels without a value.</summary>
    public required long NullCount { get; init; }

    /// <summary>Bytes of the pages before compression, headers included.</summary>
    public required long UncompressedBytes { get; init; }

    /// <summary>Whether some pages are PLAIN, beside or without a dictionary.</summary>
    public required bool HasPlainPages { get; init; }

    /// <summary>Bytes in the file.</summary>
    public long Bytes => (DictionaryPage?.Length ?? 0) + DataPages.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        DictionaryPage?.Dispose();
        DataPages.Dispose();
    }
}
