using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// A table cut by a unique key without NULLs: each split ends at the key of every n-th row, which the server finds in the key's index, so that
/// splits are even whatever the keys' distribution, type and collation. Bounds of text travel as the bytes of the column's own character set and
/// are compared under its own collation, so that no conversion stands between them and the index.
/// </summary>
/// <param name="Index">The key's index. It is forced: a sort of long texts looks at their first kilobyte only, an index at all of them.</param>
/// <param name="Columns">The key's columns, in the order of its index.</param>
/// <param name="SplitRows">Rows in a split.</param>
internal sealed record KeyCut(string Index, ImmutableArray<MySqlColumn> Columns, long SplitRows)
{
    /// <summary>The key's columns as text, to stand behind the columns that are read.</summary>
    public string SelectItems => string.Join(", ", Columns.Select(c => IsHex(c) ? $"HEX({MySqlDialect.Quote(c.Name)})" : MySqlDialect.Quote(c.Name)));

    /// <summary>The key's columns.</summary>
    public string OrderBy => string.Join(", ", Columns.Select(c => MySqlDialect.Quote(c.Name)));

    /// <summary>What forces the key's index, behind the table's name.</summary>
    public string Hint => $"FORCE INDEX ({MySqlDialect.Quote(Index)})";

    /// <summary>
    /// Whether bounds of a column mean the same as text, in a comparison and in the index. A FLOAT's text is not its value, an ENUM and a SET
    /// compare by number and read as text, a YEAR below 100 is another one as a number.
    /// </summary>
    public static bool CanCut(MySqlColumn column) => column.TypeName switch
    {
        "tinyint" or "smallint" or "mediumint" or "int" or "bigint" or "decimal" => true,
        "date" or "datetime" or "timestamp" or "time" or "uuid" => true,
        "binary" or "varbinary" => true,
        "char" or "varchar" => column.Charset is not null && column.Collation is not null,
        _ => false,
    };

    /// <summary>The condition of a range: behind <paramref name="after"/>, up to and with <paramref name="last"/>; null for no bound.</summary>
    public string? Condition(ImmutableArray<string>? after, ImmutableArray<string>? last)
    {
        string? lower = after is { } from ? Bound(from, 0, ">", ">") : null;
        string? upper = last is { } to ? Bound(to, 0, "<", "<=") : null;
        return lower is null ? upper : upper is null ? lower : $"{lower} AND {upper}";
    }

    /// <summary>The query for the key of the last row of the split behind <paramref name="after"/>; no row when what is left is no more than a split.</summary>
    public string BoundQuery(string from, ImmutableArray<string>? after, ImmutableArray<string>? last)
    {
        string where = Condition(after, last) is { } condition ? $" WHERE {condition}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"SELECT {SelectItems} FROM {from} {Hint}{where} ORDER BY {OrderBy} LIMIT 1 OFFSET {SplitRows - 1}");
    }

    /// <summary>The query for the greatest key; no row when the table is empty.</summary>
    public string LastQuery(string from) =>
        $"SELECT {SelectItems} FROM {from} {Hint} ORDER BY {string.Join(", ", Columns.Select(c => MySqlDialect.Quote(c.Name) + " DESC"))} LIMIT 1";

    /// <summary>A key as text, for positions and ids.</summary>
    public static string Print(ImmutableArray<string> key) => JsonSerializer.Serialize([.. key], MySqlKeyJson.Default.StringArray);

    /// <summary>The key of a text.</summary>
    public static ImmutableArray<string> Parse(string text) => [.. JsonSerializer.Deserialize(text, MySqlKeyJson.Default.StringArray)!];

    /// <summary>A comparison of rows, written out: MariaDB finds a range of an index in this form, and none in a comparison of row values.</summary>
    private string Bound(ImmutableArray<string> key, int from, string strict, string last)
    {
        string name = MySqlDialect.Quote(Columns[from].Name);
        string value = Literal(Columns[from], key[from]);
        return from == Columns.Length - 1
            ? $"{name} {last} {value}"
            : $"({name} {strict} {value} OR ({name} = {value} AND {Bound(key, from + 1, strict, last)}))";
    }

    private static bool IsHex(MySqlColumn column) => column.TypeName is "char" or "varchar" or "binary" or "varbinary";

    private static string Literal(MySqlColumn column, string value) => column.TypeName switch
    {
        "char" or "varchar" => $"_{column.Charset} X'{Checked(value, IsHexDigits(value))}' COLLATE {column.Collation}",
        "binary" or "varbinary" => $"X'{Checked(value, IsHexDigits(value))}'",
        "date" or "datetime" or "timestamp" or "time" or "uuid" => MySqlDialect.Literal(value),
        _ => Checked(value, value.Length > 0 && value.All(c => char.IsAsciiDigit(c) || c is '-' or '.')),
    };

    private static bool IsHexDigits(string value) => value.All(char.IsAsciiHexDigit);

    /// <summary>A bound comes from a store that others can write to: only what has its form is put into a statement.</summary>
    private static string Checked(string value, bool isGood) => isGood ? value : throw new FormatException($"'{value}' is not a bound of a key");
}

/// <summary>Keys as JSON without reflection.</summary>
[System.Text.Json.Serialization.JsonSourceGenerationOptions]
[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
[System.Text.Json.Serialization.JsonSerializable(typeof(EnumeratorState))]
[System.Text.Json.Serialization.JsonSerializable(typeof(KeySplitId))]
internal sealed partial class MySqlKeyJson : System.Text.Json.Serialization.JsonSerializerContext;

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
