using Sluice.Connectors.Runs;

namespace Sluice.Connectors.Files.Files;

/// <summary>Passes dirty rows on and counts them, so that a writer knows how many of its rows did not get into a file.</summary>
internal sealed class CountedDirtyRows(IDirtyRows inner) : IDirtyRows
{
    /// <summary>Rows reported.</summary>
    public long Count { get; private set; }

    public void Report(DirtyRow row)
    {
        inner.Report(row);
        Count++;
    }
}
