namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// What hangs on a table beyond what LIKE copies, as the statements that give it to the table that takes its place. Asked under the table's lock,
/// before it is renamed: the texts name the table by the name that its successor will have.
/// </summary>
internal static class SwapQueries
{
    /// <summary>Run when both tables are there, the new one under its final name (<paramref name="name"/>): owner, sequences.</summary>
    public static string BeforeDrop(string oid, string shadow, string name) =>
        $"""
        SELECT 1, pg_catalog.format('ALTER TABLE %s OWNER TO %I', {name}, pg_catalog.pg_get_userbyid(c.relowner))
        FROM pg_catalog.pg_class c, pg_catalog.pg_class s WHERE c.oid = {oid} AND s.oid = {shadow} AND s.relowner <> c.relowner
        UNION ALL
        SELECT 2, pg_catalog.format('ALTER SEQUENCE %s OWNED BY %s.%I', d.objid::regclass, {name}, a.attname)
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_class q ON q.oid = d.objid AND q.relkind = 'S'
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = {oid} AND d.deptype = 'a'
        ORDER BY 1, 2
        """;

    /// <summary>The identity sequences: schema, the old one's name, the new one's, both quoted and qualified, the old one's rights.</summary>
    public static string Identities(string oid, string shadow) =>
        $"""
        SELECT n.nspname, o.relname, s.relname, pg_catalog.format('%I.%I', n.nspname, o.relname), pg_catalog.format('%I.%I', n.nspname, s.relname),
               (SELECT pg_catalog.string_agg(pg_catalog.format('GRANT %s ON SEQUENCE %I.%I TO %s', g.privilege_type, n.nspname, o.relname,
                         CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END
                         || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), '; ')
                FROM pg_catalog.aclexplode(o.relacl) g)
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_attribute b ON b.attrelid = {shadow} AND b.attname = a.attname
        JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i' AND d.classid = d.refclassid
        JOIN pg_catalog.pg_depend e ON e.refclassid = d.refclassid AND e.refobjid = b.attrelid AND e.refobjsubid = b.attnum AND e.deptype = 'i' AND e.classid = e.refclassid
        JOIN pg_catalog.pg_class o ON o.oid = d.objid AND o.relkind = 'S'
        JOIN pg_catalog.pg_class s ON s.oid = e.objid AND s.relkind = 'S'
        JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
        WHERE a.attrelid = {oid} AND a.attnum > 0 AND a.attidentity <> ''
        ORDER BY o.relname
        """;

    /// <summary>Run when the old table is gone and the indexes have their names: triggers, policies, rights, comments, settings.</summary>
    public static string AfterDrop(string oid, string shadow, string name) =>
        $"""
        {Triggers(oid, name)}
        UNION ALL
        {Policies(oid, name)}
        UNION ALL
        {Rights(oid, shadow, name)}
        UNION ALL
        {Settings(oid, name)}
        UNION ALL
        SELECT 90, pg_catalog.format('COMMENT ON TABLE %s IS %s', {name}, COALESCE(pg_catalog.quote_literal(pg_catalog.obj_description({oid}, 'pg_class')), 'NULL'))
        UNION ALL
        SELECT 91, pg_catalog.format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, {name}, pg_catalog.obj_description(k.oid, 'pg_constraint'))
        FROM pg_catalog.pg_constraint k WHERE k.conrelid = {oid} AND k.contype = 'f' AND pg_catalog.obj_description(k.oid, 'pg_constraint') IS NOT NULL
        ORDER BY 1, 2
        """;

    private static string Triggers(string oid, string name) =>
        $"""
        SELECT 10, pg_catalog.pg_get_triggerdef(t.oid) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = {oid} AND NOT t.tgisinternal
        UNION ALL
        SELECT 11, pg_catalog.format('ALTER TABLE %s %s TRIGGER %I', {name}, CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname)
        FROM pg_catalog.pg_trigger t WHERE t.tgrelid = {oid} AND NOT t.tgisinternal AND t.tgenabled <> 'O'
        UNION ALL
        SELECT 12, pg_catalog.format('COMMENT ON TRIGGER %I ON %s IS %L', t.tgname, {name}, pg_catalog.obj_description(t.oid, 'pg_trigger'))
        FROM pg_catalog.pg_trigger t WHERE t.tgrelid = {oid} AND NOT t.tgisinternal AND pg_catalog.obj_description(t.oid, 'pg_trigger') IS NOT NULL
        """;

