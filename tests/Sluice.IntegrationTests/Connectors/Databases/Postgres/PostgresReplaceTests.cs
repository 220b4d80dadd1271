using Npgsql;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>Invariant 2: <c>write: replace</c> shows the old rows or the new ones, whole, and keeps what hangs on the table or refuses by name.</summary>
public sealed class PostgresReplaceTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Everything_that_hangs_on_the_table_is_there_and_works_after_the_swap()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE log (id int);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NEW; END';
            CREATE TABLE parent (t text PRIMARY KEY); INSERT INTO parent VALUES ('a'), ('b'), ('old');
            CREATE TABLE rich (id int CONSTRAINT rich_key PRIMARY KEY, t text DEFAULT 'dflt' CONSTRAINT to_parent REFERENCES parent,
              n serial, i int GENERATED ALWAYS AS IDENTITY, twice int GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT positive CHECK (id > 0)) WITH (fillfactor = 70);
            CREATE INDEX rich_lower ON rich (lower(t)) WHERE id > 1;
            CREATE UNIQUE INDEX "Rich Idx" ON rich (id, t DESC);
            ALTER TABLE rich ALTER COLUMN t SET STATISTICS 77;
            COMMENT ON TABLE rich IS 'it''s rich'; COMMENT ON COLUMN rich.t IS 'a text'; COMMENT ON INDEX rich_lower IS 'an index'; COMMENT ON CONSTRAINT to_parent ON rich IS 'a key';
            CREATE TRIGGER noting BEFORE INSERT ON rich FOR EACH ROW WHEN (NEW.id > 10) EXECUTE FUNCTION note();
            CREATE TRIGGER sleeping BEFORE INSERT ON rich FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE rich DISABLE TRIGGER sleeping;
            COMMENT ON TRIGGER noting ON rich IS 'a trigger';
            ALTER TABLE rich ENABLE ROW LEVEL SECURITY; CREATE POLICY odd ON rich FOR SELECT TO sluice_reader USING (id % 2 = 1);
            CREATE POLICY strict ON rich AS RESTRICTIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (id < 1000);
            GRANT SELECT ON rich TO sluice_reader; GRANT INSERT (id, t), UPDATE (t) ON rich TO sluice_reader WITH GRANT OPTION;
            REVOKE TRIGGER ON rich FROM sluice; ALTER TABLE rich REPLICA IDENTITY USING INDEX rich_key; ALTER TABLE rich CLUSTER ON "Rich Idx";
            INSERT INTO rich (id, t) SELECT g, 'old' FROM generate_series(1, 5) g;
            """, Cancellation);
        IReadOnlyList<string> before = await DescribeAsync("rich");

        await using (PostgresAttempt attempt = await OpenAsync("public.rich", "swap"))
            await attempt.RunAsync(Cancellation, [(1, "a"), (2, "b"), (3, null)]);

        Assert.Equal(before, await DescribeAsync("rich"));
        Assert.Equal(["1|a|6|2", "2|b|7|4", "3|∅|8|6"], await server.RowsAsync("SELECT id, t, n, twice FROM rich ORDER BY id", Cancellation));
        await server.ExecuteAsync("INSERT INTO rich (id) SELECT 11 WHERE EXISTS (SELECT FROM parent WHERE t = 'dflt'); INSERT INTO rich (id, t) VALUES (12, 'a')", Cancellation);
        Assert.Equal(["12|9|6"], await server.RowsAsync("SELECT id, n, i FROM rich WHERE id > 10", Cancellation));
        Assert.Equal(["12"], await server.RowsAsync("TABLE log", Cancellation));
        Assert.Equal("23503", await FailureAsync(server.Owner, "INSERT INTO rich VALUES (20, 'nobody')"));
        Assert.Equal("23514", await FailureAsync(server.Owner, "INSERT INTO rich VALUES (-1, 'a')"));
        Assert.Equal("42501", await FailureAsync(server.Reader, "DELETE FROM rich"));
        Assert.Equal(2L, await ScalarAsync(server.Reader, "SELECT count(*) FROM rich"));
    }

    [ServiceFact("postgres")]
    public async Task What_a_swap_would_break_is_refused_by_name_and_kept_when_rows_are_moved()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE target (id int PRIMARY KEY, t text, extra int DEFAULT 5);
            INSERT INTO target VALUES (1, 'stays', 1), (2, 'goes', 1), (3, 'same', 5);
            CREATE TABLE child (id int REFERENCES target ON DELETE CASCADE); INSERT INTO child VALUES (1), (3);
            CREATE VIEW seen AS SELECT id, t FROM target; CREATE MATERIALIZED VIEW kept AS SELECT * FROM seen;
            CREATE FUNCTION first_of(target) RETURNS text LANGUAGE sql AS 'SELECT $1.t';
            CREATE STATISTICS linked ON id, t FROM target;
            """, Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync("public.target", "swap"));

        const string Fix = "\n  at table public.target\n  fix: set replace: rows, which deletes and inserts in one transaction";
        Assert.Equal(
            string.Join('\n', new[] { "function first_of(target)", "statistics linked", "the foreign key child_id_fkey of table child", "view seen" }.Select(what =>
                $"postgres.cannot_replace: another table cannot take the place of 'public.target': {what} would be lost or broken{Fix}")),
            error.Message);
        await using PostgresAttempt attempt = await OpenAsync("public.target", "rows");
        Assert.Equal("COPY binary into 'target__sluice_new', then DELETE, UPDATE and INSERT by key (id) in one transaction", attempt.Target.Method);
        await attempt.RunAsync(Cancellation, [(1, "new"), (3, "same"), (4, "added")]);
        Assert.Equal(["1|new|5", "3|same|5", "4|added|5"], await server.RowsAsync("SELECT * FROM target ORDER BY id", Cancellation));
        Assert.Equal(["1", "3"], await server.RowsAsync("SELECT id FROM child ORDER BY id", Cancellation));
        Assert.Equal(["1|new", "3|same", "4|added"], await server.RowsAsync("SELECT * FROM seen ORDER BY id", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_row_that_others_refer_to_and_that_does_not_come_stops_the_run_and_leaves_the_old_rows()
    {
        await server.ExecuteAsync(
            "CREATE TABLE referred (id int PRIMARY KEY, t text); INSERT INTO referred VALUES (1, 'a'), (2, 'b'); CREATE TABLE refers (id int REFERENCES referred); INSERT INTO refers VALUES (1)", Cancellation);
        await using PostgresAttempt attempt = await OpenAsync("public.referred", "rows");

        var error = await Assert.ThrowsAsync<SluiceException>(() => attempt.RunAsync(Cancellation, [(2, "new")]));

        Assert.Equal(
            "postgres.server_error: replacing the table: the server said 23503: update or delete on table \"referred\" violates foreign key constraint \"refers_id_fkey\" on table \"refers\" "
            + $"(Key (id)=(1) is still referenced from table \"refers\".)\n  at {server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}",
            error.Message);
        Assert.Equal(["1|a", "2|b"], await server.RowsAsync("SELECT * FROM referred ORDER BY id", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_missing_table_appears_whole_and_a_table_made_anew_takes_its_columns_from_the_rows()
    {
        for (int run = 1; run <= 2; run++)
        {
            await using PostgresAttempt attempt = await OpenAsync("public.fresh", "swap", r => r with { Schema = PostgresAttempt.Schema("id"), Create = CreateMode.Recreate });
            await attempt.Run.BeginAsync(Cancellation);
            Assert.Equal(run - 1, await server.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'fresh'", Cancellation));
            ISinkWriter writer = attempt.Writer();
            await attempt.WriteAsync(writer, Cancellation, (run, "x"));
            await attempt.Run.CommitAsync(await writer.PrepareAsync(1, Cancellation), Cancellation);
            await attempt.Run.FinishAsync(Cancellation);
            Assert.Equal([$"{run}|x"], await server.RowsAsync("TABLE fresh", Cancellation));
        }

        // From 18 on a NOT NULL is a constraint, too.
        Assert.Equal(["fresh_pkey"], await server.RowsAsync("SELECT conname FROM pg_constraint WHERE conrelid = 'fresh'::regclass AND conname <> 'fresh_id_not_null'", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task An_abandoned_replacement_leaves_the_table_as_it_was_and_a_dead_one_is_cleaned_by_the_next()
    {
        await server.ExecuteAsync("CREATE TABLE lasting (id int, t text); INSERT INTO lasting VALUES (1, 'old')", Cancellation);
        await using (PostgresAttempt abandoned = await OpenAsync("public.lasting", "swap"))
        {
            await abandoned.Run.BeginAsync(Cancellation);
            await abandoned.WriteAsync(abandoned.Writer(), Cancellation, (2, "never"));
            await abandoned.Run.AbandonAsync(Cancellation);
        }

        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'lasting__sluice_new'", Cancellation));
        await using (PostgresAttempt dead = await OpenAsync("public.lasting", "swap"))
            await dead.Run.BeginAsync(Cancellation);
        await using (PostgresAttempt next = await OpenAsync("public.lasting", "swap"))
            await next.RunAsync(Cancellation, [(3, "new")]);

        Assert.Equal(["3|new"], await server.RowsAsync("TABLE lasting", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Two_runs_that_replace_one_table_do_not_mix_their_rows()
    {
        await server.ExecuteAsync("CREATE TABLE contested (id int, t text)", Cancellation);
        await using PostgresAttempt first = await OpenAsync("public.contested", "swap");
        await using PostgresAttempt second = await OpenAsync("public.contested", "swap");
        await first.Run.BeginAsync(Cancellation);
        await second.Run.BeginAsync(Cancellation);
        ISinkWriter writer = first.Writer();
        await first.WriteAsync(writer, Cancellation, (1, "first"));

        var error = await Assert.ThrowsAsync<SluiceException>(() => writer.PrepareAsync(1, Cancellation).AsTask());

        Assert.Equal(
            $"postgres.replaced_by_another: table 'public.contested__sluice_new' with the new rows is not this run's any more: another run replaces the same table\n"
            + $"  at {server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}\n  fix: let one job alone replace the table, then run again",
            error.Message);
    }

    [ServiceFact("postgres")]
    public async Task A_resumed_replacement_swaps_once_and_shows_nothing_before()
    {
        await server.ExecuteAsync("CREATE TABLE continued (id int, t text); INSERT INTO continued VALUES (0, 'old')", Cancellation);
        for (int number = 1; number <= 2; number++)
        {
            await using PostgresAttempt attempt = await PostgresAttempt.OpenAsync(
                server.Url, "public.continued", number, "continued", r => r with { Write = WriteMode.Replace }, Cancellation);
            await attempt.Run.BeginAsync(Cancellation);
            ISinkWriter writer = attempt.Writer();
            await attempt.WriteAsync(writer, Cancellation, (number, "new"));
            await writer.CommitAsync([new($"s{number}", "done")], Cancellation);
            Assert.Equal(["0|old"], await server.RowsAsync("TABLE continued", Cancellation));
            if (number == 2)
            {
                await attempt.Run.FinishAsync(Cancellation);
                await attempt.Run.FinishAsync(Cancellation);
            }
        }

        Assert.Equal(["1|new", "2|new"], await server.RowsAsync("SELECT * FROM continued ORDER BY id", Cancellation));
        await using PostgresAttempt third = await PostgresAttempt.OpenAsync(server.Url, "public.continued", 3, "continued", r => r with { Write = WriteMode.Replace }, Cancellation);
        await third.Run.BeginAsync(Cancellation);
        Assert.True((await third.Run.RecoverAsync(Cancellation)).IsFinished);
        await third.Run.FinishAsync(Cancellation);
        Assert.Equal(2, await server.ScalarAsync<long>("SELECT count(*) FROM continued", Cancellation));
    }

    /// <summary>Everything the catalog says of a table that has a name or a text, in order.</summary>
    private Task<IReadOnlyList<string>> DescribeAsync(string table) => server.RowsAsync(
        $"""
        SELECT 'column', concat_ws('|', attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attacl::text, attstattarget, col_description(attrelid, attnum),
          (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef d WHERE d.adrelid = attrelid AND d.adnum = attnum), pg_get_serial_sequence('{table}', attname)) FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0
        UNION ALL SELECT 'index', concat_ws('|', pg_get_indexdef(indexrelid), indisreplident, indisclustered, obj_description(indexrelid, 'pg_class')) FROM pg_index WHERE indrelid = '{table}'::regclass
        UNION ALL SELECT 'constraint', concat_ws('|', conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')) FROM pg_constraint WHERE conrelid = '{table}'::regclass
        UNION ALL SELECT 'trigger', concat_ws('|', pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger')) FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal
        UNION ALL SELECT 'policy', p::text FROM pg_policies p WHERE tablename = '{table}'
        UNION ALL SELECT 'table', concat_ws('|', relowner, array(SELECT unnest(relacl)::text ORDER BY 1), reloptions, relrowsecurity, relforcerowsecurity, relreplident, relpersistence, obj_description(oid, 'pg_class')) FROM pg_class WHERE oid = '{table}'::regclass
        ORDER BY 1, 2
        """, Cancellation);

    private Task<PostgresAttempt> OpenAsync(string table, string how, Func<SinkRequest, SinkRequest>? with = null) =>
        PostgresAttempt.OpenAsync(server.Url, table, 0, $"run-{Guid.NewGuid():N}"[..12], r => (with?.Invoke(r) ?? r) with { Write = WriteMode.Replace }, Cancellation, ("replace", how));

    private static async Task<string?> FailureAsync(PostgresAddress user, string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(user, sql))).SqlState;

    private static async Task<object?> ScalarAsync(PostgresAddress user, string sql)
    {
        await using var connection = new NpgsqlConnection(user.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
