using System.Collections.Immutable;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Reads splits by queries whose rows are decoded where they arrived, block by block and column by column. Not thread-safe.</summary>
internal sealed class MySqlReader(MySqlSourceRun run, IDirtyRows dirtyRows) : ISplitReader
{
    private MySqlSession? _session;
    private ResultStream? _result;
    private MySqlSplit? _split;
    private BatchDecoder? _decoder;
    private long _bytesReported;

    /// <summary>The key of the last row delivered; null for a table that is not cut by its key: its rows come in no order.</summary>
    public string? Position { get; private set; }

    /// <inheritdoc/>
    public ValueTask OpenAsync(Split split, CancellationToken cancellationToken) => StartAsync((MySqlSplit)split, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReopenAsync(Split split, string position, CancellationToken cancellationToken) =>
        StartAsync((MySqlSplit)split, KeyCut.Parse(position), cancellationToken);

    private async ValueTask StartAsync(MySqlSplit split, ImmutableArray<string>? after, CancellationToken cancellationToken)
    {
        _split = split;
        if (_session is null)
        {
            _session = await run.RentAsync(cancellationToken).ConfigureAwait(false);
            _result = new ResultStream(_session);
        }

        MySqlScan scan = split.Plan;
        if (!ReferenceEquals(_decoder?.Scan, scan))
        {
            _decoder?.Dispose();
            _decoder = new BatchDecoder(scan, run, dirtyRows);
        }

        (_bytesReported, Position) = (0, null);
        await _result!.StartAsync(scan.QueryOf(split, after), scan.Width, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
    {
        (ResultStream result, BatchDecoder decoder) = (_result!, _decoder!);
        while (_session!.IsBusy)
        {
            if (!await result.FillAsync(cancellationToken).ConfigureAwait(false))
                break;
            decoder.Decode(result.Input);
            if (decoder.IsFull)
                return Take(result, decoder);
        }

        return decoder.RowCount > 0 ? Take(result, decoder) : SplitDone.Instance;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _decoder?.Dispose();
        _decoder = null;
        MySqlSession? session = Interlocked.Exchange(ref _session, null);
        if (session is not null)
            await run.ReturnAsync(session).ConfigureAwait(false);
    }

    private Rows Take(ResultStream result, BatchDecoder decoder)
    {
        long bytes = result.BytesReceived - _bytesReported;
        _bytesReported = result.BytesReceived;
        Position = _split!.IsResumable ? KeyCut.Print(decoder.LastKey!.Value) : null;
        return new Rows(_split.Scan.Table.Name, decoder.Build()) { SourceBytes = bytes };
    }
}
