namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The questions of <c>write: replace</c> to the catalog. <c>oid</c> is a table's, as text.</summary>
internal static class ReplaceQueries
{
    /// <summary>Kind, persistence, may act as the owner, tablespace, options as a list, comment of the table named like the shadow, it exists.</summary>
    public static string Facts(string oid, string shadow) =>
        $"""
        SELECT c.relkind, c.relpersistence, pg_catalog.pg_has_role(c.relowner, 'USAGE'),
               (SELECT pg_catalog.quote_ident(t.spcname) FROM pg_catalog.pg_tablespace t WHERE t.oid = c.reltablespace),
               (SELECT pg_catalog.string_agg(o, ', ') FROM (
                  SELECT pg_catalog.unnest(c.reloptions) AS o
                  UNION ALL SELECT 'toast.' || pg_catalog.unnest(t.reloptions) FROM pg_catalog.pg_class t WHERE t.oid = c.reltoastrelid) x),
               pg_catalog.obj_description(s.oid, 'pg_class'), s.oid IS NOT NULL,
               NOT COALESCE(pg_catalog.has_schema_privilege(c.relnamespace, 'CREATE'), false),
               pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
                 AND pg_catalog.has_table_privilege(c.oid, 'UPDATE') AND pg_catalog.has_table_privilege(c.oid, 'DELETE'),
               current_user
        FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_class s ON s.oid = pg_catalog.to_regclass({shadow})::oid
        WHERE c.oid = {oid}
        """;

    /// <summary>The same facts of the shadow where the target is missing.</summary>
    public static string ShadowFacts(string shadow) =>
        $"SELECT pg_catalog.obj_description(s.oid, 'pg_class') FROM pg_catalog.pg_class s WHERE s.oid = pg_catalog.to_regclass({shadow})::oid";

    /// <summary>What a swap would break or lose, each as text; the second column says whether it is a foreign key to the table.</summary>
    public static string Obstacles(string oid) =>
        $"""
        WITH me AS (SELECT c.oid, c.reltype, c.relispartition, c.reloftype FROM pg_catalog.pg_class c WHERE c.oid = {oid})
        SELECT 'the foreign key ' || pg_catalog.quote_ident(k.conname) || ' of table ' || k.conrelid::regclass, true
        FROM pg_catalog.pg_constraint k, me WHERE k.confrelid = me.oid AND k.contype = 'f' AND k.conparentid = 0
        UNION
        SELECT CASE WHEN r.oid IS NOT NULL THEN pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, r.ev_class, 0)
                    ELSE pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) END, false
        FROM me
        JOIN pg_catalog.pg_depend d ON d.deptype IN ('n', 'e')
          AND ((d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = me.oid)
            OR (d.refclassid = 'pg_catalog.pg_type'::regclass
                AND d.refobjid IN (SELECT t.oid FROM pg_catalog.pg_type t WHERE t.oid = me.reltype OR t.typelem = me.reltype)))
        LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid AND (k.contype = 'f' OR k.conrelid = me.oid))
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE d.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = d.objid AND p.polrelid = me.oid)
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE d.classid = 'pg_catalog.pg_trigger'::regclass AND t.oid = d.objid AND t.tgrelid = me.oid)
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef a WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND a.oid = d.objid AND a.adrelid = me.oid)
          AND (r.oid IS NULL OR r.ev_class <> me.oid)
        UNION
        SELECT 'rule ' || pg_catalog.quote_ident(r.rulename), false FROM pg_catalog.pg_rewrite r, me WHERE r.ev_class = me.oid
        UNION
        SELECT 'publication ' || pg_catalog.quote_ident(p.pubname), false
        FROM pg_catalog.pg_publication_rel l JOIN pg_catalog.pg_publication p ON p.oid = l.prpubid, me WHERE l.prrelid = me.oid
        UNION
        SELECT 'statistics ' || pg_catalog.quote_ident(s.stxname), false FROM pg_catalog.pg_statistic_ext s, me WHERE s.stxrelid = me.oid
        UNION
        SELECT 'a security label', false FROM pg_catalog.pg_seclabel l, me WHERE l.classoid = 'pg_catalog.pg_class'::regclass AND l.objoid = me.oid
        UNION
        SELECT 'table ' || i.inhrelid::regclass || ', which inherits from it', false FROM pg_catalog.pg_inherits i, me WHERE i.inhparent = me.oid
        UNION
        SELECT 'table ' || i.inhparent::regclass || ', which it is a part of', false FROM pg_catalog.pg_inherits i, me WHERE i.inhrelid = me.oid
        UNION
        SELECT 'the type it is declared of', false FROM me WHERE me.reloftype <> 0
        ORDER BY 1
        """;

    /// <summary>Statements that give the shadow what LIKE does not: foreign keys, statistics targets, column options.</summary>
    public static string Additions(string oid, string shadow) =>
        $"""
        SELECT 1, pg_catalog.format('ALTER TABLE %s ADD CONSTRAINT %I %s', {shadow}, k.conname, pg_catalog.pg_get_constraintdef(k.oid)), k.conname
        FROM pg_catalog.pg_constraint k WHERE k.conrelid = {oid} AND k.contype = 'f' AND k.confrelid <> {oid}
        UNION ALL
        SELECT 2, pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', {shadow}, a.attname, a.attstattarget), a.attname
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = {oid} AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0
        UNION ALL
        SELECT 3, pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', {shadow}, a.attname, pg_catalog.array_to_string(a.attoptions, ', ')), a.attname
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = {oid} AND a.attnum > 0 AND NOT a.attisdropped AND a.attoptions IS NOT NULL
        ORDER BY 1, 3
        """;

    /// <summary>Column names, types, NOT NULL and defaults of a table as one text, and its indexes: what must not change while a run lasts.</summary>
    public static string Shape(string oid) =>
        $"""
        SELECT COALESCE((SELECT pg_catalog.string_agg(pg_catalog.format('%I %s %s %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_attribute a WHERE a.attrelid = {oid} AND a.attnum > 0 AND NOT a.attisdropped), '')
        || COALESCE((SELECT pg_catalog.string_agg(x.suffix, ', ' ORDER BY x.suffix) FROM ({Indexes(oid)}) x), '')
        """;

    /// <summary>Renames that give the indexes of <paramref name="shadow"/> the names of those of <paramref name="oid"/> that they were made after.</summary>
    public static string IndexNames(string oid, string shadow) =>
        $"""
        SELECT o.schema, n.name, o.name
        FROM ({Indexes(oid)}) o JOIN ({Indexes(shadow)}) n ON n.suffix = o.suffix AND n.place = o.place
        WHERE n.name <> o.name ORDER BY o.name
        """;

    private static string Indexes(string oid) =>
        $"""
        SELECT y.*, pg_catalog.row_number() OVER (PARTITION BY y.suffix ORDER BY y.indexrelid) AS place
        FROM (
          SELECT i.indexrelid, n.nspname AS schema, c.relname AS name,
                 pg_catalog.concat_ws(' ', k.contype, k.condeferrable, k.condeferred, i.indisunique, pg_catalog.substr(pg_catalog.pg_get_indexdef(i.indexrelid),
                   pg_catalog.length(pg_catalog.format('CREATE %sINDEX %I ON %I.%I USING ', CASE WHEN i.indisunique THEN 'UNIQUE ' END, c.relname, n.nspname, t.relname)))) AS suffix
          FROM pg_catalog.pg_index i
          JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
          LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
          WHERE i.indrelid = {oid}) y
        """;
}
