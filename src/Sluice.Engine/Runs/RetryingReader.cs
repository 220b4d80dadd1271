using System.Globalization;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Types;

namespace Sluice.Engine.Runs;

/// <summary>
/// Reads splits through broken connections: a transient failure ends the reader, and after a pause a new one continues behind the last row
/// delivered (R13). Not thread-safe.
/// </summary>
internal sealed class RetryingReader : IAsyncDisposable
{
    private const int MostTries = 8;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(20);
    private readonly ISourceRun _source;
    private readonly PendingDirtyRows _dirty;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private ISplitReader? _reader;
    private Split? _split;
    private bool _isOpen;
    private bool _hasDelivered;
    private int _failures;

    public RetryingReader(ISourceRun source, WorkerDirtyRows dirty, Action<string> warn, TimeProvider time)
    {
        (_source, _warn, _time) = (source, warn, time);
        _dirty = new PendingDirtyRows(dirty, dirty.MayWait);
    }

    /// <summary>Where the split stands behind the last element delivered; null when it has no positions.</summary>
    public string? Position { get; private set; }

    /// <summary>Starts a split, behind a position of it if one is given.</summary>
    public ValueTask OpenAsync(Split split, string? position, CancellationToken cancellationToken)
    {
        (_split, Position, _isOpen, _hasDelivered, _failures) = (split, position, false, false, 0);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>The next element of the split.</summary>
    /// <exception cref="SluiceException">The source failed and goes on failing; names the split.</exception>
    public async ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _reader ??= _source.CreateReader(_dirty);
                if (!_isOpen)
                    await ReopenAsync(_reader, cancellationToken).ConfigureAwait(false);
                StreamElement element = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                Position = _reader.Position;
                (_hasDelivered, _failures) = (true, 0);
                _dirty.Deliver();
                return element;
            }
            catch (SluiceException error) when (IsWorthRetrying(error) && !cancellationToken.IsCancellationRequested)
            {
                await RecoverAsync(error, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => _reader is { } reader ? reader.DisposeAsync() : ValueTask.CompletedTask;

    private async ValueTask ReopenAsync(ISplitReader reader, CancellationToken cancellationToken)
    {
        if (Position is { } position)
            await reader.ReopenAsync(_split!, position, cancellationToken).ConfigureAwait(false);
        else
            await reader.OpenAsync(_split!, cancellationToken).ConfigureAwait(false);
        _isOpen = true;
    }

    /// <summary>Rows that were delivered without a position cannot be told from those of a second reading.</summary>
    private bool IsWorthRetrying(SluiceException error) =>
        error.Problems.All(p => p.Code.Fault == Fault.Transient) && (!_hasDelivered || Position is not null) && !_dirty.HasLeaked;

    private async ValueTask RecoverAsync(SluiceException error, CancellationToken cancellationToken)
    {
        if (++_failures >= MostTries)
        {
            Problem last = error.Problems[0];
            throw new SluiceException(
                new Problem(EngineErrors.ReadExhausted, string.Create(CultureInfo.InvariantCulture, $"split {_split!.Id} failed {_failures} times, the last time with {last.Code}: {last.What}"))
                {
                    Where = last.Where,
                    Fix = last.Fix ?? "see that the source stays reachable, then run again",
                },
                error);
        }

        ISplitReader? broken = _reader;
        (_reader, _isOpen) = (null, false);
        if (broken is not null)
            await broken.DisposeAsync().ConfigureAwait(false);
        _dirty.Forget();
        var pause = TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, s_firstPause.Ticks << (_failures - 1)));
        _warn(string.Create(CultureInfo.InvariantCulture, $"reading split {_split!.Id} broke ({error.Problems[0].What}); trying again in {pause.TotalSeconds:0.##} s"));
        await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
    }
}
