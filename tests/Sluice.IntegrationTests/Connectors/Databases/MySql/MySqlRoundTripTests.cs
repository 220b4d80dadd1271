using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Connectors.Databases.Postgres;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>MariaDB → MariaDB: every type, compared by the server itself, byte by byte.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlRoundTripTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Declared type, values as SQL, the type that a created target must have.</summary>
    private static readonly (string Type, string[] Values, string? Created)[] s_types =
    [
        ("tinyint(4)", ["-128", "0", "127"], null),
        ("tinyint(1)", ["-128", "0", "1", "2", "127"], null),
        ("tinyint(3) unsigned", ["0", "255"], null),
        ("smallint(6)", ["-32768", "32767"], null),
        ("smallint(5) unsigned", ["0", "65535"], null),
        ("mediumint(9)", ["-8388608", "8388607"], null),
        ("mediumint(8) unsigned", ["0", "16777215"], null),
        ("int(11)", ["-2147483648", "2147483647"], null),
        ("int(10) unsigned", ["0", "4294967295"], null),
        ("int(7) unsigned zerofill", ["0", "42", "4294967295"], null),
        ("bigint(20)", ["-9223372036854775808", "9223372036854775807"], null),
        ("bigint(20) unsigned", ["0", "9223372036854775808", "18446744073709551615"], null),
        ("float", ["0", "-0e0", "3.402823466e38", "1.175494351e-38", "1.4e-45", "0.1", "16777217", "-1.5"], null),
        ("double", ["0", "-0e0", "1.7976931348623157e308", "5e-324", "0.1", "9007199254740993"], null),
        ("double(10,3)", ["1.005", "-9999999.999"], null),
        ("float(7,2)", ["12345.68", "0.01"], null),
        ("decimal(15,2)", ["-9999999999999.99", "0", "0.01", "9999999999999.99"], null),
        ("decimal(38,0)", ["99999999999999999999999999999999999999", "-1"], null),
        ("decimal(38,38)", ["0.99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001"], null),
        ("decimal(65,30)", ["99999999999999999999999999999999999.999999999999999999999999999999", "-0.000000000000000000000000000001", "0"], null),
        ("decimal(65,0)", ["99999999999999999999999999999999999999999999999999999999999999999"], null),
        ("bit(1)", ["b'0'", "b'1'"], null),
        ("bit(8)", ["b'0'", "b'11111111'", "b'1001'"], null),
        ("bit(20)", ["b'0'", "b'11111111111111111111'"], null),
        ("bit(64)", ["b'0'", "0xFFFFFFFFFFFFFFFF"], null),
        ("year(4)", ["0000", "1901", "2155"], null),
        ("date", ["'0001-01-01'", "'1969-12-31'", "'2000-02-29'", "'9999-12-31'"], null),
        ("time", ["'00:00:00'", "'23:59:59'"], null),
        ("time(6)", ["'00:00:00.000001'", "'23:59:59.999999'"], null),
        ("datetime", ["'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'"], null),
        ("datetime(3)", ["'2024-03-31 02:30:00.123'"], null),
        ("datetime(6)", ["'1969-12-31 23:59:59.999999'", "'2024-02-29 12:34:56.000001'"], null),
        ("timestamp", ["'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'"], null),
        ("timestamp(6)", ["'1970-01-01 00:00:00.000001'", "'2024-03-31 01:30:00.5'"], null),
        ("char(5)", ["''", "'ab'", "'中文😀'"], null),
        ("varchar(20)", ["''", "' '", "'a  '", "'twenty chars exactly'", "'ünï😀'"], null),
        ("tinytext", ["''", "'x'"], null),
        ("text", ["''", "REPEAT('x', 65535)", "'tab\\there\\n\\r\\\\ ''q'' \\0 \\Z'"], "longtext"),
        ("mediumtext", ["''", "REPEAT('中', 100000)"], null),
        ("longtext", ["''", "'\\\\N'"], null),
        ("binary(3)", ["x'000000'", "x'00ff5c'", "x'09270a'"], null),
        ("varbinary(10)", ["x''", "x'00ff5c27090a0d'"], null),
        ("tinyblob", ["x''", "x'ff'"], null),
        ("blob", ["x''", "REPEAT(x'00', 65535)"], "longblob"),
        ("mediumblob", ["REPEAT(x'0aff', 100000)"], null),
        ("longblob", ["x'5c4e'"], null),
        ("enum('a','B','it''s','ü')", ["'a'", "'B'", "'it''s'", "'ü'"], null),
        ("set('x','y','z')", ["''", "'x,z'", "'x,y,z'"], null),
        ("json", ["'null'", "'{\"b\": 1,  \"a\": 1.10, \"a\": \"\\\\u0041\"}'", "'[]'"], "longtext"),
        ("uuid", ["'00000000-0000-0000-0000-000000000000'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"], null),
        ("inet6", ["'::1'", "'2001:db8::ff00:42:8329'"], null),
        ("inet4", ["'127.0.0.1'"], null),
        ("point", ["POINT(1.5, -2)", "ST_GeomFromText('POINT(0.1 1e300)', 4326)"], null),
        ("polygon", ["ST_GeomFromText('POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2))')"], null),
        ("geometry", ["ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))')"], null),
    ];

    public static TheoryData<string> Types() => [.. s_types.Select(t => t.Type)];

    [ServiceTheory("mariadb")]
    [MemberData(nameof(Types))]
    public async Task Every_type_comes_back_the_same(string type)
    {
        (string _, string[] values, string? created) = s_types.Single(t => t.Type == type);
        string table = $"t{Math.Abs(type.GetHashCode(StringComparison.Ordinal))}";
        string rows = string.Join(", ", values.Append("NULL").Select((v, i) => $"({i}, {v})"));
        await server.ExecuteAsync($"CREATE TABLE {table} (id int PRIMARY KEY, v {type} NULL); INSERT INTO {table} VALUES {rows}", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        await pipe.CopyAsync(table, $"{table}_copy", Cancellation);

        Assert.Empty(pipe.Dirty);
        Assert.Equal("", await server.DifferencesAsync(table, $"{table}_copy", Cancellation));
        Assert.Equal(created ?? type, (await TypesOfAsync($"{table}_copy"))[1]);
    }

    [ServiceFact("mariadb")]
    public async Task Every_type_comes_back_the_same_through_Parquet()
    {
        await MakeWideAsync("through");
        using var file = new TemporaryFolder();

        await RunAsync("copy", server.Url, file["t.parquet"], "--table", $"{server.Owner.Database}.through");
        await RunAsync("copy", file["t.parquet"], server.Url, "--into", $"{server.Owner.Database}.through_back");

        Assert.Equal("", await server.DifferencesAsync("through", "through_back", Cancellation));
        Assert.Equal(["int(11)", .. s_types.Select(t => t.Created ?? t.Type)], await TypesOfAsync("through_back"));
    }

    [ServiceFact("mariadb")]
    public async Task Insert_statements_write_what_LOAD_DATA_writes()
    {
        await MakeWideAsync("wide");
        await using var load = new PostgresPipe(server.Url);
        await using var insert = new PostgresPipe(server.Url) { SinkOptions = ImmutableDictionary<string, object>.Empty.Add("load", "insert") };
        SinkTable loaded = await load.CopyAsync("wide", "wide_load", Cancellation);
        SinkTable inserted = await insert.CopyAsync("wide", "wide_insert", Cancellation);

        Assert.Equal(("LOAD DATA LOCAL INFILE, from a stream", "INSERT of many rows"), (loaded.Method, inserted.Method));
        Assert.Equal("", await server.DifferencesAsync("wide", "wide_load", Cancellation));
        Assert.Equal("", await server.DifferencesAsync("wide", "wide_insert", Cancellation));
    }

    [ServiceFact("mariadb")]
    public async Task Text_of_every_character_set_comes_as_unicode()
    {
        await server.ExecuteAsync(
            """
            CREATE TABLE charsets (id int PRIMARY KEY, l1 varchar(20) CHARACTER SET latin1, g varchar(20) CHARACTER SET gbk, s varchar(20) CHARACTER SET sjis,
              u2 varchar(20) CHARACTER SET ucs2, u32 text CHARACTER SET utf32, u3 varchar(20) CHARACTER SET utf8mb3, k varchar(20) CHARACTER SET koi8r, l2 varchar(20) CHARACTER SET latin2);
            INSERT INTO charsets VALUES (1, '€ü', '中文', '日本', 'ünï', '😀', '中', 'Привет', 'łódź'), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (3, '', '', '', '', '', '', '', '')
            """, Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<string> rows = await pipe.ReadTextAsync("charsets", Cancellation);
        await pipe.CopyAsync("charsets", "charsets_copy", Cancellation);

        Assert.Equal(["1|€ü|中文|日本|ünï|😀|中|Привет|łódź", "2|∅|∅|∅|∅|∅|∅|∅|∅", "3||||||||"], rows);
        Assert.Equal(["1|€ü|中文|日本|ünï|😀|中|Привет|łódź", "2|∅|∅|∅|∅|∅|∅|∅|∅", "3||||||||"], await server.RowsAsync("SELECT * FROM charsets_copy ORDER BY id", Cancellation));
    }

    [ServiceFact("mariadb")]
    public async Task Text_that_the_server_cannot_turn_into_unicode_and_back_is_a_dirty_row()
    {
        await server.ExecuteAsync("CREATE TABLE broken (id int PRIMARY KEY, g varchar(20) CHARACTER SET gbk); INSERT INTO broken VALUES (1, _gbk 0xFEFE), (2, '好')", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<string> rows = await pipe.ReadTextAsync("broken", Cancellation);

        Assert.Equal(["2|好"], rows);
        Assert.Equal(["mysql.invalid_text the varchar(20) has no form in Unicode id=1 g"], pipe.Dirty.Select(d => $"{d.Code.Name} {d.Reason} {d.Position} {d.Column}"));
    }

    [ServiceFact("mariadb")]
    public async Task Generated_and_invisible_columns_are_read_and_comments_and_keys_carried()
    {
        await server.ExecuteAsync(
            "CREATE TABLE extras (a int COMMENT 'it''s', b int NOT NULL, hidden int INVISIBLE DEFAULT 7, twice int AS (b * 2) VIRTUAL, thrice int AS (b * 3) PERSISTENT, PRIMARY KEY (b, a)) COMMENT = 'a \\\\ table';"
            + "INSERT INTO extras (a, b) VALUES (1, 2), (3, 4)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        await pipe.CopyAsync("extras", "extras_copy", Cancellation);
        TableDescription copy = (await pipe.Open().Catalog.DescribeAsync(new TableName(null, "extras_copy"), Cancellation))!;

        Assert.Equal("", await server.DifferencesAsync("extras", "extras_copy", Cancellation));
        Assert.Equal(("a \\ table", "it's", "b, a"), (copy.Comment, copy.Schema.Columns[0].Comment, string.Join(", ", copy.Schema.PrimaryKey)));
    }

    [ServiceFact("mariadb")]
    public async Task Hostile_names_pass_from_one_database_to_another()
    {
        string other = server.Owner.Database + " ünï`\"b";
        await server.ExecuteAsync(
            "CREATE TABLE `we\"ird `` .name'` (`Select` int PRIMARY KEY, `a.b` int, `ünï` int, `it's\\\\` int, `back``tick` int, `per%cent` int); INSERT INTO `we\"ird `` .name'` VALUES (1, 2, 3, 4, 5, 6)", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        await pipe.CopyAsync(new TableName(null, "we\"ird ` .name'"), new TableName(other, "2nd `table`"), Cancellation);
        IReadOnlyList<TableName> listed = await pipe.Open().Catalog.ListAsync(Cancellation);
        IReadOnlyList<string> rows = await server.RowsAsync($"SELECT * FROM `{other.Replace("`", "``", StringComparison.Ordinal)}`.`2nd ``table```", Cancellation);
        await server.ExecuteAsync($"DROP DATABASE `{other.Replace("`", "``", StringComparison.Ordinal)}`", Cancellation);

        Assert.Equal(["1|2|3|4|5|6"], rows);
        Assert.Contains(new TableName(other, "2nd `table`"), listed);
    }

    private async Task RunAsync(params string[] arguments) => (await SluiceProcess.RunAsync(Cancellation, arguments)).MustExitWith(0);

    private async Task MakeWideAsync(string table)
    {
        string columns = string.Join(", ", s_types.Select((t, i) => $"c{i} {t.Type} NULL"));
        await server.ExecuteAsync($"CREATE TABLE {table} (id int PRIMARY KEY, {columns})", Cancellation);
        for (int row = 0; row < 8; row++)
        {
            int at = row;
            string values = string.Join(", ", s_types.Select(t => at < t.Values.Length ? t.Values[at] : "NULL"));
            await server.ExecuteAsync($"INSERT INTO {table} VALUES ({row}, {values})", Cancellation);
        }
    }

    private Task<IReadOnlyList<string>> TypesOfAsync(string table) => server.RowsAsync(
        $"SELECT COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' ORDER BY ORDINAL_POSITION", Cancellation);
}
