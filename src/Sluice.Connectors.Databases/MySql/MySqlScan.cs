using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The planned reading of one table.</summary>
internal sealed record MySqlScan : TableScan
{
    /// <summary>The table.</summary>
    public required MySqlTable Source { get; init; }

    /// <summary>The columns to read, in order.</summary>
    public required ImmutableArray<MySqlColumn> Columns { get; init; }

    /// <summary>What each of <see cref="Columns"/> is here.</summary>
    public required ImmutableArray<MySqlMapping> Mappings { get; init; }

    /// <summary>The pushed condition without WHERE; null for none.</summary>
    public string? Condition { get; init; }

    /// <summary>The most rows wanted.</summary>
    public long? Limit { get; init; }

    /// <summary>How the table is cut.</summary>
    public required SplitPlan Splits { get; init; }

    /// <summary>How the table is cut by its key, in a run that keeps its progress; null when it is cut by <see cref="Splits"/>.</summary>
    public KeyCut? Keys { get; init; }

    /// <summary>Columns of the result, those of the key included: one also when only the number of rows matters.</summary>
    public int Width => Math.Max(1, Columns.Length + (Keys?.Columns.Length ?? 0));

    /// <summary>The query of a split, from behind <paramref name="after"/> on when that is given.</summary>
    public string QueryOf(MySqlSplit split, ImmutableArray<string>? after = null) =>
        Query(Keys is null ? split.Range : Keys.Condition(after ?? split.After, split.Last));

    /// <summary>The query of a range; null for the whole table.</summary>
    public string Query(string? range)
    {
        string?[] conditions = [Condition is null ? null : $"({Condition})", range];
        string where = string.Join(" AND ", conditions.Where(c => c is not null));
        string hint = Keys is null ? "" : " " + Keys.Hint;
        string order = Keys is null ? "" : $" ORDER BY {Keys.OrderBy}";
        return $"SELECT {SelectList} FROM {MySqlDialect.Quote(Table.Name)}{hint}{(where.Length == 0 ? "" : " WHERE " + where)}{order}{LimitText}";
    }

    private string SelectList
    {
        get
        {
            string columns = string.Join(", ", Columns.Zip(Mappings, Item));
            return (columns, Keys) switch
            {
                ("", null) => "1",
                ("", _) => Keys.SelectItems,
                (_, null) => columns,
                _ => $"{columns}, {Keys.SelectItems}",
            };
        }
    }

    private string LimitText => Limit is { } rows ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {rows}") : "";

    private static string Item(MySqlColumn column, MySqlMapping mapping)
    {
        string name = MySqlDialect.Quote(column.Name);
        return mapping.Form switch
        {
            ReadForm.Double => $"{name} * 1e0",
            ReadForm.GeometryText => $"ST_AsText({name})",
            // What does not come back as it was is given with a byte in front that no UTF-8 has. Invariant 4.
            ReadForm.Checked => $"IF(BINARY CONVERT(CONVERT({name} USING utf8mb4) USING {column.Charset}) <=> BINARY {name}, "
                + $"BINARY CONVERT({name} USING utf8mb4), CONCAT(X'FF', BINARY {name}))",
            _ => name,
        };
    }
}

/// <summary>A part of a table.</summary>
/// <param name="Plan">Its scan.</param>
/// <param name="Id">Unique in the run.</param>
/// <param name="Range">The condition that cuts it out; null for the whole table.</param>
internal sealed record MySqlSplit(MySqlScan Plan, string Id, string? Range) : Split(Plan, Id)
{
    /// <summary>The key it begins behind; null for the first.</summary>
    public ImmutableArray<string>? After { get; init; }

    /// <summary>The key it ends with; null when it is not cut by a key.</summary>
    public ImmutableArray<string>? Last { get; init; }
}
