using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Engine.Checkpoints;

/// <summary>
/// Hands out the splits of a run that are still to do, and knows how far each is committed. Its memory is O(open splits): what the enumerator
/// has handed out and is not open here is done. Thread-safe.
/// </summary>
internal sealed class SplitTracker : IDisposable
{
    private readonly TableScan[] _scans;
    private readonly ISourceRun _source;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, SplitProgress> _open;
    private readonly Queue<string> _returned;
    private readonly Dictionary<string, SplitProgress> _marks = [];
    private readonly Action<int, Tally> _recovered;
    private readonly Tally[] _done;
    private readonly Dictionary<string, int> _tables = [];
    private ImmutableSortedDictionary<string, long> _dirtyByCode;
    private List<string> _forgettable = [];

    /// <param name="scans">The tables of the plan, in its order.</param>
    /// <param name="source">The source, restored to <paramref name="state"/>.</param>
    /// <param name="state">The last checkpoint.</param>
    /// <param name="marks">What the sink has committed since; it beats the checkpoint.</param>
    /// <param name="recovered">Told of rows that turn out to be committed when their split comes up, which the checkpoint did not know of.</param>
    public SplitTracker(IEnumerable<TableScan> scans, ISourceRun source, CheckpointState state, IEnumerable<SplitMark> marks, Action<int, Tally> recovered)
    {
        (_scans, _source, _recovered) = ([.. scans], source, recovered);
        _open = new(state.Open);
        _returned = new(state.Open.Keys);
        _done = state.Done.IsDefaultOrEmpty ? [.. _scans.Select(_ => Tally.Zero)] : [.. state.Done];
        _dirtyByCode = state.DirtyByCode;
        foreach (SplitMark mark in marks)
            _marks[mark.Split] = SplitProgress.Parse(mark.State);
        foreach (string id in state.Open.Keys.Where(_marks.ContainsKey))
            _open[id] = _marks[id];
    }

    /// <summary>What is committed when the attempt begins, by table: done splits, and open ones up to their positions.</summary>
    public Tally[] Committed()
    {
        Tally[] all = [.. _done];
        foreach ((string id, SplitProgress progress) in _open)
            all[TableOf(id)] += progress.Rows;
        return all;
    }

    /// <summary>What a later attempt would find committed by a checkpoint alone, by table.</summary>
    public Tally[] CommittedBy(CheckpointState state)
    {
        Tally[] all = state.Done.IsDefaultOrEmpty ? [.. _scans.Select(_ => Tally.Zero)] : [.. state.Done];
        foreach ((string id, SplitProgress progress) in state.Open)
            all[TableOf(_source.Find(id))] += progress.Rows;
        return all;
    }

    /// <summary>Dirty rows of what is committed, by code.</summary>
    public ImmutableSortedDictionary<string, long> DirtyByCode => _open.Values.Aggregate(_dirtyByCode, (sum, progress) => Add(sum, progress.DirtyByCode));

    /// <summary>The next split to work on and where it stands; null when none is left.</summary>
    public async ValueTask<(Split Split, SplitProgress Start)?> TakeAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                Split? split = _returned.TryDequeue(out string? id) ? _source.Find(id) : await _source.NextSplitAsync(cancellationToken).ConfigureAwait(false);
                if (split is null)
                    return null;
                SplitProgress start = StartOf(split);
                if (!start.IsDone)
                    return (split, start);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Goes through splits that are known to be all done, so that they are counted.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (await TakeAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            // A split without a mark had been forgotten as done, or had no rows.
        }
    }

    /// <summary>Notes what is committed; splits that are done are counted and left.</summary>
    public void Commit(IEnumerable<(string Split, SplitProgress Progress)> marks)
    {
        lock (_open)
        {
            foreach ((string split, SplitProgress progress) in marks)
            {
                _open[split] = progress;
                if (progress.IsDone)
                    Close(split, progress);
            }
        }
    }

    /// <summary>The state with source, splits and counts as they are now, and the splits that a sink may forget once it is published.</summary>
    public async ValueTask<(CheckpointState State, IReadOnlyList<string> Forgettable)> SnapshotAsync(CheckpointState state, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_open)
            {
                List<string> forgettable = _forgettable;
                _forgettable = [];
                return (state with
                {
                    Source = _source.Snapshot(),
                    Open = _open.ToImmutableSortedDictionary(StringComparer.Ordinal),
                    Done = [.. _done],
                    DirtyByCode = _dirtyByCode,
                }, forgettable);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>The index of a split's table in the plan.</summary>
    public int TableOf(Split split) => Array.FindIndex(_scans, scan => ReferenceEquals(scan, split.Scan));

    private SplitProgress StartOf(Split split)
    {
        lock (_open)
        {
            _tables[split.Id] = TableOf(split);
            if (!_open.TryGetValue(split.Id, out SplitProgress? start))
            {
                _open[split.Id] = start = _marks.GetValueOrDefault(split.Id) ?? SplitProgress.None;
                _recovered(_tables[split.Id], start.Rows);
            }

            _marks.Remove(split.Id);
            if (start.IsDone)
                Close(split.Id, start);
            return start;
        }
    }

    private void Close(string split, SplitProgress progress)
    {
        Debug.Assert(progress.IsDone);
        _done[TableOf(split)] += progress.Rows;
        _dirtyByCode = Add(_dirtyByCode, progress.DirtyByCode);
        _open.Remove(split);
        _tables.Remove(split);
        _forgettable.Add(split);
    }

    private int TableOf(string id) => _tables.TryGetValue(id, out int table) ? table : _tables[id] = TableOf(_source.Find(id));

    private static ImmutableSortedDictionary<string, long> Add(ImmutableSortedDictionary<string, long> a, ImmutableSortedDictionary<string, long> b)
    {
        foreach ((string code, long count) in b)
            a = a.SetItem(code, a.GetValueOrDefault(code) + count);
        return a;
    }
}
