using System.Collections.Immutable;
using System.Globalization;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>How a table is cut into splits. Pieces are made one at a time, so that their number costs nothing.</summary>
/// <param name="Ranges">The FROM items and how each is cut, in order.</param>
/// <param name="Text">For the plan: <c>12 ranges of ctid</c>.</param>
internal sealed record SplitPlan(ImmutableArray<SplitRange> Ranges, string Text)
{
    /// <summary>How many splits there will be.</summary>
    public long Count => Ranges.Sum(r => r.Count);

    /// <summary>The split of a number, from 0.</summary>
    public PostgresSplit At(PostgresScan scan, long number)
    {
        long left = number;
        foreach (SplitRange range in Ranges)
        {
            if (left < range.Count)
                return new PostgresSplit(scan, string.Create(CultureInfo.InvariantCulture, $"{scan.Table.Name}/{number + 1}"), range.From, range.Condition(left));
            left -= range.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(number));
    }

    /// <summary>The splits, in order.</summary>
    public IEnumerable<PostgresSplit> Of(PostgresScan scan)
    {
        for (long number = 0; number < Count; number++)
            yield return At(scan, number);
    }
}

/// <summary>One FROM item, whole or cut into ranges of equal width.</summary>
/// <param name="From">The FROM item.</param>
/// <param name="Column">The quoted column whose ranges cut it, or <c>ctid</c>; null for the whole item.</param>
/// <param name="First">The first bound.</param>
/// <param name="Width">The width of a range.</param>
/// <param name="Count">The number of ranges.</param>
/// <param name="HasNulls">Whether a range of the rows whose column is NULL comes last (counted in <paramref name="Count"/>).</param>
internal sealed record SplitRange(string From, string? Column = null, Int128 First = default, Int128 Width = default, long Count = 1, bool HasNulls = false)
{
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

    private string Bound(long index)
    {
        Int128 bound = First + (Width * index);
        return string.Equals(Column, "ctid", StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"'({bound},0)'::tid")
            : bound.ToString(CultureInfo.InvariantCulture);
    }
}
