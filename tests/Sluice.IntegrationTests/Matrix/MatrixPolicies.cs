namespace Sluice.IntegrationTests.Matrix;

/// <summary>A value that arrives as another one, by a rule with a name.</summary>
/// <param name="Name">The name on the page.</param>
/// <param name="Reason">Why it is so, for the reader of the page.</param>
/// <param name="Holds">Whether the rule makes this of that.</param>
internal sealed record MatrixPolicy(string Name, string Reason, Func<MatrixPlace, MatrixPlace, BoundaryColumn, string, string, bool> Holds);

/// <summary>All rules by which a value may arrive as another one. What none of them says is a bug.</summary>
internal static class MatrixPolicies
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<MatrixPolicy> All { get; } =
    [
        new(
            "padded", "PostgreSQL's char(n) shows every value with blanks up to its length, and they count in no comparison; MariaDB's does not show them",
            (_, target, column, from, to) => target is PostgresPlace && column.Type.StartsWith("char", StringComparison.OrdinalIgnoreCase) && to.TrimEnd(' ') == from.TrimEnd(' ')),
        new(
            "no negative zero", "MariaDB and SQLite keep −0.0 of a float as 0, which is equal to it",
            (_, target, column, from, to) => target is MariaDbPlace or SqlitePlace && column.Family is Family.Float4 or Family.Float8 && from.StartsWith("-0", StringComparison.Ordinal) && to == "0"
                && double.Parse(from, System.Globalization.CultureInfo.InvariantCulture) == 0),
        new(
            "ISO 8601 year", "a year outside 0000 to 9999 has a sign in text, and years count through 0 (−0043 is 44 BC), as ISO 8601 has it; Sluice reads it back. Only Parquet files bring such years: of databases they are dirty rows",
            (source, target, column, from, to) => source is ParquetPlace && target is SqlitePlace or CsvPlace or JsonLinesPlace && column.Family == Family.Time && IsoYear(from) == IsoYear(to)),
    ];

    /// <summary>A date or date-time with the signed year of ISO 8601.</summary>
    private static string IsoYear(string text)
    {
        string plain = text.Replace('T', ' ').Replace(".000000", "", StringComparison.Ordinal);
        if (plain.EndsWith(" BC", StringComparison.Ordinal))
            return (1 - int.Parse(plain[..4], System.Globalization.CultureInfo.InvariantCulture)).ToString("0000", System.Globalization.CultureInfo.InvariantCulture) + plain[4..^3];
        return plain.IndexOf('-', 1) > 4 && !plain.StartsWith('+') && !plain.StartsWith('-') ? "+" + plain : plain;
    }

    /// <summary>The rule that makes <paramref name="to"/> of <paramref name="from"/>; null when there is none.</summary>
    public static MatrixPolicy? Find(MatrixPlace source, MatrixPlace target, BoundaryColumn column, string from, string to) =>
        All.FirstOrDefault(p => p.Holds(source, target, column, from, to));
}
