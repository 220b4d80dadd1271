using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>Invariant 10: a row that the server refuses costs no other row.</summary>
public sealed class PostgresDirtyRowTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Refused_rows_are_left_out_with_column_value_and_reason()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE refused (id int, n int, t text, v text, k text);
            INSERT INTO refused SELECT i, i, 't', 'v', 'k' || i FROM generate_series(1, 2000) i;
            UPDATE refused SET n = -1 WHERE id = 1;
            UPDATE refused SET t = NULL WHERE id IN (1000, 1001);
            UPDATE refused SET v = 'too long' WHERE id = 1500;
            UPDATE refused SET v = 'v  ' || '      ' WHERE id = 1501;
            UPDATE refused SET k = 'k7' WHERE id = 2000;
            CREATE TABLE strict (id int, n bigint CONSTRAINT positive CHECK (n > 0), t text NOT NULL, v varchar(5), k text UNIQUE);
            """, Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { BatchRows = 600 };

        await pipe.CopyAsync("public.refused", "public.strict", Cancellation);

        Assert.Equal(
            [
                "id=1 ∅ postgres.row_refused 23514: new row for relation \"strict\" violates check constraint \"positive\" (Failing row contains (1, -1, t, v, k1).)",
                "id=1000 t postgres.row_refused 23502: null value in column \"t\" of relation \"strict\" violates not-null constraint (Failing row contains (1000, 1000, null, v, k1000).)",
                "id=1001 t postgres.row_refused 23502: null value in column \"t\" of relation \"strict\" violates not-null constraint (Failing row contains (1001, 1001, null, v, k1001).)",
                "id=1500 v postgres.value_refused the text has 8 characters and the target takes 5",
                "id=1501 v postgres.value_refused the text has 9 characters and the target takes 5",
                "id=2000 ∅ postgres.row_refused 23505: duplicate key value violates unique constraint \"strict_k_key\" (Key (k)=(k7) already exists.)",
            ],
            pipe.Dirty.Select(d => $"id={d.Row![0].Value} {d.Column ?? "∅"} {d.Code.Name} {d.Reason}").Order(StringComparer.Ordinal));
        Assert.All(pipe.Dirty, d => Assert.Equal(("write", "public.strict"), (d.Stage, d.Table)));
        Assert.Equal(0, await server.DifferencesAsync("SELECT * FROM refused WHERE id NOT IN (1, 1000, 1001, 1500, 1501, 2000)", "TABLE strict", Cancellation));
    }

    [ServiceTheory("postgres")]
    [InlineData("id = 1")]
    [InlineData("id = 100")]
    [InlineData("id = 50")]
    [InlineData("id % 2 = 0")]
    [InlineData("true")]
    public async Task Bad_rows_at_any_position_of_a_batch_cost_no_good_row(string bad)
    {
        string name = $"at_{Math.Abs(bad.GetHashCode(StringComparison.Ordinal))}";
        await server.ExecuteAsync($"CREATE TABLE {name} AS SELECT i AS id FROM generate_series(1, 100) i; CREATE TABLE {name}_sink (id int CHECK (NOT ({bad})))", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        await pipe.CopyAsync($"public.{name}", $"public.{name}_sink", Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"SELECT id FROM {name} WHERE NOT ({bad})", $"TABLE {name}_sink", Cancellation));
        Assert.Equal(await server.ScalarAsync<long>($"SELECT count(*) FROM {name} WHERE {bad}", Cancellation), pipe.Dirty.Count);
    }

    [ServiceFact("postgres")]
    public async Task A_text_that_its_input_function_refuses_is_a_dirty_row()
    {
        await server.ExecuteAsync("CREATE TABLE texts (id int, a text, b text); INSERT INTO texts VALUES (1, '10.0.0.1', 'tab\t\\'), (2, 'no address', ''), (3, NULL, NULL); CREATE TABLE nets (id int, a inet, b text)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        SinkTable target = await pipe.CopyAsync("public.texts", "public.nets", Cancellation);

        Assert.Equal("COPY text", target.Method);
        DirtyRow dirty = Assert.Single(pipe.Dirty);
        Assert.Equal("a 'no address' 22P02: invalid input syntax for type inet: \"no address\"", $"{dirty.Column} '{dirty.Value}' {dirty.Reason}");
        Assert.Equal(["1|10.0.0.1|tab\t\\", "3|∅|∅"], await server.RowsAsync("SELECT * FROM nets ORDER BY id", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_trigger_that_drops_rows_is_noticed()
    {
        await server.ExecuteAsync("CREATE TABLE ten AS SELECT i AS id FROM generate_series(1, 10) i; CREATE TABLE eater (id int); "
            + "CREATE FUNCTION eat() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN CASE WHEN NEW.id = 5 THEN NULL ELSE NEW END; END'; "
            + "CREATE TRIGGER eat BEFORE INSERT ON eater FOR EACH ROW EXECUTE FUNCTION eat()", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        var error = await Assert.ThrowsAsync<Sluice.Types.SluiceException>(() => pipe.CopyAsync("public.ten", "public.eater", Cancellation));

        Assert.Equal("postgres.count_mismatch: 10 rows were sent and the server took 9\n  at table public.eater\n  fix: look for a trigger or a rule on the table that drops rows", error.Message);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM eater", Cancellation));
    }
}
