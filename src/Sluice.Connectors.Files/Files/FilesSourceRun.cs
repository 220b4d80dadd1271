using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>Hands out the parts of the files, found as they are asked for.</summary>
internal sealed class FilesSourceRun(FilesReading reading, IReadOnlyList<FilesScan> scans, RunContext context) : ISourceRun
{
    private readonly CancellationTokenSource _ending = new();
    private int _scan;
    private int _file;
    private IInputFile? _open;
    private IAsyncEnumerator<FilePart>? _parts;
    private long _handedOut;
    private long _toSkip;
    private bool _isRestored;

    /// <summary>Scan, file and the parts of it that were handed out: the parts of a file that has not changed are the same ones.</summary>
    public string Snapshot()
    {
        Restore();
        return string.Create(CultureInfo.InvariantCulture, $"[{_scan},{_file},{_handedOut + _toSkip}]");
    }

    public Split Find(string id)
    {
        foreach (FilesScan scan in scans)
        {
            foreach (TableFile file in scan.Files)
            {
                if (FileSplit.PartOf(file, id) is { } part)
                    return new FileSplit(scan, file, part);
            }
        }

        throw new SluiceException(FilesErrors.ChangedFiles, $"the recorded part {id} is of no file that is there now", null, "put the file back, or run with --fresh");
    }

    private void Restore()
    {
        if (_isRestored)
            return;
        _isRestored = true;
        if (context.Recovery?.SourceState is not { } state)
            return;
        long[] numbers = [.. state.Trim('[', ']').Split(',').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
        (_scan, _file, _toSkip) = ((int)numbers[0], (int)numbers[1], numbers[2]);
    }

    public async ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken)
    {
        Restore();
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
            {
                _handedOut++;
                if (_toSkip == 0)
                    return new FileSplit(scan, scan.Files[_file], _parts.Current);
                _toSkip--;
                continue;
            }

            await CloseAsync().ConfigureAwait(false);
            (_file, _handedOut, _toSkip) = (_file + 1, 0, 0);
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
