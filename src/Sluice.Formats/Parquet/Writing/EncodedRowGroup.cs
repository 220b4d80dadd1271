using System.Collections.Immutable;

namespace Sluice.Formats.Parquet;

/// <summary>A finished row group, ready to be appended to a file. Whoever takes it disposes it.</summary>
internal sealed record EncodedRowGroup(long RowCount, ImmutableArray<EncodedChunk> Chunks) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (EncodedChunk chunk in Chunks)
            chunk.Dispose();
    }
}
