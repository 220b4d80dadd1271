using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Declared types as SQL text, read back. A type that came by way of a file is other people's text: only what has the form of a type of MySQL
/// is ever put into a statement.
/// </summary>
internal static partial class MySqlNative
{
    /// <summary>The column that a declared type describes; null when it is not a type of MySQL.</summary>
    public static MySqlColumn? Parse(string? native)
    {
        if (native is null || TypePattern().Match(native) is not { Success: true } match)
            return null;
        string name = match.Groups["name"].Value;
        int[] sizes = [.. match.Groups["size"].Captures.Select(c => int.TryParse(c.ValueSpan, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        int first = sizes.Length > 0 ? sizes[0] : 0;
        bool isText = name is "char" or "varchar" or "binary" or "varbinary";
        return new MySqlColumn
        {
            Name = "",
            NativeType = native,
            TypeName = name,
            Length = isText ? first : 0,
            Precision = name is "decimal" ? (first == 0 ? 10 : first) : name is "bit" ? Math.Max(1, first) : 0,
            Scale = sizes.Length > 1 ? sizes[1] : 0,
            Fraction = name is "time" or "datetime" or "timestamp" ? first : 0,
        };
    }

    /// <summary>Whether two declared types are one: display widths do not count.</summary>
    public static bool IsSame(string? left, string? right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
            return left is not null;
        return Parse(left) is { } a && Parse(right) is { } b && a.TypeName == b.TypeName && a.TypeName is "tinyint" or "smallint" or "mediumint" or "int" or "bigint" or "year"
            && a.IsUnsigned == b.IsUnsigned;
    }

    /// <summary>The labels of an <c>enum('a','b')</c> or <c>set(…)</c>, in order.</summary>
    public static IReadOnlyList<string> Labels(string native) =>
        [.. LabelPattern().Matches(native).Select(m => m.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal))];

    [GeneratedRegex(
        @"^(?:(?<name>tinyint|smallint|mediumint|int|bigint)(\(\d+\))?( unsigned)?( zerofill)?"
        + @"|(?<name>float|double|decimal)(\((?<size>\d+)(,(?<size>\d+))?\))?( unsigned)?( zerofill)?"
        + @"|(?<name>char|varchar|binary|varbinary|bit|time|datetime|timestamp|vector)(\((?<size>\d+)\))?|(?<name>year)(\(4\))?"
        + @"|(?<name>date|tinytext|text|mediumtext|longtext|tinyblob|blob|mediumblob|longblob|json|uuid|inet4|inet6"
        + @"|geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|geomcollection)"
        + @"|(?<name>enum|set)\('(?:[^'\\]|'')*'(?:,'(?:[^'\\]|'')*')*\))$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TypePattern();

    [GeneratedRegex("'((?:[^']|'')*)'", RegexOptions.CultureInvariant)]
    private static partial Regex LabelPattern();
}
