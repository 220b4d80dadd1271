using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Reads splits by binary COPY, decoding blocks of rows column by column into builders. Not thread-safe.</summary>
internal sealed class PostgresReader(PostgresSourceRun run, IDirtyRows dirtyRows) : ISplitReader
{
    private PostgresSession? _session;
    private CopyOut? _copy;
    private PostgresSplit? _split;
    private BatchDecoder? _decoder;
    private long _rows;
    private long _bytesReported;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(Split split, CancellationToken cancellationToken)
    {
        _split = (PostgresSplit)split;
        if (_session is null)
        {
            _session = await run.RentAsync(cancellationToken).ConfigureAwait(false);
            _copy = new CopyOut(_session);
        }

        var scan = (PostgresScan)_split.Scan;
        if (!ReferenceEquals(_decoder?.Scan, scan))
        {
            _decoder?.Dispose();
            _decoder = new BatchDecoder(scan, run, dirtyRows);
        }

        (_rows, _bytesReported) = (0, 0);
        await _copy!.StartAsync(scan.CopyOf(_split), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
    {
        (CopyOut copy, BatchDecoder decoder) = (_copy!, _decoder!);
        while (_session!.IsCopying)
        {
            if (!await copy.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                // What the server says it sent is compared with what arrived, always.
                if (copy.ServerRows != _rows)
                    PostgresErrors.ThrowReadCount(copy.ServerRows, _rows, _split!.Id, _session.Place);
                break;
            }

            _rows += decoder.Decode(copy);
            if (decoder.IsFull)
                return Take(copy, decoder);
        }

        return decoder.RowCount > 0 ? Take(copy, decoder) : SplitDone.Instance;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _decoder?.Dispose();
        _decoder = null;
        PostgresSession? session = Interlocked.Exchange(ref _session, null);
        if (session is not null)
            await run.ReturnAsync(session).ConfigureAwait(false);
    }

    private Rows Take(CopyOut copy, BatchDecoder decoder)
    {
        long bytes = copy.BytesReceived - _bytesReported;
        _bytesReported = copy.BytesReceived;
        return new Rows(_split!.Scan.Table.Name, decoder.Build()) { SourceBytes = bytes };
    }
}
