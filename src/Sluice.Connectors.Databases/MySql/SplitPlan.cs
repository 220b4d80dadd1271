using System.Globalization;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>How a table is cut into ranges of equal width of an integer column. Pieces are made one at a time, so that their number costs nothing.</summary>
/// <param name="Text">For the plan: <c>12 ranges of id</c>.</param>
/// <param name="Column">The quoted column whose ranges cut it; null for the whole table.</param>
/// <param name="First">The least value.</param>
/// <param name="Width">The width of a range.</param>
/// <param name="Count">The number of ranges, the one of NULL included.</param>
/// <param name="HasNulls">Whether a range of the rows whose column is NULL comes last.</param>
internal sealed record SplitPlan(string Text, string? Column = null, Int128 First = default, Int128 Width = default, long Count = 1, bool HasNulls = false)
{
    /// <summary>The split of a number, from 0.</summary>
    public MySqlSplit At(MySqlScan scan, long number) =>
        new(scan, string.Create(CultureInfo.InvariantCulture, $"{scan.Table.Name}/{number + 1}"), Condition(number));

    /// <summary>The splits, in order.</summary>
    public IEnumerable<MySqlSplit> Of(MySqlScan scan)
    {
        for (long i = 0; i < Count; i++)
            yield return At(scan, i);
    }

    /// <summary>The condition of range <paramref name="index"/>: the first has no lower bound and the last no upper one.</summary>
    public string? Condition(long index)
    {
        if (Column is null)
            return null;
        if (HasNulls && index == Count - 1)
            return $"{Column} IS NULL";
        long last = HasNulls ? Count - 2 : Count - 1;
        string? lower = index == 0 ? null : $"{Column} >= {Bound(index)}";
        string? upper = index == last ? null : $"{Column} < {Bound(index + 1)}";
        if (lower is null && upper is null)
            return HasNulls ? $"{Column} IS NOT NULL" : null;
        return lower is null ? upper : upper is null ? lower : $"{lower} AND {upper}";
    }

    private string Bound(long index) => (First + (Width * index)).ToString(CultureInfo.InvariantCulture);
}
