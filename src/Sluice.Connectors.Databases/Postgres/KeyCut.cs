using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// A table cut by a unique key without NULLs: each split ends at the key of every n-th row, which the server finds in the key's index, so that
/// splits are even whatever the keys' distribution, type and collation. Bounds travel as the server's own text.
/// </summary>
/// <param name="Columns">The key's columns, in the order of its index.</param>
/// <param name="SplitRows">Rows in a split.</param>
internal sealed record KeyCut(ImmutableArray<PostgresColumn> Columns, long SplitRows)
{
    /// <summary>
    /// The name of the FROM item. Everything that orders is qualified by it: a bare name in ORDER BY would be the output column of that name, which
    /// may be the text of the value.
    /// </summary>
    public const string Alias = "sluice_t";

    /// <summary>The key's columns as text, to stand behind the columns that are read.</summary>
    public string SelectItems => string.Join(", ", Columns.Select(c => $"{Qualified(c)}::pg_catalog.text"));

    /// <summary>The key's columns.</summary>
    public string OrderBy => string.Join(", ", Columns.Select(Qualified));

    /// <summary>The condition of a range: behind <paramref name="after"/>, up to and with <paramref name="last"/>; null for no bound.</summary>
    public string? Condition(ImmutableArray<string>? after, ImmutableArray<string>? last)
    {
        string? lower = after is { } from ? $"{Left} > {Right(from)}" : null;
        string? upper = last is { } to ? $"{Left} <= {Right(to)}" : null;
        return lower is null ? upper : upper is null ? lower : $"{lower} AND {upper}";
    }

    /// <summary>The query for the key of the last row of the split behind <paramref name="after"/>; no row when what is left is no more than a split.</summary>
    public string BoundQuery(string from, ImmutableArray<string>? after, ImmutableArray<string>? last)
    {
        string where = Condition(after, last) is { } condition ? $" WHERE {condition}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"SELECT {SelectItems} FROM {from} AS {Alias}{where} ORDER BY {OrderBy} OFFSET {SplitRows - 1} LIMIT 1");
    }

    /// <summary>The query for the greatest key; no row when the table is empty.</summary>
    public string LastQuery(string from) =>
        $"SELECT {SelectItems} FROM {from} AS {Alias} ORDER BY {string.Join(", ", Columns.Select(c => Qualified(c) + " DESC"))} LIMIT 1";

    /// <summary>A key as text, for positions and ids.</summary>
    public static string Print(ImmutableArray<string> key) => JsonSerializer.Serialize([.. key], KeyJson.Default.StringArray);

    /// <summary>The key of a text.</summary>
    public static ImmutableArray<string> Parse(string text) => [.. JsonSerializer.Deserialize(text, KeyJson.Default.StringArray)!];

    private string Left => Columns.Length == 1 ? OrderBy : $"({OrderBy})";

    private static string Qualified(PostgresColumn column) => $"{Alias}.{PostgresDialect.Quote(column.Name)}";

    private string Right(ImmutableArray<string> key)
    {
        IEnumerable<string> values = key.Zip(Columns, (value, column) => $"{PostgresDialect.Literal(value)}::{column.NativeType}");
        return Columns.Length == 1 ? values.First() : $"({string.Join(", ", values)})";
    }
}

/// <summary>Keys as JSON without reflection.</summary>
[System.Text.Json.Serialization.JsonSourceGenerationOptions]
[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
[System.Text.Json.Serialization.JsonSerializable(typeof(EnumeratorState))]
[System.Text.Json.Serialization.JsonSerializable(typeof(KeySplitId))]
internal sealed partial class KeyJson : System.Text.Json.Serialization.JsonSerializerContext;

/// <summary>Where the handing out of splits stands.</summary>
/// <param name="Scan">The scan at hand, by its place in the plan.</param>
/// <param name="Number">Splits handed out of it.</param>
/// <param name="After">The last bound handed out; null before the first.</param>
/// <param name="Last">The greatest key when the scan began; null when it has not begun or has no key.</param>
internal sealed record EnumeratorState(int Scan, long Number, string[]? After, string[]? Last);

/// <summary>What a split's id says: everything that its query needs.</summary>
/// <param name="Table">The table.</param>
/// <param name="Number">Its number in the table, from 1.</param>
/// <param name="After">The key it begins behind.</param>
/// <param name="Last">The key it ends with.</param>
internal sealed record KeySplitId(string Table, long Number, string[]? After, string[]? Last);
