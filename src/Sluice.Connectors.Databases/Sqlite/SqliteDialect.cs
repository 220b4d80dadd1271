namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>SQLite's text: quoting, and which filters it evaluates as we do.</summary>
internal static class SqliteDialect
{
    /// <summary>A name quoted, whatever characters it holds.</summary>
    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
