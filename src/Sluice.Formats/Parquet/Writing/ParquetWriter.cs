using System.Buffers;
using System.Collections.Immutable;
using Sluice.Connectors.Files;
using Sluice.Connectors.Runs;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Writes one Parquet file. Its encoders fill row groups each on its own thread; a finished row group is appended in whole under a lock, in the order
/// in which they finish: only that and the footer are serial.
/// </summary>
internal sealed class ParquetWriter : IFormatWriter
{
    /// <summary>Small blocks are gathered to writes of this size.</summary>
    private const int StagingBytes = 256 << 10;

    private static readonly byte[] s_magic = "PAR1"u8.ToArray();

    private readonly IOutputFile _file;
    private readonly FormatWriteRequest _request;
    private readonly ImmutableArray<ParquetLeaf> _leaves;
    private readonly ParquetCodec _codec;
    private readonly FileMetadata _metadata;
    private readonly IMemoryOwner<byte> _staging;
    private readonly SemaphoreSlim _appending = new(1, 1);
    private int _staged;
    private long _position;
    private bool _isStarted;

    public ParquetWriter(IOutputFile file, FormatWriteRequest request)
    {
        _file = file;
        _request = request;
        _leaves = ParquetLeaf.Of(request.Schema);
        _codec = ParquetOptions.CodecOf(request.Options);
        RowGroupBytes = ParquetOptions.RowGroupBytesOf(request.Options);
        _metadata = new FileMetadata(request.Schema, _leaves.Length, _codec, request.Run.Pool);
        _staging = request.Run.Pool.Rent(StagingBytes);
        if (request.Resumed is not { } state)
            return;
        _metadata.Resume(state);
        (_position, _isStarted) = (file.Length, file.Length > 0);
    }

    /// <summary>The size at which a row group is closed where memory allows it.</summary>
    public long RowGroupBytes { get; }

    /// <inheritdoc/>
    public IFormatEncoder CreateEncoder(IDirtyRows dirtyRows)
    {
        var check = new RowCheck(_request.Schema, _request.Table, dirtyRows);
        var encoder = new RowGroupEncoder(_request.Schema, _leaves, _codec, _request.Run.Pool);
        return new ParquetEncoder(this, encoder, check, _request.MemoryBytes / Math.Max(1, _request.Encoders));
    }

    /// <summary>Appends a row group and disposes it. Thread-safe.</summary>
    public async ValueTask AppendAsync(EncodedRowGroup group, CancellationToken cancellationToken)
    {
        using EncodedRowGroup owned = group;
        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            long offset = _position;
            foreach (EncodedChunk chunk in group.Chunks)
            {
                if (chunk.DictionaryPage is not null)
                    await WriteAsync(chunk.DictionaryPage, cancellationToken).ConfigureAwait(false);
                await WriteAsync(chunk.DataPages, cancellationToken).ConfigureAwait(false);
            }

            await WriteStagedAsync(cancellationToken).ConfigureAwait(false);
            _metadata.AddRowGroup(group, offset);
        }
        finally
        {
            _appending.Release();
        }
    }

    /// <inheritdoc/>
    public string Snapshot() => _metadata.Snapshot();

    /// <inheritdoc/>
    public async ValueTask<FileSummary> FinishAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> footer = _metadata.Finish();
        await WriteAsync(footer, cancellationToken).ConfigureAwait(false);
        await WriteStagedAsync(cancellationToken).ConfigureAwait(false);
        return new FileSummary(_metadata.RowCount, _position);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _metadata.Dispose();
        _staging.Dispose();
        _appending.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
            return;
        _isStarted = true;
        await WriteAsync(s_magic, cancellationToken).ConfigureAwait(false);
        await WriteStagedAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(BlockList blocks, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> block in blocks.Blocks())
            await WriteAsync(block, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_staged + bytes.Length > StagingBytes || bytes.Length >= StagingBytes / 2)
            await WriteStagedAsync(cancellationToken).ConfigureAwait(false);
        if (bytes.Length < StagingBytes / 2)
        {
            bytes.CopyTo(_staging.Memory[_staged..]);
            _staged += bytes.Length;
            return;
        }

        await _file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _position += bytes.Length;
    }

    private async ValueTask WriteStagedAsync(CancellationToken cancellationToken)
    {
        if (_staged == 0)
            return;
        await _file.WriteAsync(_staging.Memory[.._staged], cancellationToken).ConfigureAwait(false);
        _position += _staged;
        _staged = 0;
    }
}
