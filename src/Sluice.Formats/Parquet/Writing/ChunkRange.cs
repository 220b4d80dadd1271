namespace Sluice.Formats.Parquet;

/// <summary>The statistics of a chunk's values, PLAIN-encoded without length prefix. Empty arrays with <c>HasValues</c> are the empty string.</summary>
/// <param name="Min">A lower bound.</param>
/// <param name="Max">An upper bound; null when there is none of bounded length.</param>
/// <param name="IsMinExact">Whether <paramref name="Min"/> is a value of the chunk.</param>
/// <param name="IsMaxExact">Whether <paramref name="Max"/> is a value of the chunk.</param>
internal readonly record struct ChunkRange(byte[]? Min, byte[]? Max, bool IsMinExact, bool IsMaxExact)
{
    /// <summary>No values that count.</summary>
    public static ChunkRange None => default;
}
