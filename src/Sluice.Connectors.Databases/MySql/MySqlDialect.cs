using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>How MySQL writes names and literals.</summary>
internal static class MySqlDialect
{
    /// <summary>
    /// What every session is set to. Strict, zero stays zero in an AUTO_INCREMENT column, a backslash escapes, and CHAR comes without its blanks:
    /// so text means the same whatever the server's own mode is. Dates that no calendar has are taken, because only a column that travels as
    /// the server's own text can bring one.
    /// </summary>
    public const string SqlMode =
        "STRICT_ALL_TABLES,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";

    /// <summary>A name, always quoted: reserved words, blanks, quotes and every script are names like any other.</summary>
    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A table's name with its database.</summary>
    public static string Quote(TableName table) => table.Schema is null ? Quote(table.Name) : $"{Quote(table.Schema)}.{Quote(table.Name)}";

    /// <summary>A text literal under <see cref="SqlMode"/>, in which a backslash escapes.</summary>
    public static string Literal(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
