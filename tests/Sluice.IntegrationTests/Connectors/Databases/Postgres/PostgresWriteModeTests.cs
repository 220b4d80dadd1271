using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>Each write mode with exact rows and counts, and the refusals of each.</summary>
public sealed class PostgresWriteModeTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Insert_ignore_adds_what_is_not_there_and_counts_the_others()
    {
        await server.ExecuteAsync("CREATE TABLE ignoring (id int PRIMARY KEY, t text UNIQUE); INSERT INTO ignoring VALUES (1, 'old'), (7, 'taken')", Cancellation);

        (Committable taken, SinkTable plan) = await RunAsync(
            "ignoring", WriteMode.InsertIgnore, [], [(1, "new"), (2, "b"), (2, "c"), (3, "taken")], [(2, "d"), (4, null)]);

        Assert.Equal(("COPY binary into a temporary table, INSERT … ON CONFLICT DO NOTHING", 1), (plan.Method, plan.MaxWriters));
        Assert.Equal((2L, 4L, 0L), (taken.RowCount, taken.Ignored, taken.Superseded));
        Assert.Equal(["1|old", "2|b", "4|∅", "7|taken"], await TableAsync("ignoring"));
    }

    [ServiceFact("postgres")]
    public async Task Upsert_puts_rows_in_place_and_the_last_of_a_key_wins()
    {
        await server.ExecuteAsync(
            "CREATE TABLE upserted (id int PRIMARY KEY, t text, kept text DEFAULT 'new', made timestamptz DEFAULT now(), n int GENERATED ALWAYS AS (id * 2) STORED); "
            + "INSERT INTO upserted (id, t, kept) VALUES (1, 'old', 'kept'), (9, 'other', 'kept')", Cancellation);

        (Committable taken, SinkTable plan) = await RunAsync(
            "upserted", WriteMode.Upsert, [], [(1, "first"), (2, "a"), (1, "second"), (2, "b"), (1, null)], [(2, "c"), (3, "d")], [(3, "e"), (3, "f")]);

        Assert.Equal("COPY binary into a temporary table, INSERT … ON CONFLICT (\"id\") DO UPDATE", plan.Method);
        Assert.Contains("rows that are there keep their values in columns that get none: kept, made", plan.Notes);
        Assert.Equal((5L, 0L, 4L), (taken.RowCount, taken.Ignored, taken.Superseded));
        Assert.Equal(["1|∅|kept|2", "2|c|new|4", "3|f|new|6", "9|other|kept|18"], await server.RowsAsync("SELECT id, t, kept, n FROM upserted ORDER BY id", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Upsert_into_a_missing_table_creates_it_with_the_key()
    {
        await using PostgresAttempt attempt = await OpenAsync("public.made", WriteMode.Upsert, r => r with { Schema = PostgresAttempt.Schema("id") });
        Committable taken = (await attempt.RunAsync(Cancellation, [(1, "a"), (1, "b")]))!;
        Assert.Equal((1L, 1L), (taken.RowCount, taken.Superseded));
        Assert.Equal(["1|b"], await TableAsync("made"));
    }

    [ServiceFact("postgres")]
    public async Task Upsert_of_keys_alone_and_by_another_unique_key()
    {
        await server.ExecuteAsync(
            "CREATE TABLE by_other (id int, t text NOT NULL, PRIMARY KEY (id), UNIQUE (t)); INSERT INTO by_other VALUES (1, 'a'); "
            + "CREATE TABLE pair (id int, t text, PRIMARY KEY (id, t)); INSERT INTO pair VALUES (1, 'a')", Cancellation);

        (Committable other, _) = await RunAsync("by_other", WriteMode.Upsert, ["t"], [(2, "a"), (3, "b")]);
        (Committable both, _) = await RunAsync("pair", WriteMode.Upsert, [], [(1, "a"), (1, "b")]);

        Assert.Equal((2L, 2L), (other.RowCount, both.RowCount));
        Assert.Equal(["2|a", "3|b"], await TableAsync("by_other"));
        Assert.Equal(["1|a", "1|b"], await TableAsync("pair"));
    }

    [ServiceFact("postgres")]
    public async Task Truncate_empties_the_table_first_and_says_that_it_is_not_atomic()
    {
        await server.ExecuteAsync("CREATE TABLE emptied (id int PRIMARY KEY, t text); INSERT INTO emptied VALUES (1, 'old'), (2, 'old')", Cancellation);

        (Committable taken, SinkTable plan) = await RunAsync("emptied", WriteMode.Truncate, [], [(1, "new")]);

        Assert.Equal(["TRUNCATE TABLE \"public\".\"emptied\""], plan.Ddl);
        Assert.Contains("truncate is not atomic: the table is empty from the start of the run, and what it held is lost also when the run then fails", plan.Notes);
        Assert.Equal(1, taken.RowCount);
        Assert.Equal(["1|new"], await TableAsync("emptied"));
    }

    [ServiceTheory("postgres")]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.InsertIgnore)]
    [InlineData(WriteMode.Upsert)]
    [InlineData(WriteMode.Replace)]
    [InlineData(WriteMode.Truncate)]
    public async Task Bad_rows_at_the_first_a_middle_and_the_last_position_cost_no_good_row(WriteMode mode)
    {
        string name = $"bad_{mode}".ToLowerInvariant();
        await server.ExecuteAsync($"CREATE TABLE {name} (id int PRIMARY KEY, t text NOT NULL CHECK (t <> 'check') CHECK (length(t) < 9))", Cancellation);
        await using PostgresAttempt attempt = await OpenAsync($"public.{name}", mode);
        (int?, string?)[] rows = [.. Enumerable.Range(0, 1001).Select(i => ((int?)i, (string?)(i switch { 0 => null, 500 => "check", 1000 => "too long for it", _ => $"t{i}" })))];

        Committable taken = (await attempt.RunAsync(Cancellation, rows))!;

        Assert.Equal((998L, 0L, 0L), (taken.RowCount, taken.Ignored, taken.Superseded));
        string refused = mode == WriteMode.Replace ? name + "__sluice_new" : name;
        Assert.Equal(
            [
                $"0 23502: null value in column \"t\" of relation \"{refused}\" violates not-null constraint (Failing row contains (0, null).)",
                $"1000 23514: new row for relation \"{refused}\" violates check constraint \"{name}_t_check1\" (Failing row contains (1000, too long for it).)",
                $"500 23514: new row for relation \"{refused}\" violates check constraint \"{name}_t_check\" (Failing row contains (500, check).)",
            ],
            attempt.Dirty.Select(d => $"{d.Row![0].Value} {d.Reason}").Order(StringComparer.Ordinal));
        Assert.Equal(0, await server.DifferencesAsync($"SELECT i, 't' || i FROM generate_series(0, 1000) i WHERE i NOT IN (0, 500, 1000)", $"TABLE {name}", Cancellation));
    }

    [ServiceTheory("postgres")]
    [InlineData("id int, t text", "", WriteMode.Upsert, "postgres.no_key: write: upsert needs a key, and the target has no primary key\n  at table public.refusing\n  fix: name the columns of a unique key in `key`, or add a primary key to the target")]
    [InlineData("id int PRIMARY KEY, t text", "t", WriteMode.Upsert, "postgres.no_key: the target has no unique key (t) that takes effect at once\n  at table public.refusing\n  fix: CREATE UNIQUE INDEX ON \"public\".\"refusing\" (\"t\")")]
    [InlineData("id int PRIMARY KEY, t text UNIQUE", "t", WriteMode.Upsert, "postgres.no_key: column 't' of the key may be NULL in the target, where NULL is equal to nothing\n  at table public.refusing\n  fix: ALTER TABLE … ALTER COLUMN \"t\" SET NOT NULL")]
    [InlineData("id int, t text, k int DEFAULT 1 PRIMARY KEY", "", WriteMode.Upsert, "postgres.no_key: no value comes for column 'k' of the key\n  at table public.refusing\n  fix: give it a value in `select`")]
    [InlineData("id int PRIMARY KEY DEFERRABLE, t text", "id", WriteMode.InsertIgnore, "postgres.no_key: the target has no unique key (id) that takes effect at once\n  at table public.refusing\n  fix: CREATE UNIQUE INDEX ON \"public\".\"refusing\" (\"id\")")]
    [InlineData("id int, t text", "", WriteMode.InsertIgnore, "postgres.no_key: write: insert_ignore needs a unique key, and the target has none\n  at table public.refusing\n  fix: add one to the target, or use write: append")]
    public async Task A_key_that_cannot_decide_is_refused_before_the_first_row(string columns, string key, WriteMode mode, string message)
    {
        await server.ExecuteAsync($"DROP TABLE IF EXISTS refusing; CREATE TABLE refusing ({columns})", Cancellation);

        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync("public.refusing", mode, r => r with { Key = key.Length == 0 ? [] : [key] }));

        Assert.Equal(message, error.Message);
    }

    [ServiceFact("postgres")]
    public async Task Every_row_of_a_resumed_upsert_is_in_the_transaction_of_its_mark()
    {
        await server.ExecuteAsync("CREATE TABLE marked (id int PRIMARY KEY, t text)", Cancellation);
        await using (PostgresAttempt first = await PostgresAttempt.OpenAsync(server.Url, "public.marked", 1, "marked", r => r with { Write = WriteMode.Upsert }, Cancellation))
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

    [ServiceFact("postgres")]
    public async Task Statements_before_and_after_run_once_in_the_transactions_around_the_run()
    {
        await server.ExecuteAsync("CREATE TABLE around (id int, t text); CREATE TABLE log (t text)", Cancellation);
        var options = new (string, object)[]
        {
            ("before", System.Collections.Immutable.ImmutableArray.Create("INSERT INTO log SELECT 'before ' || count(*) FROM around")),
            ("after", System.Collections.Immutable.ImmutableArray.Create("INSERT INTO log SELECT 'after ' || count(*) FROM around")),
        };
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            await using PostgresAttempt one = await PostgresAttempt.OpenAsync(server.Url, "public.around", attempt, "around", null, Cancellation, options);
            Assert.Equal(["before the first row: INSERT INTO log SELECT 'before ' || count(*) FROM around", "behind the last row: INSERT INTO log SELECT 'after ' || count(*) FROM around"], one.Target.Notes);
            await one.Run.BeginAsync(Cancellation);
            ISinkWriter writer = one.Writer();
            await one.WriteAsync(writer, Cancellation, (attempt, null));
            await writer.CommitAsync([], Cancellation);
            if (attempt == 2)
                await one.Run.FinishAsync(Cancellation);
        }

        Assert.Equal(["after 2", "before 0"], await server.RowsAsync("SELECT * FROM log ORDER BY 1", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_deadlock_with_another_transaction_is_passed_by_writing_the_batch_again()
    {
        await server.ExecuteAsync("CREATE TABLE crossed (id int PRIMARY KEY, t text); INSERT INTO crossed VALUES (1, 'old'), (2, 'old')", Cancellation);
        // With a long patience of its own the other transaction is never the one that is ended.
        await using var other = new Npgsql.NpgsqlConnection(server.Admin.ConnectionString);
        await other.OpenAsync(Cancellation);
        await using var first = new Npgsql.NpgsqlCommand("SET deadlock_timeout = '20s'; BEGIN; UPDATE crossed SET t = 'other' WHERE id = 2", other);
        await first.ExecuteNonQueryAsync(Cancellation);

        await using PostgresAttempt attempt = await OpenAsync("public.crossed", WriteMode.Upsert);
        await attempt.Run.BeginAsync(Cancellation);
        ISinkWriter writer = attempt.Writer();
        Task writing = attempt.WriteAsync(writer, Cancellation, (1, "new"), (2, "new"));
        await Task.Delay(200, Cancellation);
        await using var second = new Npgsql.NpgsqlCommand("UPDATE crossed SET t = 'other' WHERE id = 1; COMMIT", other);
        await second.ExecuteNonQueryAsync(Cancellation);
        await writing;
        await attempt.Run.CommitAsync(await writer.PrepareAsync(1, Cancellation), Cancellation);

        Assert.Equal(["1|new", "2|new"], await TableAsync("crossed"));
    }

    private async Task<(Committable Taken, SinkTable Plan)> RunAsync(string table, WriteMode mode, string[] key, params (int? Id, string? Text)[][] batches)
    {
        await using PostgresAttempt attempt = await OpenAsync($"public.{table}", mode, r => r with { Key = [.. key] });
        Committable taken = (await attempt.RunAsync(Cancellation, batches))!;
        Assert.Empty(attempt.Dirty);
        return (taken, attempt.Target);
    }

    private Task<PostgresAttempt> OpenAsync(string table, WriteMode mode, Func<SinkRequest, SinkRequest>? with = null) =>
        PostgresAttempt.OpenAsync(server.Url, table, 0, $"run-{Guid.NewGuid():N}"[..12], r => (with?.Invoke(r) ?? r) with { Write = mode }, Cancellation);

    private Task<IReadOnlyList<string>> TableAsync(string table) => server.RowsAsync($"SELECT * FROM {table} ORDER BY 1, 2", Cancellation);
}
