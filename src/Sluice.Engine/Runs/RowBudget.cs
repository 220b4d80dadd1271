using System.Collections.Immutable;
using Sluice.Plans;

namespace Sluice.Engine.Runs;

/// <summary>Keeps the row limit of each table over all workers: counts rows kept, so that exactly as many are written.</summary>
internal sealed class RowBudget
{
    private readonly long[] _left;

    public RowBudget(ImmutableArray<TablePlan> tables) => _left = [.. tables.Select(t => t.RowLimit ?? long.MaxValue)];

    /// <summary>How many of <paramref name="rows"/> rows may still be written.</summary>
    public int Take(int table, int rows)
    {
        if (Volatile.Read(ref _left[table]) == long.MaxValue)
            return rows;
        long after = Interlocked.Add(ref _left[table], -rows);
        return (int)Math.Clamp(after + rows, 0, rows);
    }

    /// <summary>Counts rows that an earlier attempt has written.</summary>
    public void Spend(int table, long rows)
    {
        if (Volatile.Read(ref _left[table]) != long.MaxValue)
            Interlocked.Add(ref _left[table], -rows);
    }

    /// <summary>Whether no more rows of the table are needed.</summary>
    public bool IsSpent(int table) => Volatile.Read(ref _left[table]) <= 0;
}
