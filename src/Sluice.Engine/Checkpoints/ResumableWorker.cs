using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.DirtyRows;
using Sluice.Engine.Runs;

namespace Sluice.Engine.Checkpoints;

/// <summary>
/// One worker of a run that keeps its progress: reads a split, writes it, and lets rows and position be committed together. There is no exchange:
/// the rows between two positions of a split are in one transaction, or in one flushed state. Not thread-safe.
/// </summary>
internal sealed class ResumableWorker : IAsyncDisposable
{
    private readonly AttemptParts _parts;
    private readonly RunCounters _counters;
    private readonly WorkerDirtyRows _dirty;
    private readonly RetryingReader _reader;
    private readonly TableWriters _writers;
    private readonly List<(string Split, SplitProgress Progress)> _finished = [];
    private readonly Dictionary<string, long> _accepted = [];
    private readonly Dictionary<string, (long Ignored, long Superseded)> _leftOut = [];
    private readonly Dictionary<string, long> _dirtyBefore = [];
    private Split? _split;
    private SplitProgress _start = SplitProgress.None;
    private Tally _baseline = Tally.Zero;
    private int _table;
    private long _lastCommit = Stopwatch.GetTimestamp();
    private bool _hasWritten;

    public ResumableWorker(AttemptParts parts)
    {
        _parts = parts;
        _counters = parts.Journal.NewCounters(parts.Journal.Counters);
        _dirty = new WorkerDirtyRows(parts.Journal.Dirty, _counters);
        _reader = new RetryingReader(parts.Source, _dirty, parts.Journal.Warn, parts.Context.Time);
        _writers = new TableWriters(parts.Plan, parts.Sink, parts.Context, parts.Budget, _counters, _dirty);
    }

    /// <summary>Works until no split is left.</summary>
    /// <returns>What remains to be committed once all workers are done; nothing when the position travels in the sink.</returns>
    public async Task<IReadOnlyList<Committable>> RunAsync(CancellationToken cancellationToken)
    {
        _parts.Barrier?.Join();
        try
        {
            while (await _parts.Splits.TakeAsync(cancellationToken).ConfigureAwait(false) is var (split, start))
                await CopyAsync(split, start, cancellationToken).ConfigureAwait(false);
            if (_parts.Barrier is null)
            {
                await CommitAsync(cancellationToken).ConfigureAwait(false);
                return [];
            }

            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _parts.Barrier?.Leave();
        }

        return await _writers.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync().ConfigureAwait(false);
        await _writers.DisposeAsync().ConfigureAwait(false);
        _dirty.Letter?.Dispose();
    }

    private async ValueTask CopyAsync(Split split, SplitProgress start, CancellationToken cancellationToken)
    {
        await BeginAsync(split, start, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_parts.Budget.IsSpent(_table))
                await CopyRowsAsync(split, start, cancellationToken).ConfigureAwait(false);
            _dirty.Letter?.Flush();
            _finished.Add((split.Id, Current(position: null, isDone: true)));
            FaultPoint.Hit("split.finished");
        }
        finally
        {
            _split = null;
            _dirty.Letter?.Dispose();
            _dirty.Letter = null;
            if (!split.IsResumable)
                _parts.Barrier?.LeaveUncut();
        }

