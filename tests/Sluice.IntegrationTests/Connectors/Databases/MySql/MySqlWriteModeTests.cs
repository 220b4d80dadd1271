using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>Each write mode with exact rows and counts, and the refusals of each.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlWriteModeTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("mariadb")]
    [InlineData("auto", "LOAD DATA LOCAL INFILE, from a stream")]
    [InlineData("insert", "INSERT of many rows")]
    public async Task Insert_ignore_adds_what_is_not_there_and_counts_the_others(string load, string method)
    {
        await server.ExecuteAsync("CREATE OR REPLACE TABLE ignoring (id int PRIMARY KEY, t varchar(20) UNIQUE); INSERT INTO ignoring VALUES (1, 'old'), (7, 'taken')", Cancellation);

        (Committable taken, SinkTable plan) = await RunAsync(
            "ignoring", WriteMode.InsertIgnore, [], load, [(1, "new"), (2, "b"), (2, "c"), (3, "taken")], [(2, "d"), (4, null)], [(5, "x"), (6, "x")]);

        Assert.Equal(($"{method} into a temporary table, INSERT of the rows whose key is not there", 1), (plan.Method, plan.MaxWriters));
        Assert.Equal((3L, 5L, 0L), (taken.RowCount, taken.Ignored, taken.Superseded));
        Assert.Equal(["1|old", "2|b", "4|∅", "5|x", "7|taken"], await TableAsync("ignoring"));
    }

    [ServiceTheory("mariadb")]
    [InlineData("auto")]
    [InlineData("insert")]
    public async Task Upsert_puts_rows_in_place_and_the_last_of_a_key_wins(string load)
    {
        await server.ExecuteAsync(
            "CREATE OR REPLACE TABLE upserted (id int PRIMARY KEY, t varchar(20), kept varchar(20) DEFAULT 'new', n int GENERATED ALWAYS AS (id * 2) STORED); "
            + "INSERT INTO upserted (id, t, kept) VALUES (1, 'old', 'kept'), (9, 'other', 'kept')", Cancellation);

        (Committable taken, SinkTable plan) = await RunAsync(
            "upserted", WriteMode.Upsert, [], load, [(1, "first"), (2, "a"), (1, "second"), (2, "b"), (1, null), (1, null)], [(2, "c"), (3, "d")], [(3, "e"), (3, "f")]);

        Assert.EndsWith("into a temporary table, INSERT … ON DUPLICATE KEY UPDATE", plan.Method, StringComparison.Ordinal);
        Assert.Contains("rows that are there keep their values in columns that get none: kept", plan.Notes);
        Assert.Equal((5L, 0L, 5L), (taken.RowCount, taken.Ignored, taken.Superseded));
        Assert.Equal(["1|∅|kept|2", "2|c|new|4", "3|f|new|6", "9|other|kept|18"], await server.RowsAsync("SELECT id, t, kept, n FROM upserted ORDER BY id", Cancellation));
    }

    [ServiceTheory("mariadb")]
    [InlineData("auto")]
    [InlineData("insert")]
    public async Task A_row_that_collides_in_another_unique_key_is_a_dirty_row_and_updates_no_other_row(string load)
    {
        await server.ExecuteAsync(
            "CREATE OR REPLACE TABLE crossing (id int PRIMARY KEY, t varchar(20), UNIQUE KEY other (t)); INSERT INTO crossing VALUES (1, 'a'), (2, 'b')", Cancellation);
        await using MySqlAttempt attempt = await OpenAsync("crossing", WriteMode.Upsert, null, ("load", load));

        Committable taken = (await attempt.RunAsync(Cancellation, [(3, "a"), (2, "new"), (4, "d"), (1, "d")]))!;

        Assert.EndsWith("into a temporary table, UPDATE by key (id) and INSERT of the others", attempt.Target.Method, StringComparison.Ordinal);
        Assert.Contains("a row that is equal to another row in another unique key than the one that decides is a dirty row", attempt.Target.Notes);
        Assert.Equal((2L, 0L, 0L), (taken.RowCount, taken.Ignored, taken.Superseded));
        Assert.Equal(["3 1062: Duplicate entry 'a' for key 'other'", "1 1062: Duplicate entry 'd' for key 'other'"], attempt.Dirty.Select(d => $"{d.Row![0].Value} {d.Reason}"));
        Assert.Equal(["1|a", "2|new", "4|d"], await TableAsync("crossing"));
    }

    [ServiceFact("mariadb")]
    public async Task Insert_ignore_by_a_named_key_leaves_out_by_that_key_alone()
    {
        await server.ExecuteAsync("CREATE TABLE named (id int PRIMARY KEY, t varchar(20), UNIQUE KEY other (t)); INSERT INTO named VALUES (1, 'a')", Cancellation);
        await using MySqlAttempt attempt = await OpenAsync("named", WriteMode.InsertIgnore, r => r with { Key = ["id"] });

        Committable taken = (await attempt.RunAsync(Cancellation, [(1, "x"), (2, "a"), (3, "c")]))!;

        Assert.Equal((1L, 1L), (taken.RowCount, taken.Ignored));
        Assert.Equal(["2 1062: Duplicate entry 'a' for key 'other'"], attempt.Dirty.Select(d => $"{d.Row![0].Value} {d.Reason}"));
        Assert.Equal(["1|a", "3|c"], await TableAsync("named"));
    }

    [ServiceFact("mariadb")]
    public async Task Text_keys_are_compared_by_the_columns_collation_and_written_as_they_come()
    {
        await server.ExecuteAsync("CREATE TABLE cased (id int, t varchar(20) COLLATE utf8mb4_general_ci PRIMARY KEY); INSERT INTO cased VALUES (1, 'Key'), (2, 'x')", Cancellation);

        (Committable taken, _) = await RunAsync("cased", WriteMode.Upsert, [], "auto", [(3, "kEY"), (4, "KEY"), (5, "y ")]);

        Assert.Equal((2L, 1L), (taken.RowCount, taken.Superseded));
        Assert.Equal(["2|x", "4|KEY", "5|y "], await TableAsync("cased"));
    }

    [ServiceFact("mariadb")]
    public async Task Upsert_into_a_missing_table_creates_it_with_the_key()
    {
        await using MySqlAttempt attempt = await OpenAsync("made", WriteMode.Upsert, r => r with { Schema = MySqlAttempt.Schema("id") });
        Committable taken = (await attempt.RunAsync(Cancellation, [(1, "a"), (1, "b")]))!;
        Assert.Equal((1L, 1L), (taken.RowCount, taken.Superseded));
        Assert.Equal(["1|b"], await TableAsync("made"));
    }

    [ServiceFact("mariadb")]
    public async Task Upsert_of_keys_alone_and_by_another_unique_key()
    {
        await server.ExecuteAsync(
            "CREATE TABLE by_other (id int, t varchar(20) NOT NULL, PRIMARY KEY (id), UNIQUE (t)); INSERT INTO by_other VALUES (1, 'a'); "
            + "CREATE TABLE pair (id int, t varchar(20), PRIMARY KEY (id, t)); INSERT INTO pair VALUES (1, 'a')", Cancellation);

        (Committable other, _) = await RunAsync("by_other", WriteMode.Upsert, ["t"], "auto", [(2, "a"), (3, "b")]);
        (Committable both, _) = await RunAsync("pair", WriteMode.Upsert, [], "auto", [(1, "a"), (1, "b")]);

        Assert.Equal((2L, 2L), (other.RowCount, both.RowCount));
        Assert.Equal(["2|a", "3|b"], await TableAsync("by_other"));
        Assert.Equal(["1|a", "1|b"], await TableAsync("pair"));
    }

    [ServiceFact("mariadb")]
    public async Task Truncate_empties_the_table_first_and_says_that_it_is_not_atomic()
    {
        await server.ExecuteAsync("CREATE TABLE emptied (id int PRIMARY KEY, t text); INSERT INTO emptied VALUES (1, 'old'), (2, 'old')", Cancellation);

        (Committable taken, SinkTable plan) = await RunAsync("emptied", WriteMode.Truncate, [], "auto", [(1, "new")]);

        Assert.Equal([$"TRUNCATE TABLE `{server.Owner.Database}`.`emptied`"], plan.Ddl);
        Assert.Contains("truncate is not atomic: the table is empty from the start of the run, and what it held is lost also when the run then fails", plan.Notes);
        Assert.Equal(1, taken.RowCount);
        Assert.Equal(["1|new"], await TableAsync("emptied"));
        await server.ExecuteAsync("CREATE TABLE of_emptied (id int, CONSTRAINT to_emptied FOREIGN KEY (id) REFERENCES emptied (id))", Cancellation);
        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync("emptied", WriteMode.Truncate));
        string database = server.Owner.Database;
        Assert.Equal(
            $"mysql.cannot_replace: '{database}.emptied' cannot be truncated: the foreign key to_emptied of table {database}.of_emptied refers to it\n"
            + $"  at table {database}.emptied\n  fix: use write: replace with replace: rows", error.Message);
    }

    [ServiceTheory("mariadb")]
    [InlineData(WriteMode.Append, "auto")]
    [InlineData(WriteMode.InsertIgnore, "auto")]
    [InlineData(WriteMode.InsertIgnore, "insert")]
    [InlineData(WriteMode.Upsert, "auto")]
    [InlineData(WriteMode.Upsert, "insert")]
    [InlineData(WriteMode.Replace, "auto")]
    [InlineData(WriteMode.Truncate, "auto")]
    public async Task Bad_rows_at_the_first_a_middle_and_the_last_position_cost_no_good_row(WriteMode mode, string load)
    {
        string name = $"bad_{mode}_{load}".ToLowerInvariant();
        await server.ExecuteAsync($"CREATE TABLE {name} (id int PRIMARY KEY, t varchar(20) NOT NULL, CONSTRAINT word CHECK (t <> 'check'), CONSTRAINT short CHECK (CHAR_LENGTH(t) < 9))", Cancellation);
        await using MySqlAttempt attempt = await OpenAsync(name, mode, null, ("load", load));
        (int?, string?)[] rows = [.. Enumerable.Range(0, 1001).Select(i => ((int?)i, (string?)(i switch { 0 => null, 500 => "check", 1000 => "too long for it", _ => $"t{i}" })))];

        Committable taken = (await attempt.RunAsync(Cancellation, rows))!;

        Assert.Equal((998L, 0L, 0L), (taken.RowCount, taken.Ignored, taken.Superseded));
        string refused = mode == WriteMode.Replace ? name + "__sluice_new" : name;
        Assert.Equal(
            [
                "0 the target's column must not be NULL",
                $"1000 4025: CONSTRAINT `short` failed for `{server.Owner.Database}`.`{refused}`",
                $"500 4025: CONSTRAINT `word` failed for `{server.Owner.Database}`.`{refused}`",
            ],
            attempt.Dirty.Select(d => $"{d.Row![0].Value} {d.Reason}").Order(StringComparer.Ordinal));
        Assert.Equal(["998|499000"], await server.RowsAsync($"SELECT COUNT(*), SUM(id) FROM {name} WHERE t = CONCAT('t', id)", Cancellation));
    }

    [ServiceTheory("mariadb")]
    [InlineData("id int, t varchar(9)", "", WriteMode.Upsert, "write: upsert needs a key, and the target has no primary key\n  at table {0}.refusing\n  fix: name the columns of a unique key in `key`, or add a primary key to the target")]
    [InlineData("id int PRIMARY KEY, t varchar(9)", "t", WriteMode.Upsert, "the target has no unique key (t)\n  at table {0}.refusing\n  fix: ALTER TABLE `{0}`.`refusing` ADD UNIQUE (`t`)")]
    [InlineData("id int PRIMARY KEY, t varchar(9), UNIQUE (t(3))", "t", WriteMode.Upsert, "the target has no unique key (t)\n  at table {0}.refusing\n  fix: ALTER TABLE `{0}`.`refusing` ADD UNIQUE (`t`)")]
    [InlineData("id int PRIMARY KEY, t varchar(9) UNIQUE", "t", WriteMode.Upsert, "column 't' of the key may be NULL in the target, where NULL is equal to nothing\n  at table {0}.refusing\n  fix: ALTER TABLE … MODIFY `t` varchar(9) NOT NULL")]
    [InlineData("id int, t varchar(9), k int DEFAULT 1 PRIMARY KEY", "", WriteMode.Upsert, "no value comes for column 'k' of the key\n  at table {0}.refusing\n  fix: give it a value in `select`")]
    [InlineData("id int, t varchar(9)", "", WriteMode.InsertIgnore, "write: insert_ignore needs a unique key whose values come, and the target has none\n  at table {0}.refusing\n  fix: add one to the target, or use write: append")]
    public async Task A_key_that_cannot_decide_is_refused_before_the_first_row(string columns, string key, WriteMode mode, string message)
    {
        await server.ExecuteAsync($"CREATE OR REPLACE TABLE refusing ({columns})", Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync("refusing", mode, r => r with { Key = key.Length == 0 ? [] : [key] }));

        Assert.Equal("mysql.no_key: " + message.Replace("{0}", server.Owner.Database, StringComparison.Ordinal), error.Message);
    }

    [ServiceFact("mariadb")]
    public async Task Without_the_right_to_temporary_tables_a_merge_is_refused_before_the_first_row()
    {
        await server.ExecuteAsync("CREATE TABLE rightless (id int PRIMARY KEY, t text)", Cancellation);
        await server.AdministerAsync($"CREATE OR REPLACE USER limited IDENTIFIED BY 'secret-1'; GRANT SELECT, INSERT, UPDATE ON {server.Owner.Database}.* TO limited", Cancellation);
        MariaDbAddress limited = server.Owner with { User = "limited", Password = "secret-1" };
        await using MySqlAttempt attempt = await MySqlAttempt.OpenAsync(
            limited.Url, $"{server.Owner.Database}.rightless", 0, "run-1", r => r with { Write = WriteMode.Upsert }, Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(() => attempt.Run.BeginAsync(Cancellation).AsTask());

        await server.AdministerAsync("DROP USER limited", Cancellation);
        Assert.Equal(
            $"mysql.missing_right: creating a temporary table: Access denied for user 'limited'@'%' to database '{server.Owner.Database}'\n"
            + $"  at {limited.Host}:{limited.Port}/{limited.Database}\n  fix: grant the right to the user, or use another user", error.Message);
    }

    [ServiceFact("mariadb")]
    public async Task Every_row_of_a_resumed_upsert_is_in_the_transaction_of_its_mark()
    {
        await server.ExecuteAsync("CREATE TABLE marked (id int PRIMARY KEY, t text)", Cancellation);
        await using (MySqlAttempt first = await ResumableAsync("marked", 1, WriteMode.Upsert))
        {
            await first.Run.BeginAsync(Cancellation);
            ISinkWriter writer = first.Writer();
            await first.WriteAsync(writer, Cancellation, (1, "a"), (2, "a"));
            await writer.CommitAsync([new("s", "1")], Cancellation);
            await first.WriteAsync(writer, Cancellation, (2, "b"), (3, "b"), (3, "c"));
            Committable taken = Assert.Single(await writer.CommitAsync([new("s", "2")], Cancellation));
            Assert.Equal((2L, 1L), (taken.RowCount, taken.Superseded));
            await first.WriteAsync(writer, Cancellation, (1, "lost"));
        }

        Assert.Equal(["1|a", "2|b", "3|c"], await TableAsync("marked"));
        Assert.Equal(["2"], await server.RowsAsync("SELECT state FROM sluice_progress WHERE run_id = 'marked' AND split = 's'", Cancellation));
    }

    [ServiceFact("mariadb")]
    public async Task Statements_before_and_after_run_once_around_the_run()
    {
        await server.ExecuteAsync("CREATE TABLE around (id int, t text); CREATE TABLE log (t text)", Cancellation);
        var options = new (string, object)[]
        {
            ("before", ImmutableArray.Create("INSERT INTO log SELECT CONCAT('before ', COUNT(*)) FROM around")),
            ("after", ImmutableArray.Create("INSERT INTO log SELECT CONCAT('after ', COUNT(*)) FROM around")),
        };
        for (int number = 1; number <= 2; number++)
        {
            await using MySqlAttempt one = await ResumableAsync("around", number, WriteMode.Append, options);
            Assert.Equal(["before the first row: INSERT INTO log SELECT CONCAT('before ', COUNT(*)) FROM around", "behind the last row: INSERT INTO log SELECT CONCAT('after ', COUNT(*)) FROM around"], one.Target.Notes);
            await one.Run.BeginAsync(Cancellation);
            ISinkWriter writer = one.Writer();
            await one.WriteAsync(writer, Cancellation, (number, null));
            await writer.CommitAsync([], Cancellation);
            if (number == 2)
                await one.Run.FinishAsync(Cancellation);
        }

        Assert.Equal(["after 2", "before 0"], await server.RowsAsync("SELECT * FROM log ORDER BY 1", Cancellation));
    }

    private async Task<(Committable Taken, SinkTable Plan)> RunAsync(string table, WriteMode mode, string[] key, string load, params (int? Id, string? Text)[][] batches)
    {
        await using MySqlAttempt attempt = await OpenAsync(table, mode, r => r with { Key = [.. key] }, ("load", load));
        Committable taken = (await attempt.RunAsync(Cancellation, batches))!;
        Assert.Empty(attempt.Dirty);
        return (taken, attempt.Target);
    }

    private Task<MySqlAttempt> OpenAsync(string table, WriteMode mode, Func<SinkRequest, SinkRequest>? with = null, params (string, object)[] options) => MySqlAttempt.OpenAsync(
        server.Url, $"{server.Owner.Database}.{table}", 0, $"run-{Guid.NewGuid():N}"[..12], r => (with?.Invoke(r) ?? r) with { Write = mode }, Cancellation, options);

    private Task<MySqlAttempt> ResumableAsync(string table, long number, WriteMode mode, params (string, object)[] options) =>
        MySqlAttempt.OpenAsync(server.Url, $"{server.Owner.Database}.{table}", number, table, r => r with { Write = mode }, Cancellation, options);

    private Task<IReadOnlyList<string>> TableAsync(string table) => server.RowsAsync($"SELECT * FROM {table} ORDER BY 1, 2", Cancellation);
}
