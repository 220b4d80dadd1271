using Sluice.Connectors.Runs;

namespace Sluice.Engine.Runs;

/// <summary>
/// Holds back what a reader reports until the batch is delivered: a read that breaks is repeated from the last delivered row, and would report
/// the dirty rows behind it once more. Not thread-safe.
/// </summary>
internal sealed class PendingDirtyRows(IDirtyRows inner, Func<int, bool> mayWait) : IDirtyRows
{
    private const int Most = 4096;
    private readonly List<DirtyRow> _rows = [];

    /// <summary>Whether rows were let through that a repeated read would report again.</summary>
    public bool HasLeaked { get; private set; }

    public void Report(DirtyRow row)
    {
        _rows.Add(row);
        // A reader that meets nothing but dirty rows must still stop at the limit.
        if (_rows.Count < Most && mayWait(_rows.Count))
            return;
        HasLeaked = true;
        PassOn();
    }

    /// <summary>The batch is delivered.</summary>
    public void Deliver()
    {
        HasLeaked = false;
        PassOn();
    }

    /// <summary>The batch was lost.</summary>
    public void Forget() => _rows.Clear();

    private void PassOn()
    {
        if (_rows.Count == 0)
            return;
        DirtyRow[] rows = [.. _rows];
        _rows.Clear();
        foreach (DirtyRow row in rows)
            inner.Report(row);
    }
}
