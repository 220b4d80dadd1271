using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Files.Files;

/// <summary>Hands out the parts of the files, found as they are asked for.</summary>
internal sealed class FilesSourceRun(FilesReading reading, IReadOnlyList<FilesScan> scans, RunContext context) : ISourceRun
{
    private readonly CancellationTokenSource _ending = new();
    private int _scan;
    private int _file;
    private IInputFile? _open;
    private IAsyncEnumerator<FilePart>? _parts;

    public async ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken)
    {
        while (_scan < scans.Count)
        {
            FilesScan scan = scans[_scan];
            if (_file >= scan.Files.Length)
            {
                (_scan, _file) = (_scan + 1, 0);
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (_parts is null)
            {
                _open = await reading.OpenAsync(scan.Files[_file], cancellationToken).ConfigureAwait(false);
                _parts = scan.Format.SplitAsync(_open, scan.Request with { Run = context }, _ending.Token).GetAsyncEnumerator(_ending.Token);
            }

            if (await _parts.MoveNextAsync().ConfigureAwait(false))
                return new FileSplit(scan, scan.Files[_file], _parts.Current);
            await CloseAsync().ConfigureAwait(false);
            _file++;
        }

        return null;
    }

    public ISplitReader CreateReader(IDirtyRows dirtyRows) => new FilesSplitReader(reading, context, dirtyRows);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private async ValueTask CloseAsync()
    {
        if (_parts is not null)
            await _parts.DisposeAsync().ConfigureAwait(false);
        _parts = null;
        if (_open is not null)
            await reading.CloseAsync(_open).ConfigureAwait(false);
        _open = null;
    }
}
