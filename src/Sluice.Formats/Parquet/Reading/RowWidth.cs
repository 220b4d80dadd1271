using ParquetSharp;

namespace Sluice.Formats.Parquet;

/// <summary>
/// How many bytes a row of a row group takes in memory at most, about. What a chunk takes in the file does not say it: an index into a dictionary may
/// stand for a megabyte of text, and the library decodes a whole batch before anyone can look.
/// </summary>
internal static class RowWidth
{
    /// <summary>Values looked at together.</summary>
    private const int PieceValues = 256;

    /// <summary>Bounds of this length and more, or none, say that a chunk may hold long values.</summary>
    private const int ShortBytes = 48;

    /// <summary>The widest row of some leaves of a row group, averaged over pieces of a few hundred rows.</summary>
    public static long Of(RowGroupReader group, IEnumerable<int> leaves)
    {
        RowGroupMetaData metadata = group.MetaData;
        double bytes = 0;
        foreach (int leaf in leaves)
        {
            using ColumnChunkMetaData chunk = metadata.GetColumnChunkMetaData(leaf);
            double stored = (double)chunk.TotalUncompressedSize / Math.Max(1, metadata.NumRows);
            bytes += MayHideLongValues(chunk) ? Math.Max(stored, Measured(group, leaf, metadata.NumRows, chunk.NumValues)) : stored;
        }

        return (long)Math.Ceiling(bytes);
    }

    private static bool MayHideLongValues(ColumnChunkMetaData chunk)
    {
        if (chunk.Type != ParquetSharp.PhysicalType.ByteArray)
            return false;
        if (!chunk.Encodings.Any(encoding => encoding is Encoding.RleDictionary or Encoding.PlainDictionary))
            return false;
        using Statistics? statistics = chunk.Statistics;
        return statistics is not Statistics<ByteArray> { HasMinMax: true } bounds || Math.Max(bounds.Min.Length, bounds.Max.Length) >= ShortBytes;
    }

    /// <summary>The largest mean over the pieces. Values are not copied: the library gives pointers into its pages.</summary>
    private static double Measured(RowGroupReader group, int leaf, long rows, long values)
    {
        using var reader = (ColumnReader<ByteArray>)group.Column(leaf);
        var piece = new ByteArray[PieceValues];
        short[]? definitions = reader.ColumnDescriptor.MaxDefinitionLevel > 0 ? new short[PieceValues] : null;
        short[]? repetitions = reader.ColumnDescriptor.MaxRepetitionLevel > 0 ? new short[PieceValues] : null;
        double widest = 0;
        while (reader.HasNext)
        {
            long levels = reader.ReadBatch(PieceValues, definitions, repetitions, piece, out long count);
            long bytes = 0;
            for (int i = 0; i < count; i++)
                bytes += piece[i].Length;
            widest = Math.Max(widest, (double)bytes / Math.Max(1, levels));
        }

        // Elements of lists: so many of them make a row.
        return widest * Math.Max(1, (double)values / Math.Max(1, rows));
    }
}
