using System.Collections.Immutable;
using System.Globalization;
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
    private long _skip;
    private long _bytesReported;

    /// <summary>
    /// Behind the last row delivered: its key, or the number of rows, which says where to go on as long as the run's snapshot is there: under one
    /// snapshot a range of a table's file gives the same rows in the same order.
    /// </summary>
    public string? Position { get; private set; }

    /// <inheritdoc/>
    public ValueTask OpenAsync(Split split, CancellationToken cancellationToken) => StartAsync((PostgresSplit)split, null, 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReopenAsync(Split split, string position, CancellationToken cancellationToken)
    {
        var mine = (PostgresSplit)split;
        return mine.IsResumable
            ? StartAsync(mine, KeyCut.Parse(position), 0, cancellationToken)
            : StartAsync(mine, null, long.Parse(position, CultureInfo.InvariantCulture), cancellationToken);
    }

    private async ValueTask StartAsync(PostgresSplit split, ImmutableArray<string>? after, long skip, CancellationToken cancellationToken)
    {
        _split = split;
        if (_session is null)
        {
            _session = await run.RentAsync(cancellationToken).ConfigureAwait(false);
            _copy = new CopyOut(_session);
        }

        if (!ReferenceEquals(_decoder?.Scan, split.Plan))
        {
            _decoder?.Dispose();
            _decoder = new BatchDecoder(split.Plan, run, dirtyRows);
        }

        (_rows, _bytesReported, _skip, Position) = (0, 0, skip, null);
        await _copy!.StartAsync(split.Plan.CopyOf(split, after), cancellationToken).ConfigureAwait(false);
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

            if (_rows < _skip)
            {
                _rows += decoder.Skip(copy, _skip - _rows);
                continue;
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
        Position = _split!.IsResumable ? KeyCut.Print(decoder.LastKey!.Value)
            : run.IsShared && _split.IsInFileOrder ? _rows.ToString(CultureInfo.InvariantCulture)
            : null;
        return new Rows(_split.Scan.Table.Name, decoder.Build()) { SourceBytes = bytes };
    }
}
