namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The SQL of the catalog. Every name is qualified, so that no search path has an influence.</summary>
internal static class CatalogQueries
{
    /// <summary>All tables outside the system's schemas: schema, name.</summary>
    public const string Tables =
        """
        SELECT n.nspname, c.relname
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
          AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
          AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
        """;

    /// <summary>One table by schema and name (literals); schema, kind, oid, rows, bytes, comment, row security, database, encoding.</summary>
    public static string Table(string schema, string name) =>
        $"""
        SELECT n.nspname, c.relkind, c.oid, c.reltuples::bigint,
               CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_table_size(c.oid) END,
               pg_catalog.obj_description(c.oid, 'pg_class'),
               pg_catalog.row_security_active(c.oid),
               (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()),
               pg_catalog.getdatabaseencoding()
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = {schema} AND c.relname = {name}
        """;

    /// <summary>The columns of a table, domains resolved.</summary>
    public static string Columns(string oid) =>
        $"""
        WITH RECURSIVE base AS (
          SELECT a.attnum, a.atttypid AS typid, a.atttypmod AS typmod
          FROM pg_catalog.pg_attribute a WHERE a.attrelid = {oid} AND a.attnum > 0 AND NOT a.attisdropped
          UNION ALL
          SELECT b.attnum, t.typbasetype, CASE WHEN b.typmod = -1 THEN t.typtypmod ELSE b.typmod END
          FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.typid WHERE t.typtype = 'd'
        )
        SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), t.oid, b.typmod, t.typname, tn.nspname, t.typtype,
               COALESCE(e.oid, 0), COALESCE(e.typtype, '-'), COALESCE(e.typarray = t.oid, false), a.attndims,
               a.attnotnull, a.attgenerated <> '', a.attidentity <> '', a.atthasdef OR a.attidentity <> '',
               COALESCE(co.collisdeterministic, true),
               COALESCE(CASE WHEN co.collname = 'default'
                 THEN d.datcollate IN ('C', 'POSIX') AND COALESCE(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
                 ELSE co.collcollate IN ('C', 'POSIX') AND co.collprovider IN ('c', 'd') END, false),
               pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
               pg_catalog.col_description(a.attrelid, a.attnum),
               CASE WHEN t.typtype = 'e' THEN
                 (SELECT pg_catalog.json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_catalog.pg_enum l WHERE l.enumtypid = t.oid) END,
               COALESCE(co.oid::text, '')
        FROM base b
        JOIN pg_catalog.pg_attribute a ON a.attrelid = {oid} AND a.attnum = b.attnum
        JOIN pg_catalog.pg_type t ON t.oid = b.typid AND t.typtype <> 'd'
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
        LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
        LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
        JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
        ORDER BY a.attnum
        """;

    /// <summary>The valid unique keys of a table without expressions or conditions: is primary, column names as a JSON list.</summary>
    public static string Keys(string oid) =>
        $"""
        SELECT i.indisprimary, (SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
          FROM pg_catalog.unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
          WHERE k.place <= i.indnkeyatts)
        FROM pg_catalog.pg_index i
        WHERE i.indrelid = {oid} AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
        ORDER BY i.indisprimary DESC, i.indexrelid
        """;

    /// <summary>The tables that hold the rows of a table: schema, name, kind, bytes, may be read.</summary>
    public static string Parts(string oid) =>
        $"""
        WITH RECURSIVE tree AS (
          SELECT {oid}::pg_catalog.oid AS oid
          UNION
          SELECT i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
        )
        SELECT n.nspname, c.relname, c.relkind,
               CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_relation_size(c.oid) ELSE 0 END,
               pg_catalog.has_table_privilege(c.oid, 'SELECT')
        FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind <> 'p'
        ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
        """;

    /// <summary>Types by name (literals), one row each: oid (null when there is none), name, schema, kind, element, its kind, is an array.</summary>
    public static string Types(string names) =>
        $"""
        SELECT t.oid, t.typname, n.nspname, t.typtype, COALESCE(e.oid, 0), COALESCE(e.typtype, '-'), COALESCE(e.typarray = t.oid, false)
        FROM pg_catalog.unnest(ARRAY[{names}]::text[]) WITH ORDINALITY AS x(name, place)
        LEFT JOIN pg_catalog.pg_type t ON t.oid = pg_catalog.to_regtype(x.name)
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
        ORDER BY x.place
        """;

    /// <summary>What <c>sluice check</c> wants to know.</summary>
    public const string Server =
        """
        SELECT pg_catalog.current_database(), current_user, pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate,
               pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('server_version'), pg_catalog.current_setting('max_connections'),
               r.rolsuper, r.rolreplication, r.rolconnlimit, pg_catalog.has_database_privilege(d.oid, 'CREATE'),
               pg_catalog.has_database_privilege(d.oid, 'TEMPORARY'), pg_catalog.current_setting('wal_level'),
               pg_catalog.current_setting('default_transaction_read_only'), pg_catalog.current_schema(),
               COALESCE((SELECT s.ssl::text FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_catalog.pg_backend_pid()), 'false'),
               pg_catalog.pg_backend_pid(), pg_catalog.has_schema_privilege(COALESCE(pg_catalog.current_schema(), 'pg_catalog'), 'CREATE'),
               (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity)
        FROM pg_catalog.pg_database d, pg_catalog.pg_roles r
        WHERE d.datname = pg_catalog.current_database() AND r.rolname = current_user
        """;
}