        await PauseAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CopyRowsAsync(Split split, SplitProgress start, CancellationToken cancellationToken)
    {
        await _reader.OpenAsync(split, start.Position, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            long began = Stopwatch.GetTimestamp();
            StreamElement element = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            _counters.AddWaits(Stopwatch.GetElapsedTime(began), default, default);
            if (element is SplitDone)
                return;
            if (element is not Rows rows)
                continue;
            using (var batch = new SourceBatch(_table, rows))
                await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            if (split.IsResumable && _reader.Position is not null)
                await PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WriteAsync(SourceBatch batch, CancellationToken cancellationToken)
    {
        _counters.AddRead(_table, batch.Rows.Batch.Length, batch.Rows.SourceBytes);
        await _parts.Limits.TakeAsync(batch.Rows.Batch.Length, batch.Rows.SourceBytes, cancellationToken).ConfigureAwait(false);
        _hasWritten = true;
        await _writers.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask BeginAsync(Split split, SplitProgress start, CancellationToken cancellationToken)
    {
        if (!split.IsResumable)
            await CloseBeforeAsync(cancellationToken).ConfigureAwait(false);
        (_split, _start, _table) = (split, start, _parts.Splits.TableOf(split));
        (_dirty.Table, _dirty.Letter) = (_table, _parts.Letters?.Open(split.Id, start.DeadLetterBytes));
        _baseline = _counters.Of(_table);
        _dirtyBefore.Clear();
        foreach ((string code, long count) in _dirty.ByCode)
            _dirtyBefore[code] = count;
    }

    /// <summary>Nothing of a split that is not resumable may be committed before its end: what is open is committed first.</summary>
    private async ValueTask CloseBeforeAsync(CancellationToken cancellationToken)
    {
        if (_parts.Barrier is not { } barrier)
        {
            if (_hasWritten)
                await CommitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        while (!barrier.TryEnterUncut())
            await ArriveAsync(barrier, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Between two batches, or two splits: commits when it is time, or stops for a checkpoint when one is asked for.</summary>
    private ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        if (_parts.Barrier is { } barrier)
            return barrier.IsRequested ? ArriveAsync(barrier, cancellationToken) : ValueTask.CompletedTask;
        return Stopwatch.GetElapsedTime(_lastCommit) >= _parts.Every ? CommitAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    private async ValueTask ArriveAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await barrier.ArriveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _writers.FlushAsync(cancellationToken).ConfigureAwait(false);
        _parts.Splits.Commit(TakeMarks());
    }

    /// <summary>Invariants 2 and 12: rows and positions are committed in one transaction of the target; only then are they counted as committed.</summary>
    private async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        List<(string Split, SplitProgress Progress)> marks = TakeMarks();
        if (marks.Count > 0)
        {
            IReadOnlyList<Committable> taken = await _writers.CommitAsync(
                [.. marks.Select(m => new SplitMark(m.Split, m.Progress.ToJson()))], cancellationToken).ConfigureAwait(false);
            Compare(taken);
            _parts.Splits.Commit(marks);
            _leftOut.Clear();
        }

        (_lastCommit, _hasWritten) = (Stopwatch.GetTimestamp(), false);
    }

    private List<(string Split, SplitProgress Progress)> TakeMarks()
    {
        List<(string Split, SplitProgress Progress)> marks = [.. _finished];
        _finished.Clear();
        if (_split is { IsResumable: true } split && _reader.Position is { } position)
        {
            _dirty.Letter?.Flush();
            marks.Add((split.Id, Current(position, isDone: false)));
        }

        return marks;
    }

    /// <summary>Counts what the sink left out of the open epoch, so that the mark which is committed with the rows says it too.</summary>
    private void NoteLeftOut()
    {
        foreach (Committable open in _writers.Open)
        {
            (long ignored, long superseded) = _leftOut.GetValueOrDefault(open.Table);
            _counters.AddLeftOut(open.Table, open.Ignored - ignored, open.Superseded - superseded);
            _leftOut[open.Table] = (open.Ignored, open.Superseded);
        }
    }

    /// <summary>Where the split at hand stands, its rows of earlier attempts included.</summary>
    private SplitProgress Current(string? position, bool isDone)
    {
        NoteLeftOut();
        return Progress(position, isDone);
    }

    private SplitProgress Progress(string? position, bool isDone) => new()
    {
        Position = position,
        IsDone = isDone,
        Rows = _start.Rows + (_counters.Of(_table) - _baseline),
        DirtyByCode = _dirty.ByCode.Aggregate(
            _start.DirtyByCode,
            (sum, code) => code.Value == _dirtyBefore.GetValueOrDefault(code.Key)
                ? sum
                : sum.SetItem(code.Key, sum.GetValueOrDefault(code.Key) + code.Value - _dirtyBefore.GetValueOrDefault(code.Key))),
        DeadLetterBytes = _dirty.Letter?.Length ?? _start.DeadLetterBytes,
    };

    /// <summary>Invariant 4: what the sink says it took is what it was sent.</summary>
    private void Compare(IReadOnlyList<Committable> taken)
    {
        foreach (string target in _parts.Plan.Tables.Select(t => t.Sink.Name.ToString()).Distinct())
        {
            long rows = taken.Where(c => c.Table == target).Sum(c => c.RowCount);
            _counters.AddTaken(target, rows, taken.Where(c => c.Table == target).Sum(c => c.Bytes));
            long expected = _counters.Expected(target);
            CountComparison.Compare(target, rows, expected - _accepted.GetValueOrDefault(target));
            _accepted[target] = expected;
        }
    }
}
