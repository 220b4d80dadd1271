using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>PostgreSQL → Parquet → PostgreSQL with the real program: the server compares the tables, DuckDB says what types stand in the file.</summary>
public sealed class PostgresParquetTripTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData(1, "if_missing")]
    [InlineData(4, "if_missing")]
    [InlineData(1, "never")]
    [InlineData(4, "never")]
    public async Task Every_type_comes_back_as_it_was(int parallelism, string create)
    {
        string table = $"types_{parallelism}_{create}";
        await PostgresTypeTable.MakeAsync(server, table, Cancellation);
        if (create == "never")
            await server.ExecuteAsync($"CREATE TABLE {table}_back (LIKE {table})", Cancellation);
        using var trip = new FileTrip(server, "types.parquet") { Parallelism = parallelism };

        await trip.OutAsync(table, Cancellation);
        await trip.BackAsync($"{table}_back", create, Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"SELECT {table}::text FROM {table}", $"SELECT {table}_back::text FROM {table}_back", Cancellation));
        Assert.Equal(await server.RowsAsync(PostgresTypeTable.TypesOf(table), Cancellation), await server.RowsAsync(PostgresTypeTable.TypesOf($"{table}_back"), Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task An_independent_reader_sees_real_types_in_the_file()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE real_types (b boolean, i2 smallint, i4 integer, i8 bigint NOT NULL, o oid, f4 real, f8 double precision, n numeric(15,2), n9 numeric(9,0), n38 numeric(38,10),
              bare numeric, t text, v varchar(20), c char(5), y bytea, d date, tm time, ts timestamp, ts3 timestamp(3), tz timestamptz, u uuid, j json, k jsonb,
              l integer[], s text[], m numeric(10,2)[], i interval, ip inet);
            INSERT INTO real_types VALUES (true, -1, 1, 9007199254740993, 1, 1.5, 0.1, 12.34, 7, 1.5, 1e30, '中', 'v', 'c', '\x00ff', '2024-02-29', '12:34:56.789',
              '2024-02-29 01:02:03.000004', '2024-02-29 01:02:03.004', '2024-02-29 01:02:03+08', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a":1}', '{"a":1}',
              '{1,NULL}', '{x}', '{1.10}', '1 day', '::1')
            """, Cancellation);
        using var trip = new FileTrip(server, "real.parquet");

        await trip.OutAsync("real_types", Cancellation);

        Assert.Equal(
            [
                "b BOOLEAN", "i2 SMALLINT", "i4 INTEGER", "i8 BIGINT", "o BIGINT", "f4 FLOAT", "f8 DOUBLE", "n DECIMAL(15,2)", "n9 DECIMAL(9,0)", "n38 DECIMAL(38,10)",
                "bare VARCHAR", "t VARCHAR", "v VARCHAR", "c VARCHAR", "y BLOB", "d DATE", "tm TIME", "ts TIMESTAMP", "ts3 TIMESTAMP", "tz TIMESTAMP WITH TIME ZONE", "u VARCHAR",
                "j JSON", "k JSON", "l INTEGER[]", "s VARCHAR[]", "m DECIMAL(10,2)[]", "i VARCHAR", "ip VARCHAR",
            ],
            DuckDb.Columns(trip.File));
        Assert.Equal(
            ["b BOOLEAN", "i2 INT32", "i4 INT32", "i8 INT64", "o INT64", "f4 FLOAT", "f8 DOUBLE", "n INT64", "n9 INT32", "n38 FIXED_LEN_BYTE_ARRAY", "d INT32", "tm INT64", "tz INT64"],
            DuckDb.Rows($"SELECT name, type FROM parquet_schema('{trip.File}') WHERE name IN ('b', 'i2', 'i4', 'i8', 'o', 'f4', 'f8', 'n', 'n9', 'n38', 'd', 'tm', 'tz')").Select(r => r.Replace('|', ' ')));
        Assert.Equal(
            ["true|-1|9007199254740993|12.34|1.5000000000|1000000000000000000000000000000|2024-02-29|12:34:56.789|2024-02-28 17:02:03|[1, NULL]"],
            DuckDb.Rows($"SELECT b, i2, i8, n, n38, bare, d, tm, tz AT TIME ZONE 'UTC', l FROM '{trip.File}'"));
    }

    [ServiceTheory("postgres")]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Hostile_names_come_back_as_they_were(int parallelism)
    {
        string table = $"Ünï \"quoted\" a.b 中文 🦀 {parallelism}";
        string[] columns = ["weird \"name\"; DROP TABLE x; --", "Select", "a.b", "user", "中文", "🦀", " ", "'", "$1", "%s", "{name}", "back\\slash", "*", "group"];
        await server.ExecuteAsync(
            $"CREATE TABLE {Quote(table)} ({string.Join(", ", columns.Select(c => Quote(c) + " text"))});"
            + $"INSERT INTO {Quote(table)} VALUES ({string.Join(", ", columns.Select(c => "'" + c.Replace("'", "''", StringComparison.Ordinal) + "'"))}), ({string.Join(", ", columns.Select(_ => "''"))});"
            + $"INSERT INTO {Quote(table)} ({Quote(columns[0])}) VALUES (NULL)", Cancellation);
        using var trip = new FileTrip(server, "weird 'name' 中文.parquet") { Parallelism = parallelism };

        await trip.OutAsync(table, Cancellation);
        await trip.BackAsync(table + " back", "if_missing", Cancellation);

        Assert.Equal(columns, DuckDb.Columns(trip.File).Select(c => c[..^" VARCHAR".Length]));
        Assert.Equal(0, await server.DifferencesAsync($"TABLE {Quote(table)}", $"TABLE {Quote(table + " back")}", Cancellation));
        Assert.Equal(
            await server.RowsAsync(PostgresTypeTable.TypesOf(Quote(table)), Cancellation),
            await server.RowsAsync(PostgresTypeTable.TypesOf(Quote(table + " back")), Cancellation));
    }

    [ServiceTheory("postgres")]
    [InlineData(1, "if_missing")]
    [InlineData(4, "if_missing")]
    [InlineData(4, "never")]
    public async Task Sixteen_hundred_columns_come_back(int parallelism, string create)
    {
        string table = $"wide_{parallelism}_{create}";
        string columns = string.Join(", ", Enumerable.Range(1, 1_600).Select(i => $"c{i} {(i % 3 == 0 ? "smallint" : i % 3 == 1 ? "boolean" : "\"char\"")}"));
        await server.ExecuteAsync($"CREATE TABLE {table} ({columns}); INSERT INTO {table} (c1, c2, c3, c1600) SELECT i % 2 = 0, 'x', i, i % 3 = 0 FROM generate_series(1, 9000) i", Cancellation);
        if (create == "never")
            await server.ExecuteAsync($"CREATE TABLE {table}_back (LIKE {table})", Cancellation);
        using var trip = new FileTrip(server, "wide.parquet") { Parallelism = parallelism };

        await trip.OutAsync(table, Cancellation);
        await trip.BackAsync($"{table}_back", create, Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"SELECT {table}::text FROM {table}", $"SELECT {table}_back::text FROM {table}_back", Cancellation));
        Assert.Equal(await server.RowsAsync(PostgresTypeTable.TypesOf(table), Cancellation), await server.RowsAsync(PostgresTypeTable.TypesOf($"{table}_back"), Cancellation));
    }

    [ServiceTheory("postgres")]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Texts_and_bytes_of_a_megabyte_come_back_beside_empty_ones_and_NULL(int parallelism)
    {
        await server.ExecuteAsync($"CREATE TABLE big_{parallelism} (id int PRIMARY KEY, t text, b bytea, j json); INSERT INTO big_{parallelism} SELECT i, "
            + "CASE i % 4 WHEN 0 THEN '' WHEN 1 THEN NULL ELSE repeat('中\\\t\"' || i, 200000) END, CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN NULL ELSE decode(repeat('00ff', 600000), 'hex') END, "
            + "to_json(repeat('x', 1000000)) FROM generate_series(1, 12) i", Cancellation);
        using var trip = new FileTrip(server, "big.parquet") { Parallelism = parallelism };

        await trip.OutAsync($"big_{parallelism}", Cancellation);
        await trip.BackAsync($"big_{parallelism}_back", "if_missing", Cancellation);

        Assert.Equal(0, await server.DifferencesAsync($"SELECT id, t, b, j::text FROM big_{parallelism}", $"SELECT id, t, b, j::text FROM big_{parallelism}_back", Cancellation));
        Assert.Equal(["id"], await server.RowsAsync(PostgresTypeTable.KeyOf($"big_{parallelism}_back"), Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task An_empty_table_is_a_file_with_its_schema_and_a_table_with_its_key_again()
    {
        await server.ExecuteAsync("CREATE TABLE void (id int, n numeric(15,2), j jsonb, v varchar(7), PRIMARY KEY (n, id))", Cancellation);
        using var trip = new FileTrip(server, "void.parquet");

        await trip.OutAsync("void", Cancellation);
        await trip.BackAsync("void_back", "if_missing", Cancellation);

        Assert.Equal(["id INTEGER", "n DECIMAL(15,2)", "j JSON", "v VARCHAR"], DuckDb.Columns(trip.File));
        Assert.Equal(["id|integer|t", "n|numeric(15,2)|t", "j|jsonb|f", "v|character varying(7)|f"], await server.RowsAsync(PostgresTypeTable.TypesOf("void_back"), Cancellation));
        Assert.Equal(["id", "n"], await server.RowsAsync(PostgresTypeTable.KeyOf("void_back"), Cancellation));
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM void_back", Cancellation));
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
