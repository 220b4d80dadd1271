using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Decides how a run that keeps its progress cuts a table: by a key, which stays where it is when rows are updated.</summary>
internal static class KeyedCut
{
    private const long SplitBytes = 32L << 20;
    private const long DefaultRows = 200_000;

    /// <summary>
    /// The key that cuts a table. Null when there is none without NULLs whose bounds can be compared and that the user may read, or when a limit is
    /// set.
    /// </summary>
    public static KeyCut? Of(MySqlTable table, ScanRequest request, long? splitBytes)
    {
        if (request.Limit is not null || table.IsView)
            return null;
        foreach (MySqlKey key in table.Keys)
        {
            ImmutableArray<MySqlColumn> columns = [.. key.Columns.Select(n => table.Columns.FirstOrDefault(c => c.Name == n)).OfType<MySqlColumn>()];
            if (columns.Length == key.Columns.Length && columns.All(c => c is { IsNotNull: true, CanSelect: true } && KeyCut.CanCut(c)))
                return new KeyCut(key.Index, columns, RowsOf(table.Description, splitBytes ?? SplitBytes));
        }

        return null;
    }

    /// <summary>The plan's words for a table cut by its key.</summary>
    public static SplitPlan Plan(MySqlTable table, KeyCut keys)
    {
        long? count = table.Description.EstimatedRows is { } rows ? Math.Max(1, (rows + keys.SplitRows - 1) / keys.SplitRows) : null;
        string number = count is { } n ? string.Create(CultureInfo.InvariantCulture, $"about {n:N0} ranges") : "ranges";
        return new SplitPlan(
            string.Create(CultureInfo.InvariantCulture, $"{number} of {keys.SplitRows:N0} rows by key ({string.Join(", ", keys.Columns.Select(c => c.Name))})"));
    }

    /// <summary>A table that is not cut, and the reason.</summary>
    public static SplitPlan Whole(MySqlTable table) => new(
        $"1 ({(table.Keys.IsEmpty ? "no key" : "no key that cuts it")}: read whole, and again from its start after an interruption)");

    private static long RowsOf(TableDescription table, long bytes) => table is { EstimatedRows: > 0, EstimatedBytes: > 0 }
        ? (long)Int128.Clamp((Int128)bytes * table.EstimatedRows.Value / table.EstimatedBytes.Value, 1_000, 1_000_000)
        : DefaultRows;
}
