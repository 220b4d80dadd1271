using System.Collections.Immutable;
using Sluice.Connectors.Runs;
using Sluice.Engine.Events;

namespace Sluice.Engine.Runs;

/// <summary>Counts the rows of a run per table. Thread-safe by interlocked adds; read at any time.</summary>
internal sealed class RunCounters
{
    private readonly Cell[] _cells;
    private readonly (string Source, string Target)[] _names;
    private long _reading;
    private long _evaluating;
    private long _writing;
    private CommitOutcome? _committed;

    private readonly RunCounters? _parent;

    /// <param name="tables">Source and target of each table of the plan.</param>
    /// <param name="parent">Counters that get every amount too; null for none.</param>
    public RunCounters(IEnumerable<(string Source, string Target)> tables, RunCounters? parent = null)
    {
        _parent = parent;
        _names = [.. tables];
        _cells = [.. _names.Select(_ => new Cell())];
    }

    public WaitTimes Waits => new(
        TimeSpan.FromTicks(Interlocked.Read(ref _reading)), TimeSpan.FromTicks(Interlocked.Read(ref _evaluating)), TimeSpan.FromTicks(Interlocked.Read(ref _writing)));

    public void AddRead(int table, long rows, long bytes)
    {
        Interlocked.Add(ref _cells[table].Read, rows);
        Interlocked.Add(ref _cells[table].BytesRead, bytes);
        _parent?.AddRead(table, rows, bytes);
    }

    public void AddFiltered(int table, long rows)
    {
        Interlocked.Add(ref _cells[table].Filtered, rows);
        _parent?.AddFiltered(table, rows);
    }

    public void AddSent(int table, long rows)
    {
        Interlocked.Add(ref _cells[table].Sent, rows);
        _parent?.AddSent(table, rows);
    }

    /// <summary>
    /// What the sink says it took for a target. Where several tables go into one, each has what was handed over for it and the last the rest, so
    /// that their sum is the sink's number.
    /// </summary>
    public void AddTaken(string target, long rows, long bytes)
    {
        long all = rows;
        int last = Array.FindLastIndex(_names, name => name.Target == target);
        for (int i = 0; i <= last; i++)
        {
            if (_names[i].Target != target)
                continue;
            long taken = i == last ? rows : Math.Min(rows, HandedOver(_cells[i]));
            Interlocked.Add(ref _cells[i].Taken, taken);
            rows -= taken;
        }

        Interlocked.Add(ref _cells[last].BytesWritten, bytes);
        _parent?.AddTaken(target, all, bytes);
    }

    /// <summary>Ends the counting: from here on, what was written is what was committed.</summary>
    public void End(CommitOutcome committed) => _committed = committed;

    /// <summary>
    /// What the sink says it left out of the rows sent to a target, because of their keys. It knows the target alone: of several tables that go there
    /// the first are charged, none with more than it sent. Called before <see cref="AddTaken"/>.
    /// </summary>
    public void AddLeftOut(string target, long ignored, long superseded)
    {
        _parent?.AddLeftOut(target, ignored, superseded);
        for (int i = 0; i < _cells.Length && ignored + superseded > 0; i++)
        {
            if (_names[i].Target != target)
                continue;
            long some = Math.Min(HandedOver(_cells[i]), ignored);
            Interlocked.Add(ref _cells[i].Ignored, some);
            ignored -= some;
            some = Math.Min(HandedOver(_cells[i]), superseded);
            Interlocked.Add(ref _cells[i].Superseded, some);
            superseded -= some;
        }
    }

    public void AddWaits(TimeSpan reading, TimeSpan evaluating, TimeSpan writing)
    {
        Interlocked.Add(ref _reading, reading.Ticks);
        Interlocked.Add(ref _evaluating, evaluating.Ticks);
        Interlocked.Add(ref _writing, writing.Ticks);
        _parent?.AddWaits(reading, evaluating, writing);
    }

