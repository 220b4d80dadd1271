using Sluice.Connectors.Sources;

namespace Sluice.Engine.Runs;

/// <summary>Rows read, and the table of the plan they belong to. Owns the rows.</summary>
internal sealed class SourceBatch(int table, Rows rows) : IDisposable
{
    public int Table { get; } = table;

    public Rows Rows { get; } = rows;

    public void Dispose() => Rows.Dispose();
}
