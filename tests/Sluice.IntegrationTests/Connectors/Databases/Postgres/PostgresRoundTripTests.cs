using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>PostgreSQL → PostgreSQL: every built-in type, compared by the server itself.</summary>
public sealed class PostgresRoundTripTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Every_type_comes_back_as_it_was_into_a_created_table(int parallelism)
    {
        string source = $"types_{parallelism}";
        await PostgresTypeTable.MakeAsync(server, source, Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = parallelism, SourceOptions = SmallSplits(parallelism) };

        SinkTable target = await pipe.CopyAsync($"public.{source}", $"public.{source}_copy", Cancellation);

        Assert.Empty(pipe.Dirty.Select(d => $"{d.Column} {d.Reason}"));
        await AssertSameAsync(source, $"{source}_copy");
        Assert.Equal("COPY text", target.Method);
        IReadOnlyList<string> types = await server.RowsAsync(PostgresTypeTable.TypesOf($"{source}_copy"), Cancellation);
        Assert.Equal(await server.RowsAsync(PostgresTypeTable.TypesOf(source), Cancellation), types);
    }

    [ServiceTheory("postgres")]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Every_type_comes_back_as_it_was_into_a_table_made_by_hand(int parallelism)
    {
        string source = $"hand_{parallelism}";
        await PostgresTypeTable.MakeAsync(server, source, Cancellation);
        await server.ExecuteAsync($"CREATE TABLE {source}_copy (LIKE {source})", Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { Parallelism = parallelism, SourceOptions = SmallSplits(parallelism) };

        await pipe.CopyAsync($"public.{source}", $"public.{source}_copy", Cancellation, CreateMode.MustExist);

        Assert.Empty(pipe.Dirty.Select(d => $"{d.Column} {d.Reason}"));
        await AssertSameAsync(source, $"{source}_copy");
    }

    [ServiceFact("postgres")]
    public async Task Types_with_a_binary_form_go_by_binary_copy()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE plain (id bigint PRIMARY KEY, a smallint NOT NULL, n numeric(15,2), c character(5), v varchar(20), t text, b bytea, d date,
              tm time, ts timestamp, tz timestamptz, f real, g double precision, u uuid, j json, k jsonb, x boolean, l integer[]);
            COMMENT ON TABLE plain IS 'it''s a \ table'; COMMENT ON COLUMN plain.n IS 'price';
            INSERT INTO plain SELECT i, i % 100, (i - 500) / 7.0, 'c' || i % 100, 'v' || i, repeat('中', i % 50), decode(md5(i::text), 'hex'),
              date '1900-01-01' + i, time '00:00' + i * interval '1.000001 s', timestamp '1900-01-01' + i * interval '1 day 0.000001 s',
              timestamptz '1900-01-01 00:00+00' + i * interval '1 day', i / 3.0, i / 3.0, md5(i::text)::uuid, '{"i": 1.10}', '{"i": 1.10}', i % 2 = 0,
              ARRAY[i, NULL, -i] FROM generate_series(1, 1000) i;
            INSERT INTO plain (id, a) VALUES (0, 0);
            """, Cancellation);
        await using var pipe = new PostgresPipe(server.Url) { BatchRows = 100 };

        SinkTable target = await pipe.CopyAsync("public.plain", "public.plain_copy", Cancellation);

        Assert.Equal("COPY binary", target.Method);
        Assert.Empty(pipe.Dirty);
        Assert.Equal(0, await server.DifferencesAsync("SELECT plain::text FROM plain", "SELECT plain_copy::text FROM plain_copy", Cancellation));
        Assert.Equal(await server.RowsAsync(PostgresTypeTable.TypesOf("plain"), Cancellation), await server.RowsAsync(PostgresTypeTable.TypesOf("plain_copy"), Cancellation));
        Assert.Equal(["it's a \\ table|price|t"], await server.RowsAsync(
            "SELECT obj_description('plain_copy'::regclass), col_description('plain_copy'::regclass, 3), "
            + "(SELECT indisprimary FROM pg_index WHERE indrelid = 'plain_copy'::regclass)", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Names_of_every_kind_are_names()
    {
        const string Hostile = "weird \"name\"; DROP TABLE x; -- 'ünï' 中文 🦀 a.b %s \\";
        string table = Quote(Hostile[..20]);
        string[] columns = [Hostile[..15], "Select", "a.b", "user", "中文", "🦀", " ", "'", "$1"];
        await server.ExecuteAsync($"CREATE SCHEMA \"Ünï.schema\"; CREATE TABLE \"Ünï.schema\".{table} ({string.Join(", ", columns.Select(c => Quote(c) + " text"))});"
            + $"INSERT INTO \"Ünï.schema\".{table} VALUES ({string.Join(", ", columns.Select(c => "'" + c.Replace("'", "''", StringComparison.Ordinal) + "'"))})", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);
        IReadOnlyList<Sluice.Connectors.Catalog.TableName> listed = await pipe.Open().Catalog.ListAsync(Cancellation);
        Assert.Contains(new Sluice.Connectors.Catalog.TableName("Ünï.schema", Hostile[..20]), listed);

        await pipe.CopyAsync(new Sluice.Connectors.Catalog.TableName("Ünï.schema", Hostile[..20]), new("order by", "2nd \"table\""), Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"TABLE \"Ünï.schema\".{table}", "TABLE \"order by\".\"2nd \"\"table\"\"\"", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Sixteen_hundred_columns_and_a_megabyte_of_text_pass()
    {
        string columns = string.Join(", ", Enumerable.Range(1, 1_600).Select(i => $"c{i} {(i % 3 == 0 ? "smallint" : i % 3 == 1 ? "boolean" : "\"char\"")}"));
        await server.ExecuteAsync($"CREATE TABLE wide ({columns}); INSERT INTO wide (c1, c2, c3, c1600) SELECT i % 2 = 0, 'x', i, i % 3 = 0 FROM generate_series(1, 500) i;"
            + "CREATE TABLE big (id int, t text, b bytea); INSERT INTO big SELECT i, repeat('中', 400000), decode(repeat('00ff', 600000), 'hex') FROM generate_series(1, 5) i", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        await pipe.CopyAsync("public.wide", "public.wide_copy", Cancellation);
        await pipe.CopyAsync("public.big", "public.big_copy", Cancellation);

        Assert.Equal(0, await server.DifferencesAsync("SELECT wide::text FROM wide", "SELECT wide_copy::text FROM wide_copy", Cancellation));
        Assert.Equal(0, await server.DifferencesAsync("TABLE big", "TABLE big_copy", Cancellation));
    }

    private static System.Collections.Immutable.ImmutableDictionary<string, object> SmallSplits(int parallelism) => parallelism == 1
        ? System.Collections.Immutable.ImmutableDictionary<string, object>.Empty
        : System.Collections.Immutable.ImmutableDictionary<string, object>.Empty.Add("split_size", 1L << 20);

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task AssertSameAsync(string left, string right)
    {
        // The text of the whole row: types without an equality (json, xml, point) and NaN, -0 are compared too.
        long differences = await server.DifferencesAsync($"SELECT {left}::text FROM {left}", $"SELECT {right}::text FROM {right}", Cancellation);
        Assert.Equal(0, differences);
    }
}
