using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The planned reading of one table.</summary>
internal sealed record PostgresScan : TableScan
{
    /// <summary>The table.</summary>
    public required PostgresTable Source { get; init; }

    /// <summary>The columns to read, in order.</summary>
    public required ImmutableArray<PostgresColumn> Columns { get; init; }

    /// <summary>What each of <see cref="Columns"/> is here.</summary>
    public required ImmutableArray<PostgresMapping> Mappings { get; init; }

    /// <summary>The select list.</summary>
    public required string SelectList { get; init; }

    /// <summary>The pushed condition without WHERE; null for none.</summary>
    public string? Condition { get; init; }

    /// <summary>The most rows wanted.</summary>
    public long? Limit { get; init; }

    /// <summary>How the table is cut by its key, in a run that keeps its progress; null when it is cut by <see cref="Splits"/>.</summary>
    public KeyCut? Keys { get; init; }

    /// <summary>How the table is cut.</summary>
    public required SplitPlan Splits { get; init; }

    /// <summary>The COPY statement of a split, from behind <paramref name="after"/> on when that is given.</summary>
    public string CopyOf(PostgresSplit split, ImmutableArray<string>? after = null)
    {
        string?[] conditions =
        [
            Condition is null ? null : $"({Condition})",
            split.Range,
            Keys?.Condition(after ?? split.After, split.Last),
        ];
        string where = string.Join(" AND ", conditions.Where(c => c is not null));
        string items = Keys is null ? SelectList : SelectList.Length == 0 ? Keys.SelectItems : $"{SelectList}, {Keys.SelectItems}";
        string from = Keys is null ? split.From : $"{split.From} AS {KeyCut.Alias}";
        string order = Keys is null ? "" : $" ORDER BY {Keys.OrderBy}";
        return string.Create(CultureInfo.InvariantCulture,
            $"COPY (SELECT {items} FROM {from}{(where.Length == 0 ? "" : " WHERE " + where)}{order}{LimitText}) TO STDOUT (FORMAT binary)");
    }

    private string LimitText => Limit is { } rows ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {rows}") : "";
}

/// <summary>A part of a table.</summary>
/// <param name="Plan">Its scan.</param>
/// <param name="Id">Unique in the run.</param>
/// <param name="From">The FROM item: the table, or ONLY one of its parts.</param>
/// <param name="Range">The condition that cuts it out; null for the whole FROM item.</param>
internal sealed record PostgresSplit(PostgresScan Plan, string Id, string From, string? Range) : Split(Plan, Id)
{
    /// <summary>
    /// Whether a second reading under the same snapshot gives the same rows in the same order: a range of ctid without a filter, for which the
    /// server has no other way than the file's order. Of any other query it may choose another plan, or begin a scan in the middle of the table.
    /// </summary>
    public bool IsInFileOrder => Plan.Condition is null && Range is { } range && range.StartsWith("ctid ", StringComparison.Ordinal);

    /// <summary>The key it begins behind; null for the first.</summary>
    public ImmutableArray<string>? After { get; init; }

    /// <summary>The key it ends with; null when it is not cut by a key.</summary>
    public ImmutableArray<string>? Last { get; init; }
}
