namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// The SQL of the catalog. Names are compared here by the server's own collation and again, letter by letter, by whoever reads the answer.
/// </summary>
internal static class CatalogQueries
{
    private const string SystemSchemas = "'mysql', 'information_schema', 'performance_schema', 'sys'";

    /// <summary>All tables outside the system's schemas: schema, name.</summary>
    public const string Tables =
        $"SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ({SystemSchemas}) AND TABLE_TYPE <> 'SEQUENCE'";

    /// <summary>One table by schema and name (literals): name, kind, engine, rows, bytes, comment, made at, engine takes rows back.</summary>
    public static string Table(string schema, string name) =>
        $"""
        SELECT t.TABLE_NAME, t.TABLE_TYPE, t.ENGINE, t.TABLE_ROWS, t.DATA_LENGTH, t.TABLE_COMMENT, t.CREATE_TIME,
               (SELECT e.TRANSACTIONS FROM information_schema.ENGINES e WHERE e.ENGINE = t.ENGINE), @@hostname, t.TABLE_SCHEMA
        FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = {schema} AND t.TABLE_NAME = {name} AND t.TABLE_TYPE <> 'SEQUENCE'
        """;

    /// <summary>The columns of a table.</summary>
    public static string Columns(string schema, string name) =>
        $"""
        SELECT COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION, IS_NULLABLE,
               COLUMN_DEFAULT, EXTRA, CHARACTER_SET_NAME, COLLATION_NAME, COLUMN_COMMENT, PRIVILEGES
        FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = {schema} AND TABLE_NAME = {name} ORDER BY ORDINAL_POSITION
        """;

    /// <summary>The columns of a MariaDB table that are checked to be JSON: the check's text.</summary>
    public static string JsonChecks(string schema, string name) =>
        $"""
        SELECT CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
        WHERE CONSTRAINT_SCHEMA = {schema} AND TABLE_NAME = {name} AND CHECK_CLAUSE LIKE 'json\_valid(%'
        """;

    /// <summary>The indexes of a table, a row for each column: index, is not unique, column (null for an expression), length of a prefix.</summary>
    public static string Indexes(string schema, string name) =>
        $"""
        SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART
        FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = {schema} AND TABLE_NAME = {name} ORDER BY INDEX_NAME, SEQ_IN_INDEX
        """;

    /// <summary>What <c>sluice check</c> wants to know, all in one row.</summary>
    public const string Server =
        """
        SELECT VERSION(), @@version_comment, CURRENT_USER(), DATABASE(), @@character_set_server, @@collation_server, @@read_only, @@max_connections,
               @@local_infile, @@max_allowed_packet, @@lower_case_table_names, @@hostname, @@log_bin,
               (SELECT COUNT(*) FROM information_schema.PROCESSLIST)
        """;
}