    private static string Policies(string oid, string name) =>
        $"""
        SELECT 20, pg_catalog.format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, {name},
                 CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                 CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                 (SELECT pg_catalog.string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r)) END, ', ') FROM pg_catalog.unnest(p.polroles) r),
                 ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')')
        FROM pg_catalog.pg_policy p WHERE p.polrelid = {oid}
        UNION ALL
        SELECT 21, pg_catalog.format('COMMENT ON POLICY %I ON %s IS %L', p.polname, {name}, pg_catalog.obj_description(p.oid, 'pg_policy'))
        FROM pg_catalog.pg_policy p WHERE p.polrelid = {oid} AND pg_catalog.obj_description(p.oid, 'pg_policy') IS NOT NULL
        """;

    /// <summary>Rights that default privileges gave to the new table go first.</summary>
    private static string Rights(string oid, string shadow, string name) =>
        $"""
        SELECT DISTINCT 30, pg_catalog.format('REVOKE ALL ON TABLE %s FROM %s', {name}, {Grantee})
        FROM pg_catalog.pg_class c, pg_catalog.pg_class s, pg_catalog.aclexplode(COALESCE(s.relacl, pg_catalog.acldefault('r', s.relowner))) g
        WHERE c.oid = {oid} AND s.oid = {shadow} AND (c.relacl IS NOT NULL OR s.relacl IS NOT NULL)
        UNION ALL
        SELECT 31, pg_catalog.format('GRANT %s ON TABLE %s TO %s%s', g.privilege_type, {name}, {Grantee}, CASE WHEN g.is_grantable AND g.grantee <> c.relowner THEN ' WITH GRANT OPTION' END)
        FROM pg_catalog.pg_class c, pg_catalog.pg_class s, pg_catalog.aclexplode(COALESCE(c.relacl, pg_catalog.acldefault('r', c.relowner))) g
        WHERE c.oid = {oid} AND s.oid = {shadow} AND (c.relacl IS NOT NULL OR s.relacl IS NOT NULL)
        UNION ALL
        SELECT 32, pg_catalog.format('GRANT %s (%I) ON TABLE %s TO %s%s', g.privilege_type, a.attname, {name}, {Grantee}, CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END)
        FROM pg_catalog.pg_attribute a, pg_catalog.aclexplode(a.attacl) g WHERE a.attrelid = {oid} AND NOT a.attisdropped
        """;

    private static string Settings(string oid, string name) =>
        $"""
        SELECT 40, pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', {name}) FROM pg_catalog.pg_class c WHERE c.oid = {oid} AND c.relrowsecurity
        UNION ALL
        SELECT 41, pg_catalog.format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', {name}) FROM pg_catalog.pg_class c WHERE c.oid = {oid} AND c.relforcerowsecurity
        UNION ALL
        SELECT 42, pg_catalog.format('ALTER TABLE %s REPLICA IDENTITY %s', {name}, CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)
        FROM pg_catalog.pg_class c WHERE c.oid = {oid} AND c.relreplident IN ('f', 'n')
        UNION ALL
        SELECT 43, pg_catalog.format('ALTER TABLE %s %s %I', {name}, CASE WHEN x.is_identity THEN 'REPLICA IDENTITY USING INDEX' ELSE 'CLUSTER ON' END, c.relname)
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid, (VALUES (true), (false)) x (is_identity)
        WHERE i.indrelid = {oid} AND CASE WHEN x.is_identity THEN i.indisreplident ELSE i.indisclustered END
        """;

    private const string Grantee = "CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END";
}