    /// <summary>A dirty row met while reading was never counted as read by a batch: it is counted as read here.</summary>
    public void CountDirty(DirtyRow row, int table)
    {
        Cell cell = _cells[table];
        Interlocked.Increment(ref cell.Dirty);
        if (row.Stage == "read")
            Interlocked.Increment(ref cell.Read);
        else if (row.Stage == "write")
            Interlocked.Increment(ref cell.Refused);
        _parent?.CountDirty(row, table);
    }

    /// <summary>Adds what an earlier attempt has committed of a table.</summary>
    public void Add(int table, Checkpoints.Tally tally)
    {
        Cell cell = _cells[table];
        Interlocked.Add(ref cell.Read, tally.Read);
        Interlocked.Add(ref cell.Filtered, tally.Filtered);
        Interlocked.Add(ref cell.Dirty, tally.Dirty);
        Interlocked.Add(ref cell.Sent, tally.Written + tally.Ignored + tally.Superseded);
        Interlocked.Add(ref cell.Ignored, tally.Ignored);
        Interlocked.Add(ref cell.Superseded, tally.Superseded);
        Interlocked.Add(ref cell.BytesRead, tally.BytesRead);
        Interlocked.Add(ref cell.BytesWritten, tally.BytesWritten);
    }

    /// <summary>The counts of a table now.</summary>
    public Checkpoints.Tally Of(int table)
    {
        Cell cell = _cells[table];
        return new(
            Interlocked.Read(ref cell.Read), Interlocked.Read(ref cell.Filtered), Interlocked.Read(ref cell.Dirty),
            HandedOver(cell), Interlocked.Read(ref cell.BytesRead), Interlocked.Read(ref cell.BytesWritten), Interlocked.Read(ref cell.Ignored),
            Interlocked.Read(ref cell.Superseded));
    }

    public void MarkDone(int table) => Volatile.Write(ref _cells[table].IsDone, true);

    /// <summary>The first table that is <paramref name="name"/>, as source or target; <paramref name="fallback"/> when none is.</summary>
    public int IndexOf(string name, int fallback)
    {
        int index = Array.FindIndex(_names, n => n.Source == name || n.Target == name);
        return index < 0 ? fallback : index;
    }

    /// <summary>Rows handed to the sink for a target and neither refused nor left out by it, over all sources that go there.</summary>
    public long Expected(string target) =>
        _names.Select((name, i) => name.Target == target ? HandedOver(_cells[i]) : 0).Sum();

    /// <summary>The counts now. <c>Written</c> is what was handed over and not refused; at the end, what the sink says it took.</summary>
    public ImmutableArray<TableCounts> Snapshot() =>
    [
        .. _cells.Select((cell, i) => new TableCounts(
            _names[i].Source, _names[i].Target, Interlocked.Read(ref cell.Read), Interlocked.Read(ref cell.Filtered), Interlocked.Read(ref cell.Dirty),
            Written(cell), Interlocked.Read(ref cell.BytesRead),
            Interlocked.Read(ref cell.BytesWritten), Volatile.Read(ref cell.IsDone))
        {
            Ignored = Interlocked.Read(ref cell.Ignored),
            Superseded = Interlocked.Read(ref cell.Superseded),
        }),
    ];

    private long Written(Cell cell) => _committed switch
    {
        CommitOutcome.Everything => Interlocked.Read(ref cell.Taken),
        CommitOutcome.Nothing => 0,
        _ => HandedOver(cell),
    };

    private static long HandedOver(Cell cell) =>
        Interlocked.Read(ref cell.Sent) - Interlocked.Read(ref cell.Refused) - Interlocked.Read(ref cell.Ignored) - Interlocked.Read(ref cell.Superseded);

    private sealed class Cell
    {
        public long Read;
        public long Filtered;
        public long Dirty;
        public long Refused;
        public long Sent;
        public long Ignored;
        public long Superseded;
        public long Taken;
        public long BytesRead;
        public long BytesWritten;
        public bool IsDone;
    }
}
