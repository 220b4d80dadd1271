using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>Invariant 2: <c>write: replace</c> shows the old rows or the new ones, whole, and keeps what hangs on the table or refuses by name.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlReplaceTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => server.Owner.Database;

    [ServiceFact("mariadb")]
    public async Task Everything_that_hangs_on_the_table_is_there_and_works_after_the_swap()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE rich (id int COMMENT 'an id', t varchar(20) DEFAULT 'dflt' COLLATE utf8mb4_general_ci, n int AUTO_INCREMENT, made datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
              twice int GENERATED ALWAYS AS (id * 2) STORED, hidden int INVISIBLE DEFAULT 5, CONSTRAINT positive CHECK (id > 0), PRIMARY KEY (id), KEY counted (n), UNIQUE KEY `Rich Idx` (t, id) COMMENT 'an index', FULLTEXT KEY words (t))
              ENGINE = InnoDB ROW_FORMAT = DYNAMIC COMMENT 'it''s rich, \\o/';
            INSERT INTO rich (id, t) VALUES (1, 'old'), (2, 'old'), (3, 'old'); DELETE FROM rich WHERE id = 3; INSERT INTO rich (id, n) VALUES (4, 40); DELETE FROM rich WHERE id = 4;
            CREATE VIEW rich_view AS SELECT id, t FROM rich;
            """, Cancellation);
        await server.AdministerAsync(
            $"CREATE OR REPLACE USER granted IDENTIFIED BY 'secret-1'; GRANT SELECT, UPDATE (t) ON {Database}.rich TO granted", Cancellation);
        IReadOnlyList<string> before = await server.RowsAsync("SHOW CREATE TABLE rich", Cancellation);

        await using (MySqlAttempt attempt = await OpenAsync("rich", "swap"))
        {
            Assert.Equal([$"DROP TABLE IF EXISTS `{Database}`.`rich__sluice_new`", $"CREATE TABLE `{Database}`.`rich__sluice_new` LIKE `{Database}`.`rich`"], attempt.Target.Ddl);
            Assert.Equal("LOAD DATA LOCAL INFILE, from a stream into 'rich__sluice_new', which then takes the table's place", attempt.Target.Method);
            await attempt.RunAsync(Cancellation, [(1, "a"), (2, "b"), (3, null)]);
        }

        Assert.Equal(before, await server.RowsAsync("SHOW CREATE TABLE rich", Cancellation));
        Assert.Contains("AUTO_INCREMENT=41", before[0], StringComparison.Ordinal);
        Assert.Equal(["1|a|2|5", "2|b|4|5", "3|∅|6|5"], await server.RowsAsync("SELECT id, t, twice, hidden FROM rich ORDER BY id", Cancellation));
        Assert.Equal(["1|a", "2|b", "3|∅"], await server.RowsAsync("SELECT * FROM rich_view ORDER BY id", Cancellation));
        await server.ExecuteAsync("INSERT INTO rich (id) VALUES (11)", Cancellation);
        Assert.Equal(["11|dflt|41"], await server.RowsAsync("SELECT id, t, n FROM rich WHERE id > 10", Cancellation));
        await MariaDbServer.ExecuteAsync(server.Owner with { User = "granted", Password = "secret-1" }, "UPDATE rich SET t = 'granted' WHERE id = 11", Cancellation);
        Assert.Equal(["granted"], await server.RowsAsync("SELECT t FROM rich WHERE id = 11", Cancellation));
        Assert.Equal(0, await TablesLikeAsync("rich__%"));
        await server.AdministerAsync("DROP USER granted", Cancellation);
    }

    [ServiceFact("mariadb")]
    public async Task What_a_swap_would_break_is_refused_by_name_and_kept_when_rows_are_moved()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE parent (t varchar(20) PRIMARY KEY); INSERT INTO parent VALUES ('stays'), ('goes'), ('same'), ('new'), ('added');
            CREATE TABLE target (id int PRIMARY KEY, t varchar(20), extra int DEFAULT 5, twice int GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT to_parent FOREIGN KEY (t) REFERENCES parent (t));
            INSERT INTO target (id, t, extra) VALUES (1, 'stays', 1), (2, 'goes', 1), (3, 'same', 5);
            CREATE TABLE child (id int, CONSTRAINT to_target FOREIGN KEY (id) REFERENCES target (id) ON DELETE CASCADE); INSERT INTO child VALUES (1), (2), (3);
            CREATE TABLE log (id int);
            CREATE TRIGGER noting AFTER INSERT ON target FOR EACH ROW INSERT INTO log VALUES (NEW.id);
            """, Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync("target", "swap"));

        string fix = $"\n  at table {Database}.target\n  fix: set replace: rows, which deletes and inserts in one transaction";
        Assert.Equal(
            string.Join('\n', new[] { $"the foreign key to_target of table {Database}.child", "its foreign key to_parent", "the trigger noting" }.Select(what =>
                $"mysql.cannot_replace: another table cannot take the place of '{Database}.target': {what} would be lost or broken{fix}")),
            error.Message);
        await using MySqlAttempt attempt = await OpenAsync("target", "rows");
        Assert.Equal("LOAD DATA LOCAL INFILE, from a stream into 'target__sluice_new', then DELETE, UPDATE and INSERT by key (id) in one transaction", attempt.Target.Method);
        await attempt.RunAsync(Cancellation, [(1, "new"), (3, "same"), (4, "added")]);
        Assert.Equal(["1|new|5|2", "3|same|5|6", "4|added|5|8"], await server.RowsAsync("SELECT * FROM target ORDER BY id", Cancellation));
        Assert.Equal(["1", "3"], await server.RowsAsync("SELECT id FROM child ORDER BY id", Cancellation));
        Assert.Equal(["4"], await server.RowsAsync("SELECT id FROM log ORDER BY id", Cancellation));
        Assert.Equal(0, await TablesLikeAsync("target__%"));
    }

    [ServiceFact("mariadb")]
    public async Task A_row_that_others_refer_to_and_that_does_not_come_stops_the_run_and_leaves_the_old_rows()
    {
        await server.ExecuteAsync(
            "CREATE TABLE referred (id int PRIMARY KEY, t text); INSERT INTO referred VALUES (1, 'a'), (2, 'b'); "
            + "CREATE TABLE refers (id int, CONSTRAINT to_referred FOREIGN KEY (id) REFERENCES referred (id)); INSERT INTO refers VALUES (1)", Cancellation);
        await using MySqlAttempt attempt = await OpenAsync("referred", "rows");

        var error = await Assert.ThrowsAsync<SluiceException>(() => attempt.RunAsync(Cancellation, [(2, "new")]));

        Assert.Equal(
            "mysql.server_error: replacing the table: the server said 1451 (23000): Cannot delete or update a parent row: a foreign key constraint fails "
            + $"(`{Database}`.`refers`, CONSTRAINT `to_referred` FOREIGN KEY (`id`) REFERENCES `referred` (`id`))\n  at {server.Owner.Host}:{server.Owner.Port}/{Database}",
            error.Message);
        Assert.Equal(["1|a", "2|b"], await server.RowsAsync("SELECT * FROM referred ORDER BY id", Cancellation));
    }

    [ServiceFact("mariadb")]
    public async Task A_missing_table_appears_whole_and_a_table_made_anew_takes_its_columns_from_the_rows()
    {
        for (int run = 1; run <= 2; run++)
        {
            await using MySqlAttempt attempt = await OpenAsync("fresh", "swap", r => r with { Schema = MySqlAttempt.Schema("id"), Create = CreateMode.Recreate });
            await attempt.Run.BeginAsync(Cancellation);
            Assert.Equal(run - 1, await TablesLikeAsync("fresh"));
            ISinkWriter writer = attempt.Writer();
            await attempt.WriteAsync(writer, Cancellation, (run, "x"));
            await attempt.Run.CommitAsync(await writer.PrepareAsync(1, Cancellation), Cancellation);
            await attempt.Run.FinishAsync(Cancellation);
            Assert.Equal([$"{run}|x"], await server.RowsAsync("SELECT * FROM fresh", Cancellation));
        }

        Assert.Equal([""], await server.RowsAsync("SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'fresh'", Cancellation));
        Assert.Equal(0, await TablesLikeAsync("fresh__%"));
    }

    [ServiceFact("mariadb")]
    public async Task An_abandoned_replacement_leaves_the_table_as_it_was_and_a_dead_one_is_cleaned_by_the_next()
    {
        await server.ExecuteAsync("CREATE TABLE lasting (id int, t text); INSERT INTO lasting VALUES (1, 'old')", Cancellation);
        await using (MySqlAttempt abandoned = await OpenAsync("lasting", "swap"))
        {
            await abandoned.Run.BeginAsync(Cancellation);
            await abandoned.WriteAsync(abandoned.Writer(), Cancellation, (2, "never"));
            await abandoned.Run.AbandonAsync(Cancellation);
        }

        Assert.Equal(0, await TablesLikeAsync("lasting__%"));
        await using (MySqlAttempt dead = await OpenAsync("lasting", "swap"))
            await dead.Run.BeginAsync(Cancellation);
        await using (MySqlAttempt next = await OpenAsync("lasting", "swap"))
            await next.RunAsync(Cancellation, [(3, "new")]);

        Assert.Equal(["3|new"], await server.RowsAsync("SELECT * FROM lasting", Cancellation));
    }

    [ServiceFact("mariadb")]
    public async Task A_table_of_somebody_elses_in_the_place_of_the_shadow_is_refused()
    {
        await server.ExecuteAsync("CREATE TABLE blocked (id int, t text); CREATE TABLE blocked__sluice_new (mine int); CREATE TABLE barred (id int, t text); CREATE TABLE barred__sluice_old (mine int)", Cancellation);

        var taken = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync("blocked", "swap"));
        var old = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync("barred", "swap"));

        Assert.Equal(
            $"mysql.cannot_replace: there is a table '{Database}.blocked__sluice_new' that no run has made, where the new rows would go\n  at table {Database}.blocked__sluice_new\n  fix: rename it",
            taken.Message);
        Assert.Equal(
            $"mysql.cannot_replace: there is a table '{Database}.barred__sluice_old' that is in the way, where the old rows would go until they are dropped\n"
            + $"  at table {Database}.barred__sluice_old\n  fix: look at it, and drop or rename it", old.Message);
    }

    [ServiceFact("mariadb")]
    public async Task Two_runs_that_replace_one_table_do_not_mix_their_rows()
    {
        await server.ExecuteAsync("CREATE TABLE contested (id int, t text)", Cancellation);
        await using MySqlAttempt first = await OpenAsync("contested", "swap");
        await using MySqlAttempt second = await OpenAsync("contested", "swap");
        await first.Run.BeginAsync(Cancellation);
        await second.Run.BeginAsync(Cancellation);
        ISinkWriter writer = first.Writer();
        await first.WriteAsync(writer, Cancellation, (1, "first"));

        var error = await Assert.ThrowsAsync<SluiceException>(() => writer.PrepareAsync(1, Cancellation).AsTask());

        Assert.Equal(
            $"mysql.replaced_by_another: table '{Database}.contested__sluice_new' with the new rows is not this run's any more: another run replaces the same table\n"
            + $"  at {server.Owner.Host}:{server.Owner.Port}/{Database}\n  fix: let one job alone replace the table, then run again",
            error.Message);
    }

    [ServiceFact("mariadb")]
    public async Task A_table_altered_while_it_is_replaced_is_not_swapped()
    {
        await server.ExecuteAsync("CREATE TABLE altered (id int, t text); INSERT INTO altered VALUES (1, 'old')", Cancellation);
        await using MySqlAttempt attempt = await OpenAsync("altered", "swap");
        await attempt.Run.BeginAsync(Cancellation);
        await server.ExecuteAsync("ALTER TABLE altered ADD KEY (id)", Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(() => attempt.Run.FinishAsync(Cancellation).AsTask());

        Assert.Equal(
            $"mysql.replaced_by_another: columns or indexes of table '{Database}.altered' were altered while it was being replaced\n"
            + $"  at {server.Owner.Host}:{server.Owner.Port}/{Database}\n  fix: run again", error.Message);
        Assert.Equal(["1|old"], await server.RowsAsync("SELECT * FROM altered", Cancellation));
    }

    [ServiceTheory("mariadb")]
    [InlineData("swap")]
    [InlineData("rows")]
    public async Task A_resumed_replacement_ends_once_and_shows_nothing_before(string how)
    {
        string table = $"continued_{how}";
        await server.ExecuteAsync($"CREATE TABLE {table} (id int, t text); INSERT INTO {table} VALUES (0, 'old')", Cancellation);
        for (int number = 1; number <= 2; number++)
        {
            await using MySqlAttempt attempt = await ResumableAsync(table, number, how);
            await attempt.Run.BeginAsync(Cancellation);
            ISinkWriter writer = attempt.Writer();
            await attempt.WriteAsync(writer, Cancellation, (number, "new"));
            await writer.CommitAsync([new($"s{number}", "done")], Cancellation);
            Assert.Equal(["0|old"], await server.RowsAsync($"SELECT * FROM {table}", Cancellation));
            if (number == 2)
            {
                await attempt.Run.FinishAsync(Cancellation);
                await attempt.Run.FinishAsync(Cancellation);
            }
        }

        Assert.Equal(["1|new", "2|new"], await server.RowsAsync($"SELECT * FROM {table} ORDER BY id", Cancellation));
        await using MySqlAttempt third = await ResumableAsync(table, 3, how);
        await third.Run.BeginAsync(Cancellation);
        Assert.True((await third.Run.RecoverAsync(Cancellation)).IsFinished);
        await third.Run.FinishAsync(Cancellation);
        Assert.Equal(["2"], await server.RowsAsync($"SELECT COUNT(*) FROM {table}", Cancellation));
        Assert.Equal(0, await TablesLikeAsync(table + "__%"));
    }

    [ServiceFact("mariadb")]
    public async Task A_statement_behind_a_swap_that_fails_says_that_the_table_is_replaced()
    {
        await server.ExecuteAsync("CREATE TABLE ended (id int, t text); INSERT INTO ended VALUES (1, 'old')", Cancellation);
        await using MySqlAttempt attempt = await OpenAsync("ended", "swap", null, ("after", System.Collections.Immutable.ImmutableArray.Create("INSERT INTO nowhere VALUES (1)")));

        var error = await Assert.ThrowsAsync<SluiceException>(() => attempt.RunAsync(Cancellation, [(2, "new")]));

        Assert.Equal(
            $"mysql.after_swap: the table is replaced, and then: running `after`: Table '{Database}.nowhere' doesn't exist\n  at {server.Owner.Host}:{server.Owner.Port}/{Database}\n"
            + "  fix: run the statement by hand, or the job again", error.Message);
        Assert.Equal(["2|new"], await server.RowsAsync("SELECT * FROM ended", Cancellation));
    }

    [ServiceFact("mariadb")]
    public async Task A_user_that_does_not_see_triggers_may_not_swap()
    {
        await server.ExecuteAsync("CREATE TABLE blind (id int, t text)", Cancellation);
        await server.AdministerAsync($"CREATE OR REPLACE USER blind IDENTIFIED BY 'secret-1'; GRANT SELECT, INSERT, CREATE, DROP, ALTER ON {Database}.* TO blind", Cancellation);
        MariaDbAddress blind = server.Owner with { User = "blind", Password = "secret-1" };

        var error = await Assert.ThrowsAsync<SluiceException>(() => MySqlAttempt.OpenAsync(
            blind.Url, $"{Database}.blind", 0, "run-1", r => r with { Write = WriteMode.Replace }, Cancellation));

        await server.AdministerAsync("DROP USER blind", Cancellation);
        Assert.Equal(
            $"mysql.missing_right: the user may not see the triggers of table '{Database}.blind', which a swap would lose\n  at {blind.Host}:{blind.Port}/{Database}\n"
            + "  fix: grant TRIGGER on the table to the user, or set replace: rows", error.Message);
    }

    private async Task<int> TablesLikeAsync(string pattern) => int.Parse(
        (await server.RowsAsync($"SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE '{pattern.Replace("_", "\\_", StringComparison.Ordinal)}'", Cancellation))[0],
        System.Globalization.CultureInfo.InvariantCulture);

    private Task<MySqlAttempt> OpenAsync(string table, string how, Func<SinkRequest, SinkRequest>? with = null, params (string, object)[] options) => MySqlAttempt.OpenAsync(
        server.Url, $"{Database}.{table}", 0, $"run-{Guid.NewGuid():N}"[..12], r => (with?.Invoke(r) ?? r) with { Write = WriteMode.Replace }, Cancellation, [("replace", how), .. options]);

    private Task<MySqlAttempt> ResumableAsync(string table, long number, string how) =>
        MySqlAttempt.OpenAsync(server.Url, $"{Database}.{table}", number, table, r => r with { Write = WriteMode.Replace }, Cancellation, ("replace", how));
}
