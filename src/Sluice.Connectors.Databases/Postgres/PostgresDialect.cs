using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>How PostgreSQL writes names and literals.</summary>
internal static class PostgresDialect
{
    /// <summary>A name, always quoted: reserved words, blanks, quotes and every script are names like any other.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A table's name with its schema.</summary>
    public static string Quote(TableName table) => table.Schema is null ? Quote(table.Name) : $"{Quote(table.Schema)}.{Quote(table.Name)}";

    /// <summary>
    /// A text literal in the <c>E''</c> form, which means the same whatever <c>standard_conforming_strings</c> is. Text with a zero character
    /// has none.
    /// </summary>
    public static string Literal(string text)
    {
        string quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return quoted.Contains('\\', StringComparison.Ordinal)
            ? $"E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'"
            : $"'{quoted}'";
    }
}
